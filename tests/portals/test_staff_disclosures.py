"""Reports matched to occurrences by staff, and undone; firms that differ about one."""

import pytest

from finpro.audit.models import Event
from finpro.casework.models import Assignment, Step
from finpro.registry.models import Disclosure, DisclosureReport
from tests.casework import waiting
from tests.portals.signed_in import counted, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

REVIEWER = ["registrations.view", "disclosure.review", "record.view"]


@pytest.fixture
def sam():
    return visitor("sam", staff=REVIEWER)


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC")


@pytest.fixture
def birch():
    return world.firm(502, "Birch Advisers LLC")


@pytest.fixture
def mae():
    return world.person(7001, "Mae", "Quill")


@pytest.fixture
def report(mae, alder):
    return waiting.report(mae, alder, "REG", page={"docket": "24-0012", "regulator_name": "FINRA"})


def page_of(row):
    return f"/registry/disclosures/{row.pk}"


def test_a_report_stands_beside_its_candidates_the_nearest_first(sam, mae, birch, report):
    far = waiting.occurrence(mae, "REG", docket="99-1", event_on=None)
    near = waiting.occurrence(mae, "REG")
    waiting.occurrence(mae, "CUST")
    waiting.report(mae, birch, "REG", page={"docket": "24-0012", "regulator_name": "SEC"}, event=near)
    words = text(sam.get(page_of(report)))
    assert words.index(f"Occurrence {near.pk}:") < words.index(f"Occurrence {far.pk}:")
    for part in (
        "Same docket or case number; Same date.",
        "Only the kind is the same.",
        "Birch Advisers LLC, 20 November 2026",
        "Full name of the regulator FINRA SEC Different",
        "A new event",
    ):
        assert part in words
    assert "Customer" not in words


def test_matched_to_one_that_is_there_and_undone(sam, mae, report):
    event = waiting.occurrence(mae, "REG")
    sam.post(f"/registry/work/report:{report.pk}/take")
    empty = sam.post(f"{page_of(report)}/match", {"note": "kept words"})
    assert (empty.status_code, "Choose an occurrence" in text(empty), "kept words" in text(empty)) == (422, True, True)
    other = waiting.occurrence(world.person(7002, "Tess", "Nunn"), "REG")
    assert sam.post(f"{page_of(report)}/match", {"occurrence": other.pk}).status_code == 422
    done = sam.post(f"{page_of(report)}/match", {"occurrence": event.pk, "note": "Same order."})
    assert done.headers["Location"] == f"{page_of(report)}?done=matched"
    report.refresh_from_db()
    assert report.disclosure_id == event.pk
    assert not Assignment.objects.exists()
    words = text(sam.get(page_of(report)))
    for part in (f"To occurrence {event.pk} by sam", "Same order.", "Undo the match"):
        assert part in words
    assert "kind=MATCH" in sam.get(page_of(report)).content.decode()
    assert "Choose why" in text(sam.post(f"{page_of(report)}/undo", {}))
    undone = sam.post(f"{page_of(report)}/undo", {"reason": "OTHER_EVENT", "note": ""})
    assert undone.headers["Location"] == f"{page_of(report)}?done=unmatched"
    report.refresh_from_db()
    assert report.disclosure_id is None
    assert sam.post(f"{page_of(report)}/undo", {"reason": "OTHER_EVENT", "note": ""}).status_code == 409
    assert list(Step.objects.order_by("id").values_list("what", flat=True)) == ["taken", "matched", "unmatched"]
    assert Event.objects.filter(tag__startswith="work:report:").count() == 2


def test_matched_to_a_new_one(sam, mae, report):
    assert "No event of this kind is on record" in text(sam.get(page_of(report)))
    assert sam.post(f"{page_of(report)}/match", {"occurrence": "new", "note": ""}).status_code == 302
    report.refresh_from_db()
    assert (report.disclosure.type, report.disclosure.docket) == ("REG", "24-0012")
    assert "Unmatched" not in text(sam.get("/registry/registrations"))


