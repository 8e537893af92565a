"""What somebody tries with a draft of Form U4 who is up to no good: others' forms, forged fields, monstrous texts."""

import re

import pytest
import time_machine
from django.test import Client

from finpro.audit.models import Event
from finpro.filings.models import Answer, Comment, Entry, Filing, Presence
from finpro.filings.services import rows
from tests.filings import desk
from tests.filings import signing as steps
from tests.portals.form_attacks import (
    HX,
    NUL,
    RTL,
    SCRIPT,
    address,
    answers,
    as_user,
    at_firm,
    kept,
    mine,
    pages,
    routes,
    save,
)
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db
ABSENT = 999_999
CITY = "/residences/r1/city"
SSN = "078-05-1120"


@pytest.fixture(autouse=True)
def noon(at):
    with time_machine.travel(at, tick=True):
        yield


@pytest.fixture
def place(at):
    found = desk.desk(at)
    found.at = at
    return found


@pytest.fixture
def filing(place):
    made = desk.draft(place, place.at)
    desk.share(made, place, place.at, "residences", "general", "disclosure")
    return made


@pytest.fixture
def firm(place):
    return as_user(place.filer)


@pytest.fixture
def me(place):
    return as_user(place.human)


def test_another_firms_form_is_as_absent_as_one_that_never_was(place, filing):
    stranger = as_user(place.stranger)
    patterns = sorted(routes("firm"))
    assert len(patterns) > 20
    for pattern in patterns:
        for own in (501, 502):
            theirs = answers(stranger, address(pattern, filing.pk, own))
            assert theirs == answers(stranger, address(pattern, ABSENT, own)), pattern
            assert {status for status, _ in theirs.values()} <= {404, 405}, pattern


def test_somebody_elses_form_is_as_absent_as_one_that_never_was(place, filing):
    other = as_user(desk.human("Olga", world.person(7002, "Olga", "Alder"), place.at))
    patterns = sorted(routes("individual"))
    assert len(patterns) > 10
    for pattern in patterns:
        theirs = answers(other, address(pattern, filing.pk))
        assert theirs == answers(other, address(pattern, ABSENT)), pattern
        assert {status for status, _ in theirs.values()} <= {404, 405}, pattern


def test_who_may_only_see_the_roster_gets_into_no_page_of_a_form(place, filing):
    bare = as_user(place.bare)
    before = kept(filing)
    for pattern in routes("firm"):
        statuses = {status for status, _ in answers(bare, address(pattern, filing.pk)).values()}
        assert statuses <= {403, 404, 405}, pattern
    assert kept(filing) == before


FORGED = [
    "", "/", "general/first_name", "/base/general/first_name", "/general", "/general/firm_name", "/general/firm_crd",
    "/general/__proto__", "/__proto__", "/__proto__/x", "/filing/type", "/filing/firm_crd", "/signatures/15A/name",
    "/disclosure/99Z", "/general/../residences/r1/city", "/residences", "/residences/r1", "/residences/r1/id",
    "/residences/foo/city", "/residences/0/city", "/residences/n9/city", f"/residences/r{NUL}1/city",
    "/residences/n" + "9" * 400 + "/city", "/residences/r1/city/" + "x" * 5000, "/drps/foo/explanation",
    "/drps/n9/docket", "/gap_reasons/residences/foo/reason", "/gap_reasons/residences/n9/reason",
    "/gap_reasons/x/n1/reason",
]  # fmt: skip


@pytest.mark.parametrize("path", FORGED, ids=range(len(FORGED)))
def test_a_forged_name_of_a_field_writes_nothing(firm, me, filing, path):
    before = kept(filing)
    for client, base in ((firm, at_firm(filing)), (me, mine(filing))):
        for script in (True, False):
            answer = save(client, base, path, "forged", token="0.", script=script)
            assert answer.status_code in {400, 403, 404, 409, 422}
        client.post(f"{base}/section/general", {path: "forged", f"v:{path}": "0."})
    assert kept(filing) == before


TEXTS = [f"a{NUL}b", NUL, RTL, SCRIPT, "'; DROP TABLE filings_answer; --", "=HYPERLINK(1)", "x" * 2_000_000, "{{7*7}}"]


@pytest.mark.parametrize("value", TEXTS, ids=range(len(TEXTS)))
def test_whatever_is_typed_is_kept_and_shown_as_text(firm, filing, value):
    assert save(firm, at_firm(filing), CITY, value).status_code == 200
    assert len(Answer.objects.get(path=CITY).value or "") <= 20_000
    pages(firm, at_firm(filing), "/section/residences", "/row/residences/r1")
    row = firm.get(f"{at_firm(filing)}/row/residences/r1").content.decode()
    assert SCRIPT not in row
    assert ("{{7*7}}" in row) == (value == "{{7*7}}")


