"""Forms on the firm's side and the person's: every page, what each sends, and what nobody else may."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finpro.accounts.models import User
from finpro.filings import services
from finpro.filings.enums import Access, FilingType, State
from finpro.filings.models import Answer, Comment, Entry, Filing, SectionShare
from finpro.filings.policies import sections, typed
from finpro.filings.policies.sealed import unseal
from finpro.filings.services import submission
from finpro.kernel import vault
from finpro.kernel.errors import Finding
from finpro.registry.models import Person
from finpro.rulebook.forms import loader
from tests.filings import filed
from tests.filings.desk import BY, CRD, desk, draft, save, share
from tests.portals.signed_in import enter, text
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db
CITY = "/residences/r1/city"


@pytest.fixture
def place(at):
    return desk(at)


@pytest.fixture
def filing(place, at):
    return draft(place, at)


@pytest.fixture
def firm(place):
    return as_user(place.filer)


@pytest.fixture
def me(place):
    return as_user(place.human)


def as_user(who):
    client = Client()
    enter(client, User.objects.get(pk=who.user_id))
    return client


def at_firm(filing):
    return f"/firm/501/filings/{filing.pk}"


def mine(filing):
    return f"/me/forms/{filing.pk}"


def keys():
    return [section.key for section in sections.drafted(loader.get("u4"), "INITIAL")]


def fields(page):
    """Every field of the page's form as a browser sends it."""
    form = re.search(r'<form id="section".*?</form>', page.content.decode(), re.S).group()
    found = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        names = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if names.get("type") in {"radio", "checkbox"} and " checked" not in tag:
            continue
        found.setdefault(unescape(names["name"]), []).append(unescape(names.get("value", "")))
    for name, inner in re.findall(r'<select\b[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', inner)
        found[unescape(name)] = [unescape(chosen.group(1)) if chosen else ""]
    for name, inner in re.findall(r'<textarea\b[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        found[unescape(name)] = [unescape(inner)]
    found.pop("csrfmiddlewaretoken", None)
    return found


def autosave(client, base, path, data, version, value=None):
    """One answer as the page's script sends it."""
    sent = {**data, f"v:{path}": typed.token(version, value)}
    address = f"{base}/save?form=2009-05&page=&field={path}"
    return client.post(address, sent, headers={"HX-Request": "true"})


@pytest.mark.parametrize("key", keys())
def test_a_section_that_is_sent_as_it_came_changes_nothing(firm, filing, key):
    address = f"{at_firm(filing)}/section/{key}"
    before = list(Answer.objects.order_by("path").values_list("path", "version"))
    page = firm.get(address)
    assert page.status_code == 200
    assert firm.post(address, fields(page)).status_code == 302
    assert list(Answer.objects.order_by("path").values_list("path", "version")) == before


def test_a_page_is_sent_as_a_form_without_script(firm, filing):
    address = f"{at_firm(filing)}/section/general"
    sent = fields(firm.get(address)) | {
        "/general/middle_name": "Q",
        "/general/employment_date-month": "12",
        "/general/employment_date-day": "1",
        "/general/employment_date-year": "2026",
        "/general/independent_contractor": "false",
        "then": "next",
    }
    answer = firm.post(address, sent)
    assert answer.headers["Location"] == f"{at_firm(filing)}/section/fingerprints"
    found = dict(Answer.objects.filter(path__startswith="/general/").values_list("path", "value"))
    assert found["/general/middle_name"] == "Q"
    assert found["/general/employment_date"] == "2026-12-01"
    assert found["/general/independent_contractor"] is False


def test_what_cannot_be_kept_comes_back_with_the_page_and_the_rest_is_saved(firm, filing):
    address = f"{at_firm(filing)}/section/general"
    sent = fields(firm.get(address)) | {"/general/middle_name": "Q", "/general/employment_date-month": "13"}
    answer = firm.post(address, sent)
    assert answer.status_code == 422
    assert "add the day and the year" in text(answer)
    assert 'value="13"' in answer.content.decode()
    assert Answer.objects.get(path="/general/middle_name").value == "Q"


def test_a_field_is_saved_by_itself_and_says_when(firm, filing):
    answer = autosave(firm, at_firm(filing), CITY, {CITY: "Dover"}, 1, "Salem")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Saved " in html
    assert f'name="v:{CITY}" value="{typed.token(2, "Dover")}"' in html
    assert Answer.objects.get(path=CITY).value == "Dover"


def test_saving_a_field_takes_six_statements_at_most(firm, filing):
    autosave(firm, at_firm(filing), CITY, {CITY: "Dover"}, 1, "Salem")
    with CaptureQueriesContext(connection) as asked:
        answer = autosave(firm, at_firm(filing), CITY, {CITY: "Boise"}, 2, "Dover")
    assert "Saved " in answer.content.decode()
    counted = [query["sql"] for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(counted) <= 6, counted


def test_the_loser_of_two_sees_both_values_by_whom_and_may_keep_the_own(firm, place, filing, at):
    save(filing, CITY, "Boise", 1, place.second, at)
    html = autosave(firm, at_firm(filing), CITY, {CITY: "Dover"}, 1, "Salem").content.decode()
    assert "Sam" in html
    assert "Boise" in html
    assert Answer.objects.get(path=CITY).value == "Boise"
    again = json.loads(unescape(re.search(r'hx-vals="([^"]*)"', html).group(1)))
    address = unescape(re.search(r'hx-post="([^"]*)"', html).group(1))
    firm.post(address, again, headers={"HX-Request": "true"})
    assert Answer.objects.get(path=CITY).value == "Dover"


def test_the_loser_without_script_gets_the_page_again_with_both(firm, place, filing, at):
    address = f"{at_firm(filing)}/row/residences/r1"
    sent = fields(firm.get(address))
    save(filing, CITY, "Boise", 1, place.second, at)
    answer = firm.post(address, sent | {CITY: "Dover"})
    assert answer.status_code == 422
    assert "Sam saved “Boise”" in text(answer)
    assert Answer.objects.get(path=CITY).value == "Boise"
    assert firm.post(address, fields(answer)).status_code == 302
    assert Answer.objects.get(path=CITY).value == "Dover"


def test_what_was_not_touched_meets_no_conflict(firm, place, filing, at):
    address = f"{at_firm(filing)}/row/residences/r1"
    sent = fields(firm.get(address))
    save(filing, CITY, "Boise", 1, place.second, at)
    assert firm.post(address, sent | {"/residences/r1/street1": "2 Elm Way"}).status_code == 302
    found = dict(Answer.objects.filter(path__startswith="/residences/").values_list("path", "value"))
    assert (found[CITY], found["/residences/r1/street1"]) == ("Boise", "2 Elm Way")


def test_an_answer_that_shows_others_draws_the_fields_anew_as_a_reload_would(firm, filing):
    path = "/fingerprints/fingerprint_option"
    answer = autosave(firm, at_firm(filing), path, {path: "SUBMITTING"}, 0)
    assert answer.headers["HX-Retarget"] == "#fields"
    html = answer.content.decode()
    assert "/fingerprints/barcode" in html
    swapped = re.sub(r'<p class="fp-saved">.*?</p>|<div id="told".*?</div>', "", html, flags=re.S)
    page = firm.get(f"{at_firm(filing)}/section/fingerprints").content.decode()
    reloaded = re.search(r'<div id="fields">.*?(?=<div class="fp-acts)', page, re.S).group()
    assert "".join(swapped.split()) == "".join(reloaded.split())


def test_an_answer_in_parts_waits_for_the_missing_ones(firm, filing):
    path = "/identifying/date_of_birth"
    answer = autosave(firm, at_firm(filing), path, {f"{path}-month": "3"}, 0)
    assert "add the day and the year" in answer.content.decode()
    assert not Answer.objects.filter(path=path).exists()


def test_a_social_security_number_is_sealed_and_shown_masked(firm, filing):
    path = "/general/ssn"
    html = autosave(firm, at_firm(filing), path, {path: "123-45-6789"}, 0).content.decode()
    row = Answer.objects.get(path=path)
    assert row.value == "XXX-XX-6789"
    assert unseal(bytes(row.sealed), vault.ring()) == "123456789"
    page = firm.get(f"{at_firm(filing)}/section/general").content.decode()
    for shown in (html, page):
        assert "123-45-6789" not in shown
        assert "123456789" not in shown
    assert "XXX-XX-6789" in page


def test_a_field_sent_outside_the_script_leads_to_its_page(firm, filing):
    answer = firm.post(f"{at_firm(filing)}/save?form=2009-05&page=&field={CITY}", {CITY: "Dover", f"v:{CITY}": "1.x"})
    assert answer.headers["Location"] == f"{at_firm(filing)}/row/residences/r1"
    assert Answer.objects.get(path=CITY).value == "Dover"


@pytest.mark.parametrize(
    "path",
    ["/filing/type", "/signatures/15A/name", "/general/firm_name", "/nothing/here", "", "/residences", "/general"],
)
def test_what_is_no_question_cannot_be_answered(firm, filing, path):
    assert autosave(firm, at_firm(filing), path, {path: "x"}, 0).status_code == 404


def test_rows_are_added_filled_in_removed_and_put_back(firm, filing):
    address = f"{at_firm(filing)}/section/other_names"
    page = firm.post(address, fields(firm.get(address)) | {"add": "/other_names"})
    row = page.headers["Location"]
    assert row == f"{at_firm(filing)}/row/other_names/n1"
    sent = fields(firm.get(row)) | {"/other_names/n1/first_name": "Ro", "/other_names/n1/last_name": "Alder"}
    assert firm.post(row, sent | {"then": "another"}).headers["Location"].endswith("/row/other_names/n2")
    listed = firm.get(address)
    assert "Ro, Alder" in text(listed)
    firm.post(address, fields(listed) | {"remove": "/other_names/n1"})
    assert Entry.objects.get(list="/other_names", row="n1").removed_at is not None
    assert firm.get(row).status_code == 404
    firm.post(address, fields(firm.get(address)) | {"restore": "/other_names/n1"})
    assert firm.get(row).status_code == 200


def test_a_yes_offers_the_page_that_it_calls_for(firm, filing):
    address = f"{at_firm(filing)}/section/disclosure?part=1"
    path = "/disclosure/14A(1)(b)"
    autosave(firm, at_firm(filing), path, {path: "true"}, 0)
    page = firm.get(address)
    assert "Add a page “Criminal matter” for 14A(1)(b)" in text(page)
    row = firm.post(address, fields(page) | {"report": "CRIM:14A(1)(b)"}).headers["Location"]
    shown = firm.get(row)
    assert "Court" in text(shown)
    sent = fields(shown) | {"/drps/n1/court/name": "Circuit Court"}
    assert firm.post(row, sent).status_code == 302
    assert Answer.objects.get(path="/drps/n1/court/name").value == "Circuit Court"
    assert "Criminal matter: 14A(1)(b)" in text(firm.get(address))


def test_the_disclosure_questions_take_a_page_for_each_group(firm, filing):
    address = f"{at_firm(filing)}/section/disclosure"
    first = firm.get(address)
    assert "14A Felonies" in text(first)
    assert "/disclosure/14B(1)(a)" not in first.content.decode()
    assert firm.post(address, fields(first) | {"then": "next"}).headers["Location"] == f"{address}?part=2"
    second = firm.get(f"{address}?part=2")
    sent = fields(second) | {"/disclosure/14B(1)(a)": "false", "then": "stay"}
    assert firm.post(f"{address}?part=2", sent).headers["Location"] == f"{address}?part=2"
    assert re.search(r"14B Misdemeanors about money and honesty 1 of 4", text(firm.get(f"{address}?part=13")))
    pages = firm.get(f"{address}?part=drps")
    row = firm.post(f"{address}?part=drps", fields(pages) | {"report": "BOND:"}).headers["Location"]
    assert f'href="{address}?part=drps#q-drps"' in firm.get(row).content.decode().replace("&amp;", "&")
    assert "Disclosure reporting pages One for each event" in text(firm.get(at_firm(filing)))


def test_a_finding_leads_to_the_page_of_its_question(firm, filing):
    found = re.findall(
        r"section/disclosure\?part=(\d+)#q-disclosure-(14[A-M])", firm.get(f"{at_firm(filing)}/check").content.decode()
    )
    assert {letter: part for part, letter in found}["14M"] == "13"


def test_an_amendment_counts_what_changed(firm, place, at):
    amended = draft(place, at, kind=FilingType.AMENDMENT)
    assert "Nothing changed" in text(firm.get(at_firm(amended)))
    save(amended, CITY, "Dover", 1, place.filer, at)
    assert re.search(r"11 Residential history .{0,120}1 change", text(firm.get(at_firm(amended))))


def test_what_an_amendment_leaves_alone_is_not_called_optional(firm, place, at):
    amended = draft(place, at, kind=FilingType.AMENDMENT)
    page = text(firm.get(f"{at_firm(amended)}/section/general"))
    assert "First name (optional)" not in page
    assert "Middle name (optional)" in page


def test_a_history_shows_its_gaps_offers_their_months_and_takes_a_reason(firm, filing, place, at):
    save(filing, "/residences/r1/from", "2024-01", 1, place.filer, at)
    page = firm.get(f"{at_firm(filing)}/section/residences")
    assert "Nothing is said of" in text(page)
    assert "<svg" in page.content.decode()
    sent = {"list": "/residences", "from": "2021-11", "to": "2023-12"}
    row = firm.post(f"{at_firm(filing)}/rows/add", sent).headers["Location"]
    assert 'value="2021"' in firm.get(row).content.decode()
    services.remove_row(filing_id=filing.pk, list_path="/residences", row="n1", by=place.filer, at=at)
    reason = sent | {"list": "/gap_reasons/residences", "reason": "At sea"}
    firm.post(f"{at_firm(filing)}/rows/add", reason)
    assert "Reason given: At sea" in text(firm.get(f"{at_firm(filing)}/section/residences"))


def test_what_looks_sensitive_is_shown_and_masked_by_one_click(firm, filing):
    address = f"{at_firm(filing)}/section/other_business"
    firm.post(f"{at_firm(filing)}/save?form=2009-05&page=&field=/has_other_business", {"/has_other_business": "true"})
    row = firm.post(address, fields(firm.get(address)) | {"add": "/other_business"}).headers["Location"]
    path = "/other_business/n1/duties"
    html = autosave(firm, at_firm(filing), path, {path: "Paid by 4111 1111 1111 1111 always"}, 0).content.decode()
    assert "seems to hold a card number" in html
    assert "<mark>4111 1111 1111 1111</mark>" in html
    page = firm.get(row)
    assert "<mark>" in page.content.decode()
    assert firm.post(row, fields(page) | {"mask": path}).status_code == 302
    assert Answer.objects.get(path=path).value == "Paid by XXXX XXXX XXXX XXXX always"


def test_a_new_address_begins_in_the_united_states(firm, filing):
    address = f"{at_firm(filing)}/section/residences"
    firm.post(address, fields(firm.get(address)) | {"add": "/residences"})
    assert Answer.objects.get(path="/residences/n1/country").value == "USA"


def test_the_form_is_read_as_a_whole_by_both(me, firm, place, filing, at):
    share(filing, place, at)
    for client, base in ((firm, at_firm(filing)), (me, mine(filing))):
        assert "1 Elm Way" in text(client.get(f"{base}/form"))


def test_the_person_sees_nothing_until_the_firm_opens_sections(me, firm, filing):
    assert "No firm has opened a form to you" in text(me.get("/me/forms"))
    assert me.get(mine(filing)).status_code == 404
    sent = {"access": "PARTIAL", "sections": ["residences"], "tell": "on"}
    assert firm.post(f"{at_firm(filing)}/access", sent).status_code == 302
    assert "Complete Form U4" in text(me.get("/me/"))
    assert me.get(mine(filing)).status_code == 200
    residences, general = (me.get(f"{mine(filing)}/section/{key}") for key in ("residences", "general"))
    assert "Save and continue" in text(residences)
    assert "Save and continue" not in text(general)
    assert "not opened this section" in text(general)


def test_the_person_fills_in_what_is_open_and_hands_back(me, place, filing, at):
    share(filing, place, at)
    assert "Saved " in autosave(me, mine(filing), CITY, {CITY: "Dover"}, 1, "Salem").content.decode()
    path = "/general/first_name"
    assert autosave(me, mine(filing), path, {path: "Robin"}, 1, "Rowan").status_code == 403
    assert me.get(f"{mine(filing)}/hand-back").status_code == 200
    assert me.post(f"{mine(filing)}/hand-back").status_code == 302
    assert Filing.objects.get().state == State.FIRM_REVIEW
    assert "Complete Form U4" not in text(me.get("/me/"))


def test_nobody_of_another_firm_sees_the_form(place, filing):
    stranger = as_user(place.stranger)
    for path in ("", "/section/general", "/row/residences/r1", "/check", "/access", "/delete"):
        assert stranger.get(f"/firm/501/filings/{filing.pk}{path}").status_code == 404
        assert stranger.get(f"/firm/502/filings/{filing.pk}{path}").status_code == 404
    assert autosave(stranger, f"/firm/502/filings/{filing.pk}", CITY, {CITY: "x"}, 1).status_code == 404
    assert "has not begun a form yet" in text(stranger.get("/firm/502/filings"))


def test_comments_and_marks_are_seen_by_both(me, firm, place, filing, at):
    share(filing, place, at)
    assert firm.post(f"{at_firm(filing)}/section/residences/comment", {"text": ""}).status_code == 422
    firm.post(f"{at_firm(filing)}/section/residences/comment", {"text": "Since when?"})
    page = me.get(f"{mine(filing)}/section/residences")
    assert "Since when?" in text(page)
    me.post(f"{mine(filing)}/section/residences/done", {"done": "yes"})
    assert SectionShare.objects.get(section="residences").rep_done_at is not None
    assert "who said on" in text(firm.get(at_firm(filing)))
    me.post(f"{mine(filing)}/comments/{Comment.objects.get().pk}/resolve")
    assert Comment.objects.get().resolved_at is not None


def test_who_is_there_is_told_and_gone_after_a_while(me, firm, place, filing, at):
    share(filing, place, at)
    assert "Rowan" not in firm.post(f"{at_firm(filing)}/section/residences/presence").content.decode()
    assert "Finn" in me.post(f"{mine(filing)}/section/residences/presence").content.decode()
    assert "Rowan" in firm.post(f"{at_firm(filing)}/section/residences/presence").content.decode()


def test_the_check_leads_to_the_fields(firm, filing):
    page = firm.get(f"{at_firm(filing)}/check")
    assert page.status_code == 200
    for address in set(re.findall(r'href="(/firm/501/filings/\d+/(?:section|row)/[^"]+)"', page.content.decode())):
        target, _, anchor = unescape(address).partition("#")
        shown = firm.get(target)
        assert shown.status_code == 200, address
        assert not anchor or f'id="{anchor}' in shown.content.decode(), address
    assert firm.get(f"{at_firm(filing)}/section/general/findings").status_code == 200


def test_a_draft_is_begun_for_somebody_on_the_record_known_by_number_and_name(firm, place):
    assert firm.post("/firm/501/filings/new", {"crd": CRD, "last": "Birch"}).status_code == 422
    shown = firm.post("/firm/501/filings/new", {"crd": CRD, "last": "alder"})
    assert "The person has no registration on record" in text(shown)
    begun = firm.post("/firm/501/filings/new", {"crd": CRD, "last": "Alder", "step": "begin"})
    filing = Filing.objects.get()
    assert begun.headers["Location"] == f"{at_firm(filing)}?done=begun"
    assert filing.type == "INITIAL"
    again = firm.post("/firm/501/filings/new", {"crd": CRD, "last": "Alder", "step": "begin"})
    assert "already" in text(again)
    assert Filing.objects.count() == 1


def test_somebody_new_gets_a_number(firm):
    sent = {"first": "Nora", "last": "Newell", "born_on-month": "3", "born_on-day": "1", "born_on-year": "1999"}
    assert firm.post("/firm/501/filings/new/person", sent).status_code == 422
    answer = firm.post("/firm/501/filings/new/person", sent | {"ssn": "123-45-6789"})
    person = Person.objects.get(names__last="Newell")
    assert answer.headers["Location"] == f"/firm/501/filings/new?crd={person.crd}&done=person"
    assert "The person is on the record" in text(firm.get(answer.headers["Location"]))
    again = firm.post("/firm/501/filings/new/person", sent | {"ssn": "123-45-6789"})
    assert "is on record" in text(again)
    never = firm.post("/firm/501/filings/new/person", sent | {"ssn": "000-45-6789"})
    assert "ever issued" in text(never)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_however_many_there_are(firm, place, at, count):
    for number in range(count):
        place.person = world.person(8000 + number, "Mae", f"Quill{number}")
        draft(place, at)
    firm.get("/firm/501/filings")
    with CaptureQueriesContext(connection) as asked:
        assert "Quill0" in text(firm.get("/firm/501/filings?state=DRAFT&ball=firm"))
    assert len([query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]) <= 8


def test_many_forms_are_chosen_looked_at_and_dealt_with(firm, place, filing, at):
    place.person = world.person(8000, "Mae", "Quill")
    shared = draft(place, at)
    share(shared, place, at)
    address = "/firm/501/filings/bulk"
    nothing = firm.post(address, {"verb": "access"})
    assert nothing.status_code == 422
    assert "Tick at least one form" in text(nothing)
    sent = {"verb": "access", "chosen": [filing.pk, shared.pk]}
    shown = text(firm.post(address, sent))
    assert "Nothing has happened yet" in shown
    assert "It is open to the person already" in shown
    assert Filing.objects.get(pk=filing.pk).state == State.DRAFT
    answer = firm.post(address, sent | {"step": "do"})
    assert answer.headers["Location"] == f"{address}/done"
    told = text(firm.get(f"{address}/done"))
    assert "Done for 1 form, not for 1 form." in told
    assert Filing.objects.get(pk=filing.pk).state == State.REP_EDITING


def test_a_draft_is_deleted_with_a_reason(firm, filing):
    assert firm.get(f"{at_firm(filing)}/delete").status_code == 200
    firm.post(f"{at_firm(filing)}/delete", {"reason": "hired elsewhere"})
    assert Filing.objects.get().state == State.DELETED
    assert "No form waits for anything" in text(firm.get("/firm/501/filings"))
    assert "Deleted" in text(firm.get("/firm/501/filings?state=all"))


def test_a_signed_form_warns_before_a_change_voids_it(firm, place, filing, at):
    Filing.objects.filter(pk=filing.pk).update(state=State.DRAFT)
    services.move(filing=services.lock(filing.pk), to=State.PENDING_REP_SIGNATURE, by=place.filer, at=at)
    services.move(filing=services.lock(filing.pk), to=State.REP_SIGNED, by=place.filer, at=at)
    assert "Any change voids the signature" in text(firm.get(f"{at_firm(filing)}/section/general"))
    assert Access(filing.access) == Access.NONE


def test_a_rejected_form_says_why_and_is_reopened(firm, place, at):
    filing = filed.ready(place, at)
    filed.submit(filing, place, at)
    locked = services.lock(filing.pk)
    submission.reject(
        filing=locked, found=[Finding("U4-GEN-05", "error", "/general/employment_date", "Too early.")], by=BY, at=at
    )
    page = firm.get(at_firm(filing))
    assert "Too early." in text(page)
    assert firm.post(f"{at_firm(filing)}/reopen").status_code == 302
    filing.refresh_from_db()
    assert filing.state == State.DRAFT


def test_a_month_is_not_dropped_in_silence_because_present_is_ticked(firm, filing):
    path = "/residences/r1/to"
    sent = {f"{path}-month": "11", f"{path}-year": "2026", f"{path}-present": "on", f"{path}-sent": "1"}
    answer = autosave(firm, at_firm(filing), path, sent, 1, "PRESENT")
    assert "untick “Present”" in answer.content.decode()
    assert not Answer.objects.filter(path=path, value="2026-11").exists()
    del sent[f"{path}-present"]
    autosave(firm, at_firm(filing), path, sent, 1, "PRESENT")
    assert Answer.objects.get(path=path).value == "2026-11"
