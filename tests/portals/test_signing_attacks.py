"""What somebody tries who would sign, file or check what he or she may not, or not again: old tabs, odd files."""

import zlib
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit.models import Event
from finpro.filings.enums import State
from finpro.filings.models import Answer, Filing
from finpro.filings.services import signing
from finpro.kernel import clock
from finpro.signatures.models import Signature
from tests.filings import desk, filed
from tests.filings import signing as steps
from tests.portals.form_attacks import NUL, RTL, as_user, at_firm, mine, save
from tests.portals.signed_in import enter, text
from tests.registry import small_world as world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
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
    """Sent to the person for signature."""
    steps.electronic(place, place.at)
    made = steps.complete(place, place.at)
    steps.send(made, place, place.at)
    return made


@pytest.fixture
def firm(place):
    return as_user(place.filer)


@pytest.fixture
def me(place):
    return as_user(place.human)


def state(filing):
    return Filing.objects.get(pk=filing.pk).state


def agreed(filing, **more):
    """What the page to sign sends."""
    return {"envelope": steps.envelope(filing).pk, "name": steps.NAME, "consent": "on"} | more


def test_opening_an_address_signs_sends_and_files_nothing(place, filing, firm, me):
    for page in ("sign/give", "sign/decline"):
        me.get(f"{mine(filing)}/{page}", agreed(filing, reason="x"))
    for page in ("send", "remind", "recall", "print", "sign"):
        firm.get(f"{at_firm(filing)}/signatures/{page}", agreed(filing))
    assert state(filing) == State.PENDING_REP_SIGNATURE
    assert not Signature.objects.exists()


def test_opening_an_address_files_and_deletes_nothing(place, firm):
    ready = filed.ready(place, place.at)
    for page in ("file", "delete", "reopen"):
        firm.get(f"{at_firm(ready)}/{page}", {"key": "x", "reason": "x"})
    assert state(ready) == State.READY_TO_SUBMIT


def test_an_old_page_signs_nothing_that_was_sent_since(place, filing, me):
    old = steps.envelope(filing).pk
    signing.recall(filing_id=filing.pk, reason="", by=place.filer, at=place.at)
    steps.send(filing, place, place.at)
    for envelope in (old, 0, -1, 10**30, "x", "", f"1{NUL}"):
        answer = me.post(f"{mine(filing)}/sign/give", agreed(filing, envelope=envelope))
        assert answer.status_code in {404, 409, 422}, envelope
    assert not Signature.objects.exists()


def test_signed_twice_it_is_signed_once_and_an_old_tab_changes_nothing(filing, me):
    sent = agreed(filing)
    assert [me.post(f"{mine(filing)}/sign/give", sent).status_code for _ in range(3)] == [302, 302, 302]
    assert Signature.objects.count() == 1
    weight = "/identifying/weight_lbs"
    before = Answer.objects.filter(path=weight).values_list("value", "version").get()
    assert save(me, mine(filing), weight, "999").status_code == 403
    assert Answer.objects.filter(path=weight).values_list("value", "version").get() == before
    assert me.post(f"{mine(filing)}/sign/decline", sent | {"reason": "No"}).status_code == 409
    assert me.post(f"{mine(filing)}/hand-back").status_code in {403, 409}
    assert state(filing) == State.REP_SIGNED


def test_nobody_signs_for_somebody_else(place, filing, firm, me):
    sent = agreed(filing)
    other = as_user(desk.human("Olga", world.person(7002, "Olga", "Alder"), place.at))
    for client in (other, firm, as_user(place.bare), as_user(place.stranger)):
        for page in ("give", "decline"):
            assert client.post(f"{mine(filing)}/sign/{page}", sent | {"reason": "x"}).status_code in {403, 404}
    for page in ("signatures/sign", "signatures/send", "signatures/recall", "file", "reopen", "delete", "access"):
        assert me.post(f"{at_firm(filing)}/{page}", sent).status_code in {403, 404}, page
    early = firm.post(f"{at_firm(filing)}/signatures/sign", {"name": "Finn Filer", "consent": "on"})
    assert early.status_code == 409
    assert state(filing) == State.PENDING_REP_SIGNATURE
    assert not Signature.objects.exists()


def test_a_sign_in_of_an_hour_ago_signs_nothing(place, filing):
    stale = Client()
    enter(stale, User.objects.get(pk=place.human.user_id), Way.PASSKEY, at=clock.now() - timedelta(hours=1))
    answer = stale.post(f"{mine(filing)}/sign/give", agreed(filing))
    assert answer["Location"].startswith("/account/confirm-it-is-you")
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", ["", " " * 50, NUL, "x" * 100_000], ids=range(4))
def test_what_is_no_name_does_not_sign(filing, me, name):
    assert me.post(f"{mine(filing)}/sign/give", agreed(filing, name=name)).status_code == 422
    assert not Signature.objects.exists()


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", RTL, "Bobby '; --"], ids=range(3))
def test_an_odd_name_is_evidence_of_what_was_typed_and_harmless(filing, me, firm, name):
    me.post(f"{mine(filing)}/sign/give", agreed(filing, name=name))
    assert Signature.objects.get().name == name
    for client, page in ((me, f"{mine(filing)}/signed"), (firm, f"{at_firm(filing)}/signatures")):
        shown = client.get(page)
        assert shown.status_code == 200
        assert b"<script>alert" not in shown.content