def test_no_request_is_larger_than_any_form(firm, filing):
    before = kept(filing)
    assert save(firm, at_firm(filing), CITY, "x" * 10_500_000).status_code == 413
    assert kept(filing) == before


TOKENS = ["", ".", "0", "1", "-1.x", "a.b", "1e9.", NUL, "٣.x", "2147483647.", "2147483648.", "9" * 30 + ".x"]


@pytest.mark.parametrize("token", TOKENS, ids=range(len(TOKENS)))
def test_a_forged_version_overwrites_nothing(place, firm, filing, token):
    desk.save(filing, CITY, "Eugene", 1, place.second, place.at)
    assert save(firm, at_firm(filing), CITY, "Forged", token=token).status_code < 500
    assert Answer.objects.get(path=CITY).value == "Eugene"


@pytest.mark.parametrize("value", [f"OR{NUL}", "<b>", "x" * 300_000], ids=range(3))
def test_a_forged_code_is_a_finding_and_no_broken_page(firm, filing, value):
    for path in ("/designations", "/exam_requests", "/identifying/sex", "/identifying/birth_country"):
        assert save(firm, at_firm(filing), path, [value, value]).status_code == 200
        pages(firm, at_firm(filing), f"/section/{path.split('/')[1]}")


REPORTS = ["X", "X:14M", "<script>:1", ":14M", "JUDG:14A(1)(a)", "JUDG:" + "x" * 100_000]


@pytest.mark.parametrize("report", REPORTS, ids=range(len(REPORTS)))
def test_a_forged_reporting_page_is_not_begun(firm, filing, report):
    before = kept(filing)
    assert firm.post(f"{at_firm(filing)}/section/disclosure", {"report": report}).status_code == 404
    assert kept(filing) == before


LISTS = [
    "", "/", "/x", NUL, "/residences/r1/city", "/general", "/signatures", "/filing", "/gap_reasons", "/gap_reasons/",
]  # fmt: skip


@pytest.mark.parametrize("listed", LISTS, ids=range(len(LISTS)))
def test_a_forged_list_takes_no_row(firm, me, filing, listed):
    before = kept(filing)
    for client, base in ((firm, at_firm(filing)), (me, mine(filing))):
        assert client.post(f"{base}/rows/add", {"list": listed, "from": "2020-13", "reason": "x"}).status_code in {
            403,
            404,
        }
        for verb in ("add", "remove", "restore", "mask"):
            assert client.post(f"{base}/section/residences", {verb: listed}).status_code < 500
    assert kept(filing) == before


def test_a_list_has_an_end(firm, filing, monkeypatch):
    monkeypatch.setattr(rows, "MOST_ROWS", 4)
    codes = [firm.post(f"{at_firm(filing)}/rows/add", {"list": "/residences"}).status_code for _ in range(5)]
    assert codes == [302, 302, 302, 409, 409]
    firm.post(f"{at_firm(filing)}/section/residences", {"remove": "/residences/n1"})
    assert firm.post(f"{at_firm(filing)}/rows/add", {"list": "/residences"}).status_code == 409
    assert Entry.objects.count() == 4


def test_the_person_writes_in_no_section_that_is_not_open(place, me, filing):
    desk.share(filing, place, place.at, "identifying")
    before = kept(filing)
    base = mine(filing)
    forged = {CITY: "Forged", f"v:{CITY}": "1."}
    tried = {
        save(me, base, CITY, "Forged").status_code,
        me.post(f"{base}/row/residences/r1", forged | {"then": "stay"}).status_code,
        me.post(f"{base}/section/residences", forged).status_code,
        me.post(f"{base}/rows/add", {"list": "/residences"}).status_code,
        me.post(f"{base}/section/residences/done", {"done": "yes"}).status_code,
        *(
            me.post(f"{base}/section/identifying", {verb: "/residences/r1"}).status_code
            for verb in ("remove", "restore")
        ),
        me.post(f"{base}/section/identifying", {"add": "/residences"}).status_code,
        me.post(f"{base}/section/identifying", {"mask": CITY}).status_code,
        me.post(f"{base}/section/identifying", {"report": "JUDG:14M"}).status_code,
    }
    assert tried <= {302, 403}
    assert kept(filing) == before


@pytest.mark.parametrize("key", ["nope", "signatures", "filing", SSN])
def test_what_is_no_section_is_not_noted_marked_or_commented_on(firm, me, filing, key):
    before = kept(filing)
    for client, base in ((firm, at_firm(filing)), (me, mine(filing))):
        for page, sent in (("presence", {}), ("done", {"done": "yes"}), ("comment", {"text": "Hello"})):
            assert client.post(f"{base}/section/{key}/{page}", sent).status_code in {403, 404}, page
    assert kept(filing) == before
    assert not Presence.objects.exists()
    assert not Comment.objects.exists()