def test_a_match_rests_once_a_request_of_the_filing_was_decided(sam, mae, alder, report):
    sam.post(f"{page_of(report)}/match", {"occurrence": "new", "note": ""})
    row = waiting.request(mae, alder)
    row.decided_at, row.decided_by, row.state = DisclosureReport.objects.get().matched_at, "account:1", "APPROVED"
    row.save()
    assert "has been decided since, so the match stays" in text(sam.get(page_of(report)))
    refused = sam.post(f"{page_of(report)}/undo", {"reason": "OTHER_EVENT", "note": ""})
    assert (refused.status_code, "so the match stays" in text(refused)) == (409, True)
    assert Disclosure.objects.count() == 1


def test_who_may_not_review_matches_nothing(mae, alder, report):
    helper = visitor("helper", staff=["registrations.view"])
    assert "Reviewing disclosure needs an entitlement" in text(helper.get(page_of(report)))
    for what in ("match", "undo"):
        assert helper.post(f"{page_of(report)}/{what}", {"occurrence": "new"}).status_code == 403
    own = visitor("own", person=mae, staff=REVIEWER)
    assert own.post(f"{page_of(report)}/match", {"occurrence": "new", "note": ""}).status_code == 403
    filer = visitor("filer", firms=[alder], staff=REVIEWER)
    assert filer.post(f"{page_of(report)}/match", {"occurrence": "new", "note": ""}).status_code == 403
    report.refresh_from_db()
    assert report.disclosure_id is None


def test_two_firms_that_differ(sam, mae, alder, birch):
    event = waiting.occurrence(mae, "REG")
    waiting.report(mae, alder, "REG", page={"docket": "1", "comment": "A."}, event=event)
    second = waiting.report(mae, birch, "REG", page={"docket": "2", "comment": "B."}, event=event)
    row = waiting.request(mae, alder)
    where = f"/registry/differences/{event.pk}"
    assert where in sam.get("/registry/registrations?kind=DIFFERENCE").content.decode()
    words = text(sam.get(where))
    for part in (
        "Firms differ",
        "20 December 2026",
        "Docket",
        "FINRA GS",
        "Write to Alder Securities LLC",
        "Take this",
    ):
        assert part in words
    assert f"/registry/registrations/{row.pk}/letter?template=MATERIAL_DIFFERENCE&amp;about=disclosure:{event.pk}" in (
        sam.get(where).content.decode()
    )
    assert sam.post(f"/registry/work/disclosure:{event.pk}/take").headers["Location"] == f"{where}?done=taken"
    assert sam.post(f"/registry/work/disclosure:{event.pk}/note", {"message": " "}).status_code == 422
    DisclosureReport.objects.filter(pk=second.pk).update(page=second.page | {"docket": "1"})
    assert "Settled" in text(sam.get(where))
    assert "No match" in text(sam.get("/registry/registrations?kind=DIFFERENCE"))
    DisclosureReport.objects.filter(pk=second.pk).update(replaced=True)
    assert sam.get(where).status_code == 404


def test_as_many_queries_for_three_as_for_one(sam, mae, alder, report):
    event = waiting.occurrence(mae, "REG")
    waiting.report(mae, alder, "REG", event=event)

    def more(number):
        firm = world.firm(600 + number, f"Firm {number}")
        other = waiting.occurrence(mae, "REG", docket=f"{number}")
        waiting.report(mae, firm, "REG", page={"docket": f"{number}"}, event=other)
        waiting.report(mae, firm, "REG", page={"docket": f"{number}"}, event=event)
        waiting.request(mae, firm, "OR", f"A{number}")

    more(1)
    pages = (page_of(report), f"/registry/differences/{event.pk}")
    one = [counted(sam, page) for page in pages]
    for number in (2, 3):
        more(number)
    assert [counted(sam, page) for page in pages] == one
