"""What somebody tries at the registry's desk: without the entitlement, twice, with forged subjects and reasons."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from finpro.audit.models import Event
from finpro.casework.models import Assignment, Letter, Step
from finpro.casework.policies import work
from finpro.kernel import clock
from tests.casework import waiting
from tests.portals.form_attacks import NUL, SCRIPT
from tests.portals.signed_in import visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db
REGISTRAR = ["registrations.view", "registrations.decide", "disclosure.review", "record.view"]
DECIDE = {"decision": "APPROVE", "approve": ["NOTHING_OPEN"], "message": "", "note": ""}
SEVERAL = "/registry/work/several"
DESK = r"registrations|disclosures|differences|letters|work/|filings"


@pytest.fixture
def sam():
    return visitor("sam", staff=REGISTRAR)


@pytest.fixture
def alder():
    return world.firm(501, "Alder Securities LLC")


@pytest.fixture
def mae():
    return world.person(7001, "Mae", "Quill")


@pytest.fixture
def asked(mae, alder):
    return waiting.settle(waiting.request(mae, alder))


def addresses(key, resolver=None, before="", inside=""):
    """Every address of the desk that works on requests, reports, letters and filings."""
    for one in (resolver or get_resolver()).url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from addresses(key, one, path, one.namespace or inside)
        elif isinstance(one, URLPattern) and inside == "staff" and re.search(DESK, path):
            filled = path.replace("<str:subject>", f"request:{key}").replace("<str:number>", "ABCD2345")
            yield "/" + re.sub(r"<int:\w+>", str(key), filled)


def left(row):
    """What is on the desk and in the trail: for a look before and after."""
    row.refresh_from_db()
    decisions = Event.objects.filter(tag__startswith="registration:").count()
    return row.state, Assignment.objects.count(), Step.objects.count(), Letter.objects.count(), decisions


def test_nobody_without_the_entitlement_works_anything_off(sam, asked, mae, alder):
    sam.post(f"/registry/work/request:{asked.pk}/take")
    others = (
        visitor("looker", staff=["registrations.view"]),
        visitor("bare", staff=["record.view"]),
        visitor("fay", firms=[alder], entitlements=("roster.view", "u4.draft", "u4.submit")),
        visitor("mae", person=mae),
        visitor("none"),
    )
    before = left(asked)
    paths = list(addresses(asked.pk))
    assert len(paths) > 15
    for client in others:
        for path in paths:
            answer = client.post(path, DECIDE | {"point": "PERSON", "done": "1", "text": "x", "action": "take"})
            assert answer.status_code in {403, 404, 405}, path
    assert left(asked) == before


def test_decided_once_however_often_it_is_pressed(sam, asked):
    page = f"/registry/registrations/{asked.pk}"
    sam.post(f"/registry/work/request:{asked.pk}/take")
    points = work.checklist(
        work.Asked(regulator=asked.regulator, category=asked.category, temporary=False, disclosure=True),
        clock.legal_date(asked.requested_at),
    )
    for point in points:
        sam.post(f"/registry/work/request:{asked.pk}/tick", {"point": point.code, "done": "1"})
    first = sam.post(f"{page}/decide", DECIDE)
    assert first.status_code == 302
    before = left(asked)
    assert before[0] == "APPROVED"
    for sent in (DECIDE, DECIDE | {"decision": "DENY", "deny": ["OTHER"]}, {"decision": "RETURN"}):
        assert sam.post(f"{page}/decide", sent).status_code in {409, 422}
    for path in ("review", "look-again", "ask", "letter", "withdraw"):
        assert sam.post(f"{page}/{path}", DECIDE | {"template": "OTHER", "text": "x"}).status_code < 500
    assert left(asked)[0] == "APPROVED"
    assert left(asked)[3] == 0


@pytest.mark.parametrize("decision", ["", "NOPE", NUL, SCRIPT, "approve", "APPROVE"])
@pytest.mark.parametrize("reason", ["", "NOPE", NUL, "DISQUALIFIED"])
def test_a_forged_decision_or_reason_decides_nothing(sam, asked, decision, reason):
    sam.post(f"/registry/work/request:{asked.pk}/take")
    before = left(asked)
    sent = {"decision": decision, "approve": [reason], "deny": [reason], "message": SCRIPT, "note": NUL}
    answer = sam.post(f"/registry/registrations/{asked.pk}/decide", sent)
    assert answer.status_code in {409, 422}
    assert SCRIPT not in answer.content.decode()
    assert left(asked) == before


SUBJECTS = [
    "", ":", NUL, "request", "request:", "request:x", "request:-1", "request:" + "9" * 30, "person:1", "filing:1",
    "report:999", "request:1 OR 1=1", SCRIPT, "x" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("subject", SUBJECTS, ids=range(len(SUBJECTS)))
def test_a_forged_subject_is_no_work(sam, asked, subject):
    before = left(asked)
    if subject and NUL not in subject and "/" not in subject:
        for verb in ("take", "give-back", "note", "tick"):
            answer = sam.post(f"/registry/work/{subject}/{verb}", {"text": "x", "point": "PERSON", "done": "1"})
            assert answer.status_code in {404, 409, 422}, verb
    for action in ("take", "give_back", "ask:OTHER", "assign:999", "assign:x", "ask:NOPE", "ask:", NUL, "nope", ""):
        sent = {"subject": [subject], "action": action}
        assert sam.get(SEVERAL, sent).status_code < 500, action
        assert sam.post(SEVERAL, sent).status_code < 500, action
    assert left(asked) == before


@pytest.mark.parametrize(
    "path",
    ["registrations/9999999999999999999999", "letters/%00", "letters/x", "work/several/%00", "filings/99999999999",
     "disclosures/99999999999", "differences/99999999999", "registrations?kind=%00", "registrations?receipt=%00",
     "registrations?firm=99999999999999999999", "registrations?firm=x", "registrations?age=x&state=y&page=-4"],
)  # fmt: skip
def test_an_odd_address_is_no_broken_page(sam, asked, path):
    assert sam.get(f"/registry/{path}").status_code < 500
