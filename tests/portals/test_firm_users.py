"""A firm's users on its pages: the list, inviting, changing, removing, handing over, certifying."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from finpro.access.models import Certified, Invitation, Membership
from finpro.accounts import services as accounts
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.notices.models import Notice
from tests.access import firm as firms
from tests.portals.signed_in import enter, text

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 4, 20, 17, tzinfo=UTC)
USERS = "/firm/501/admin/users"
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def _spring():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def alder():
    return firms.staffed(NOW - timedelta(days=400))


def client_of(acting, *ways):
    client = Client()
    enter(client, User.objects.get(pk=acting.user_id), *ways)
    return client


@pytest.fixture
def boss(alder):
    return client_of(alder.boss)


@pytest.fixture
def aide(alder):
    return client_of(alder.aide)


def address(acting, more=""):
    return f"{USERS}/{acting.membership.pk}{more}"


def nav(response):
    return re.findall(r'class="fp-nav__link" href="([^"]+)"', response.content.decode())


def test_the_navigation_shows_what_one_may_open(alder, boss, aide):
    home, people, vouching = "/firm/501/", "/firm/501/people", "/firm/501/vouching"
    forms = ["/firm/501/filings", "/firm/501/registrations"]
    certification = "/firm/501/admin/certification"
    assert nav(boss.get(USERS)) == [home, people, *forms, vouching, USERS, certification]
    assert nav(aide.get(USERS)) == [home, people, forms[1], USERS]
    filer = client_of(alder.filer)
    assert nav(filer.get(home)) == [home, people, *forms]
    closed = filer.get(USERS)
    assert closed.status_code == 403
    assert "Administer the firm's accounts" in text(closed).replace("&#39;", "'").replace("&#x27;", "'")


def test_the_list_says_who_may_do_what(alder, boss):
    TOTP.activate(User.objects.get(pk=alder.filer.user_id), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    words = text(boss.get(USERS))
    assert "3 users" in words
    assert "Bo (you) Super account administrator b•••@example.org" in words
    fay = words[words.index("Fay f•••@example.org") :]
    assert "See the firm's people Draft Form U4 File Form U4 16 March 2025 Never Yes" in fay.replace("&#39;", "'")
    assert "example.org" not in words.replace("•••@example.org", "")


@pytest.mark.parametrize(("typed", "found"), [("fay", 1), ("FA AY", 1), ("a", 2), ("zz", 0), ("%", 0), ("\x00", 3)])
def test_the_list_is_searched_by_name(boss, typed, found):
    answer = boss.get(USERS, {"q": typed})
    assert answer.status_code == 200
    assert f"{found} user" in text(answer)


def test_the_list_costs_the_same_with_one_and_with_many(alder, boss):
    counts = []
    for more in (0, 4):
        for number in range(more):
            firms.member(alder.firm, f"More{number}", firms.FILER, NOW)
            Invitation.objects.create(
                firm=alder.firm,
                email=f"i{number}@example.org",
                entitlements=["u4.draft"],
                invited_at=NOW,
                invited_by="account:1",
                expires_at=NOW + timedelta(days=1),
            )
        boss.get(USERS)
        with CaptureQueriesContext(connection) as queries:
            assert boss.get(USERS).status_code == 200
        counts.append(len([one for one in queries if "SAVEPOINT" not in one["sql"]]))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_inviting_is_checked_before_it_is_sent(boss):
    typed = {"email": "iris@example.org", "entitlements": ["u4.submit", "ssn.view"]}
    check = boss.post(f"{USERS}/invite", typed)
    words = text(check)
    assert check.status_code == 200
    assert "iris@example.org" in words
    assert "Draft Form U4. Who files Form U4 corrects it first." in words
    assert "See full Social Security numbers: Shows whole Social Security numbers" in words
    assert not Invitation.objects.exists()
    again = boss.post(f"{USERS}/invite", typed | {"step": "edit"})
    assert 'value="iris@example.org"' in again.content.decode()
    assert len(re.findall(r'value="(?:u4.submit|ssn.view)" checked', again.content.decode())) == 2
    sent = boss.post(f"{USERS}/invite", typed | {"step": "send"})
    assert (sent.status_code, sent["Location"]) == (302, f"{USERS}?done=invited")
    listed = text(boss.get(sent["Location"]))
    assert "The invitation is on its way." in listed
    assert "i•••@example.org" in listed
    assert "Until 4 May 2026" in listed


def test_known_and_unknown_addresses_get_the_same_answer(boss, alder):
    firms.account("Known", NOW)
    answers = []
    for email in ("known@example.org", "unknown@example.org", "fay@example.org"):
        sent = boss.post(f"{USERS}/invite", {"email": email, "entitlements": ["u4.draft"], "step": "send"})
        answers.append((sent.status_code, sent["Location"], sent.content))
    assert len(set(answers)) == 1
    assert Notice.objects.filter(tag="access:invitation:sent").count() == 3


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter the e-mail address of whoever is invited"),
        ({"email": "nobody", "entitlements": ["u4.draft"]}, "correct format"),
        ({"email": "a@example.org"}, "Choose at least one thing that the user may do"),
        ({"email": "a@example.org", "entitlements": ["firm.admin"]}, "Choose one of the options"),
        ({"email": "a@example.org", "entitlements": ["record.view"]}, "Choose one of the options"),
    ],
)
def test_what_cannot_be_sent_is_said_in_the_form(boss, typed, words):
    answer = boss.post(f"{USERS}/invite", typed | {"step": "send"})
    assert answer.status_code == 422
    assert words in text(answer)
    assert "<title>Error: " in answer.content.decode()
    assert not Invitation.objects.exists()


def test_an_invitation_that_waits_is_said_at_the_address(boss):
    typed = {"email": "iris@example.org", "entitlements": ["u4.draft"], "step": "send"}
    boss.post(f"{USERS}/invite", typed)
    again = boss.post(f"{USERS}/invite", typed)
    assert again.status_code == 422
    assert "is waiting already" in text(again)


def test_an_account_administrator_is_offered_no_administrators(aide, boss):
    assert "firm.account_admin" not in aide.get(f"{USERS}/invite").content.decode()
    offered = boss.get(f"{USERS}/invite").content.decode()
    assert 'value="firm.account_admin"' in offered
    assert 'value="firm.admin"' not in offered


def test_sending_again_and_withdrawing_are_one_click_each(boss):
    boss.post(f"{USERS}/invite", {"email": "iris@example.org", "entitlements": ["u4.draft"], "step": "send"})
    key = Invitation.objects.get().pk
    assert "sent again" in text(boss.post(f"/firm/501/admin/invitations/{key}/resend", follow=True))
    assert "was withdrawn" in text(boss.post(f"/firm/501/admin/invitations/{key}/withdraw", follow=True))
    assert "Nobody. Every invitation" in text(boss.get(USERS))
    late = boss.post(f"/firm/501/admin/invitations/{key}/withdraw")
    assert late.status_code == 409
    assert "no longer open" in text(late)


def test_a_change_is_checked_and_saved(alder, boss):
    page = boss.get(address(alder.filer))
    assert re.search(r'value="u4.submit" checked', page.content.decode())
    typed = {"entitlements": ["u4.draft", "u5.submit"]}
    words = text(boss.post(address(alder.filer), typed))
    assert "New Draft Form U5 File Form U5" in words
    assert "Taken away File Form U4" in words
    assert "ends registrations" in words
    saved = boss.post(address(alder.filer), typed | {"step": "save"}, follow=True)
    assert "What the user may do was changed" in text(saved)
    assert Membership.objects.get(pk=alder.filer.membership.pk).entitlements == [
        "roster.view",
        "u4.draft",
        "u5.draft",
        "u5.submit",
    ]


def test_who_may_not_be_changed_is_shown_with_the_reason(alder, aide):
    page = aide.get(address(alder.boss))
    assert "is replaced by handing over" in text(page)
    assert "disabled" in page.content.decode()
    assert "You cannot change what you may do yourself" in text(aide.get(address(alder.aide)))
    assert aide.post(address(alder.boss), {"entitlements": ["u4.draft"], "step": "save"}).status_code == 403
    assert aide.post(address(alder.boss, "/remove"), {"reason": "LEFT"}).status_code == 403


def test_removal_needs_a_reason_and_holds_from_the_next_request_on(alder, aide):
    fay = client_of(alder.filer)
    assert fay.get("/firm/501/people").status_code == 200
    assert "Choose why the user is removed" in text(aide.post(address(alder.filer, "/remove")))
    removed = aide.post(address(alder.filer, "/remove"), {"reason": "LEFT"}, follow=True)
    assert "can no longer act for the firm" in text(removed)
    assert fay.get("/firm/501/people").status_code == 403
    assert fay.get("/account/").status_code == 200
    assert aide.get(address(alder.filer)).status_code == 404


def test_a_threat_is_signed_out_everywhere(alder, boss):
    sessions = [client_of(alder.filer), client_of(alder.filer)]
    for client in sessions:
        accounts.note_session(
            user_id=alder.filer.user_id,
            session_key=client.session.session_key,
            address="192.0.2.1",
            user_agent="a browser",
            by=alder.filer.actor,
            at=NOW,
        )
        assert client.get("/account/").status_code == 200
    boss.post(address(alder.filer, "/remove"), {"reason": "THREAT"})
    for client in sessions:
        assert client.get("/account/")["Location"].startswith("/sign-in")
    assert boss.get(USERS).status_code == 200


def test_two_tabs_remove_once(alder, boss):
    first = boss.post(address(alder.filer, "/remove"), {"reason": "LEFT"})
    second = boss.post(address(alder.filer, "/remove"), {"reason": "LEFT"})
    assert (first.status_code, second.status_code) == (302, 404)


def test_handing_over_asks_who_it_is_and_then_takes_the_office_away(alder, boss):
    stale = Client()
    enter(stale, User.objects.get(pk=alder.boss.user_id), Way.PASSWORD, Way.TOTP, at=NOW - timedelta(minutes=20))
    asked = stale.get("/firm/501/admin/hand-over")
    assert asked["Location"].startswith("/account/confirm-it-is-you?")
    refused = stale.post("/firm/501/admin/hand-over", {"membership": alder.filer.membership.pk})
    assert refused["Location"].startswith("/account/confirm-it-is-you?")
    assert "Choose who becomes" in text(boss.post("/firm/501/admin/hand-over"))
    strange = boss.post("/firm/501/admin/hand-over", {"membership": 10**6})
    assert strange.status_code == 422
    done = boss.post("/firm/501/admin/hand-over", {"membership": alder.filer.membership.pk})
    assert done["Location"] == f"{USERS}?done=handed-over"
    assert boss.get("/firm/501/admin/hand-over").status_code == 403
    assert client_of(alder.filer).get("/firm/501/admin/certification").status_code == 200


def test_who_may_do_what_is_a_file(boss):
    answer = boss.get(f"{USERS}.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="users-501-2026-04-20.csv"'
    assert "Fay" in answer.content.decode()


def test_another_firms_administrator_sees_none_of_it(alder):
    birch = firms.staffed(NOW, crd=502, name="Birch Advisers LLC", prefix="B")
    other = client_of(birch.boss)
    for path in (USERS, f"{USERS}.csv", address(alder.filer), "/firm/501/admin/certification"):
        assert other.get(path).status_code == 404
    own_address = f"/firm/502/admin/users/{alder.filer.membership.pk}"
    assert other.get(own_address).status_code == 404
    assert other.post(f"{own_address}/remove", {"reason": "LEFT"}).status_code == 404


def test_a_year_is_certified_from_the_first_line_to_the_report(alder, boss):
    page = "/firm/501/admin/certification"
    assert "Due" in text(boss.get(page))
    opened = boss.post(f"{page}/open", follow=True)
    assert "0 of 2 decided" in text(opened)
    assert "2 users are not decided yet" in text(opened)
    assert "Tick at least one user" in text(boss.post(f"{page}/keep"))
    kept = boss.post(f"{page}/keep", {"member": [alder.aide.membership.pk]}, follow=True)
    assert "1 of 2 decided" in text(kept)
    removed = boss.post(address(alder.filer, "/remove"), {"reason": "LEFT", "from": "certification"}, follow=True)
    assert removed.redirect_chain[-1][0] == f"{page}?done=decided"
    assert "2 of 2 decided" in text(removed)
    closed = boss.post(f"{page}/close", follow=True)
    assert closed.redirect_chain[-1][0] == f"{page}/2026?done=closed"
    words = text(closed)
    assert "Keep as it is Bo 20 April 2026, 1:00 p.m. EDT" in words
    assert "Removed Remove Bo" in words
    assert "Done" in text(boss.get(page))
    assert boss.get(f"{page}/2026.csv")["Content-Disposition"].endswith('"certification-501-2026.csv"')
    assert boss.post(f"{page}/close").status_code == 409


def test_changing_from_the_certification_leads_back_to_it(alder, boss):
    boss.post("/firm/501/admin/certification/open")
    page = boss.get(address(alder.filer, "?from=certification")).content.decode()
    assert '<input type="hidden" name="from" value="certification">' in page
    saved = boss.post(address(alder.filer), {"entitlements": ["u4.draft"], "step": "save", "from": "certification"})
    assert saved["Location"] == "/firm/501/admin/certification?done=decided"
    assert Certified.objects.get(membership=alder.filer.membership).decision == "CHANGE"


def test_overdue_is_said(alder, boss):
    with time_machine.travel(NOW + timedelta(days=90), tick=False):
        client = client_of(alder.boss)
        assert "Overdue" in text(client.get("/firm/501/admin/certification"))


def test_before_the_window_the_button_says_when_it_opens(alder):
    with time_machine.travel(NOW - timedelta(days=60), tick=False):
        client = client_of(alder.boss)
        page = client.get("/firm/501/admin/certification")
        assert "The certification of 2026 opens on 15 April 2026" in text(page)
        assert client.post("/firm/501/admin/certification/open").status_code == 409


@pytest.mark.parametrize("junk", ["x", "-1", "9" * 30, "1e3"])
def test_whatever_is_ticked_gets_a_page(alder, boss, junk):
    boss.post("/firm/501/admin/certification/open")
    assert boss.post("/firm/501/admin/certification/keep", {"member": [junk]}).status_code == 302
    assert not Certified.objects.exclude(decision="").exists()


def test_the_addresses_are_those_of_the_list():
    assert reverse("firm:users", args=[501]) == USERS