ODD = [
    "/row/%00", "/row/residences/r%001", "/section/disclosure?part=%00", "/section/disclosure?part=9999999999",
    "/row/residences/../../x", "/row/drps/n1", "/row/residences/" + "9" * 300, "/row/filing", "/row/residences",
    "/row/general/first_name", "/section/nope", "/section/filing", "/section/signatures", "/section/nope/findings",
    f"?done={SCRIPT}",
]  # fmt: skip


@pytest.mark.parametrize("path", ODD, ids=range(len(ODD)))
def test_an_odd_address_is_no_broken_page(firm, me, filing, path):
    for client, base in ((firm, at_firm(filing)), (me, mine(filing))):
        answer = client.get(f"{base}{path}")
        assert answer.status_code < 500
        assert SCRIPT not in answer.content.decode()


def test_odd_filters_and_numbers_are_no_broken_page(firm):
    for page in ("filings", "registrations", "letters", "people"):
        for query in ("state=%00", "state=x", "age=%00", "page=-1", "page=0", "page=99999999999999999999", "ball=x"):
            assert firm.get(f"/firm/501/{page}?{query}").status_code < 500
    for crd, last in ((f"7001{NUL}", "Alder"), ("9" * 30, "x"), ("7001", f"Alder{NUL}"), ("7001", "x" * 9000)):
        sent = {"crd": crd, "last": last, "step": "begin"}
        assert firm.post("/firm/501/filings/new", sent).status_code == 422
    for name in (NUL, "x" * 9000, SCRIPT):
        sent = {"first_name": name, "last_name": name, "ssn": name}
        assert firm.post("/firm/501/filings/new/person", sent).status_code == 422
    assert not Filing.objects.exists()


def test_a_forged_choice_of_many_forms_touches_no_other_firms(place, filing):
    stranger = as_user(place.stranger)
    before = kept(filing)
    for verb in ("access", "remind", "send", "delete", NUL, ""):
        for chosen in ([filing.pk], ["x"], ["9" * 17], ["-1"], [NUL], []):
            sent = {"chosen": chosen, "verb": verb, "confirm": "yes", "step": "do", "access": "FULL"}
            assert stranger.post("/firm/502/filings/bulk", sent).status_code < 500
    assert kept(filing) == before


def test_a_social_security_number_that_is_typed_anywhere_reaches_no_log_event_job_or_address(place, firm, me, capfd):
    steps.electronic(place, place.at)
    filing = steps.complete(place, place.at)
    desk.share(filing, place, place.at, "identifying", "residences", "general")
    locations = []
    for client, base in ((firm, at_firm(filing)), (me, mine(filing))):
        name = "/identifying/first_name"
        for path in (name, "/general/ssn", "/residences/r1/city", "/general/firm_name"):
            for token in ("0.", "1.", "9" * 12 + "."):
                for script in (True, False):
                    answer = save(client, base, path, SSN, token=token, script=script)
                    locations.append(answer.get("Location", ""))
        for sent in (
            client.post(f"{base}/section/identifying", {name: SSN, f"v:{name}": "1."}),
            client.post(f"{base}/section/identifying/comment", {"text": f"Mine is {SSN}"}),
            client.post(f"{base}/rows/add", {"list": "/gap_reasons/residences", "from": "2020-01", "reason": SSN}),
            client.post(f"{base}/section/nope", {"/general/ssn": SSN}),
            client.post(f"{base}/delete", {"reason": SSN}),
        ):
            locations.append(sent.get("Location", ""))
    Client().post("/check", {"fingerprint": SSN})
    written = capfd.readouterr()
    events = repr(list(Event.objects.values_list("tag", "subject", "data")))
    assert "filing:" in events
    for number in (SSN, SSN.replace("-", "")):
        assert number not in written.out + written.err + events + "".join(locations)


def test_a_social_security_number_in_free_text_is_flagged_at_once(firm, filing):
    firm.post(f"{at_firm(filing)}/section/disclosure", {"report": "JUDG:14M"})
    row = firm.get(f"{at_firm(filing)}/row/drps/n1").content.decode()
    names = re.findall(r'<textarea[^>]*name="([^"]+)"', row)
    assert names
    for name in names:
        answer = save(firm, at_firm(filing), name, f"My number is {SSN}.", page="JUDG")
        assert "fp-sensitive" in answer.content.decode()


def test_looking_changes_nothing(firm, me, filing):
    before = kept(filing)
    for namespace, client in (("firm", firm), ("individual", me)):
        for pattern in routes(namespace):
            sent = {CITY: "Forged", "done": "yes", "text": "x", "key": "x", "reason": "x", "access": "FULL"}
            client.get(address(pattern, filing.pk), sent, headers=HX)
    assert kept(filing) == before
    assert not Comment.objects.exists()