_PAGE = zlib.compress(b"0" * 40_000_000)
BOMB = b"%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode/Length " + str(len(_PAGE)).encode() + b">>\nstream\n" + _PAGE
NOT_SCANS = {
    "empty": b"",
    "text": b"hello",
    "html": b"<html><script>",
    "archive": b"PK\x03\x04" + b"x" * 100,
    "program": b"MZ" + b"x" * 100,
    "drawing": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "page before the form": b"<script>" + b"%PDF-1.7",
    "six megabytes": b"%PDF-1.7\n" + b"x" * (6 * 1024 * 1024),
    "fifty megabytes": b"%PDF-1.7\n" + b"x" * (50 * 1024 * 1024),
}


def with_scan(content):
    return {
        "paper_name": steps.NAME,
        "paper_signed_on_0": "11",
        "paper_signed_on_1": "20",
        "paper_signed_on_2": "2026",
        "name": "Finn Filer",
        "consent": "on",
        "paper_scan": SimpleUploadedFile("../../etc/<b>\r\nX: y.pdf", content, "application/pdf"),
    }


@pytest.mark.parametrize("content", NOT_SCANS.values(), ids=NOT_SCANS)
def test_what_is_no_scan_is_refused_and_not_kept(place, firm, storage, content):
    filing = steps.complete(place, place.at)
    answer = firm.post(f"{at_firm(filing)}/signatures/sign", with_scan(content))
    assert answer.status_code in {413, 422}
    assert not Signature.objects.exists()
    assert storage.listdir("") == ([], [])


def test_a_scan_that_would_swell_is_kept_as_it_is_and_opened_by_nobody(place, firm, storage):
    """What is stored is never unpacked here: forty megabytes behind forty kilobytes do no harm."""
    filing = steps.complete(place, place.at)
    answer = firm.post(f"{at_firm(filing)}/signatures/sign", with_scan(BOMB))
    assert answer.status_code in {302, 422}
    page = firm.get(f"{at_firm(filing)}/signatures")
    assert page.status_code == 200
    assert "etc" not in text(page)


CHECKED = {
    "empty": (b"", 200),
    "garbage": (NUL.encode() * 1000, 200),
    "encrypted": (b"%PDF-1.7\n/Encrypt 1 0 R\n%%EOF", 200),
    "bomb": (BOMB, 200),
    "six megabytes": (b"%PDF-1.7" + b"x" * (6 * 1024 * 1024), 422),
    "a hundred megabytes": (b"%PDF-1.7" + b"x" * (100 * 1024 * 1024), 413),
}


@pytest.mark.parametrize(("content", "status"), CHECKED.values(), ids=CHECKED)
def test_the_check_of_documents_takes_anything_and_tells_nothing(content, status):
    file = SimpleUploadedFile("a.pdf", content, "application/pdf")
    answer = Client().post("/check", {"file": file, "fingerprint": ""})
    assert answer.status_code == status
    assert "genuine" not in text(answer)


@pytest.mark.parametrize("typed", [NUL, "x" * 100_000, "<script>", "'", SSN, "a" * 64], ids=range(6))
def test_a_fingerprint_that_is_none_is_no_broken_page(typed):
    answer = Client().post("/check", {"fingerprint": typed})
    assert answer.status_code in {200, 422}
    assert b"<script>'" not in answer.content


@pytest.mark.parametrize("key", ["", NUL, "x" * 1000, "<script>"], ids=range(4))
def test_filed_twice_with_whatever_key_it_is_filed_once(place, firm, key):
    ready = filed.ready(place, place.at)
    codes = {firm.post(f"{at_firm(ready)}/file", {"key": key}).status_code for _ in range(3)}
    assert codes == ({409} if key in {"", NUL} else {302})
    assert Event.objects.filter(tag="filing:form:submitted").count() == (0 if key in {"", NUL} else 1)


def test_a_filed_form_is_changed_by_no_page_that_was_open_before(place, firm):
    ready = filed.ready(place, place.at)
    firm.post(f"{at_firm(ready)}/file", {"key": "x"})
    answered = list(Answer.objects.order_by("id").values_list("path", "value", "version"))
    assert save(firm, at_firm(ready), "/general/firm_billing_code", "X").status_code == 409
    for page in ("reopen", "delete", "access", "signatures/send", "signatures/recall", "rows/add"):
        sent = {"reason": "x", "access": "FULL", "list": "/residences"}
        assert firm.post(f"{at_firm(ready)}/{page}", sent).status_code in {404, 409, 422}, page
    assert list(Answer.objects.order_by("id").values_list("path", "value", "version")) == answered
    assert state(ready) == State.SUBMITTED


def test_a_social_security_number_in_a_reason_or_name_reaches_no_log_event_or_job(place, filing, firm, me, capfd):
    me.post(f"{mine(filing)}/sign/give", agreed(filing, name=SSN, consent=""))
    me.post(f"{mine(filing)}/sign/decline", agreed(filing, reason=f"It is {SSN}"))
    steps.send(filing, place, place.at)
    firm.post(f"{at_firm(filing)}/signatures/recall", {"reason": SSN})
    firm.post(f"{at_firm(filing)}/delete", {"reason": SSN})
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs")
        jobs = repr(cursor.fetchall())
    events = repr(list(Event.objects.values_list("tag", "subject", "data")))
    written = capfd.readouterr()
    assert "signature:envelope:declined" in events
    assert SSN not in events + jobs + written.out + written.err
