"""My Account: profile, addresses, telephone, sessions, activity, who looked; and tasks, two clicks away at most."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finpro.access.models import Claim
from finpro.accounts.enums import Way
from finpro.accounts.models import EmailAddress, User
from finpro.audit import services as audit
from finpro.audit.models import Event
from finpro.journeys import see_ssn
from finpro.kernel import clock, codes
from finpro.kernel.actor import Actor, Hat, system
from finpro.notices import services as outbox
from finpro.notices.models import Notice
from tests.portals.signed_in import PASSWORD, enter, text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

HOME = 9  # most queries of the profile, session and user included


@pytest.fixture
def mae():
    """Somebody on the record, just signed in; the client carries the account as `user`."""
    client = visitor("mae", person=world.person(7001, "Mae", "Quill", number="900123456"))
    client.user = User.objects.get(email="mae@example.org")
    return client


def stale(client):
    """The same session, an hour after who it is was shown."""
    enter(client, client.user, Way.PASSWORD, at=clock.now() - timedelta(hours=1))


def typed_code():
    return codes.digits(Notice.objects.filter(tag="account:email:code").latest("id").data["code"], at=clock.now())


def deliver():
    mail.outbox.clear()
    for row in Notice.objects.filter(state="QUEUED").order_by("id"):
        taken = outbox.take(notice_id=row.pk, at=clock.now())
        if taken:
            outbox.settle(taken=taken, outcome=outbox.send(taken), at=clock.now())
    return mail.outbox


def personal(client):
    return EmailAddress.objects.get(user=client.user, personal=True)


def links(answer):
    return re.findall(r'<a[^>]+href="([^"]+)"[^>]*>(.*?)</a>', answer.content.decode(), re.S)


# --- the profile


def test_the_profile_shows_who_one_is_how_one_is_reached_and_where_one_may_act(mae):
    words = text(mae.get("/account/"))
    assert "mae@example.org Personal mail about your account goes here Confirmed on" in words
    assert "Telephone None." in words
    assert "Proven" in words
    assert "Given by the installation" in words
    assert "Your own record" in words
    assert "My tasks" not in words  # they stand on the dashboard


def test_each_address_has_a_pencil_with_a_name_of_its_own(mae):
    EmailAddress.objects.create(user=mae.user, email="mae@home.example", added_at=clock.now())
    names = [re.sub(r"<[^>]+>", "", name).strip() for _, name in links(mae.get("/account/"))]
    assert {"Change mae@example.org", "Change mae@home.example", "Change your name"} <= set(names)


def test_without_a_record_the_tasks_stand_in_the_profile():
    words = text(visitor("nobody").get("/account/"))
    assert "My tasks Finish proving your identity Until it is proven" in words
    assert "Waiting for you" in words
    assert "Not begun" in words


def test_one_address_and_ten_take_the_same_few_queries(mae):
    counts = set()
    for number in range(10):
        if number:
            EmailAddress.objects.create(user=mae.user, email=f"mae{number}@example.org", added_at=clock.now())
        if number in {0, 9}:
            mae.get("/account/")
            with CaptureQueriesContext(connection) as asked:
                mae.get("/account/")
            counts.add(len(asked))
    assert len(counts) == 1
    assert counts.pop() <= HOME


def test_the_name_greets_and_tricks_are_refused(mae):
    assert mae.post("/account/name", {"name": "  Máe   Quill "})["Location"] == "/account/?done=name"
    mae.user.refresh_from_db()
    assert mae.user.name == "Máe Quill"
    assert "Your name is changed." in text(mae.get("/account/?done=name"))
    for trick in ("", "Mae\u202e", "Ma\u200be", "12345", "M" * 121, "Mae\x00"):
        answer = mae.post("/account/name", {"name": trick})
        assert answer.status_code == 422, trick
        assert 'class="govuk-error-summary"' in answer.content.decode()
    mae.user.refresh_from_db()
    assert mae.user.name == "Máe Quill"


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("(212) 555-0123", "+12125550123", "(212) 555-0123"),
        ("+44 20 7946 0123", "+442079460123", "+44 20 7946 0123"),
    ],
)
def test_a_telephone_is_kept_in_one_form_and_shown_as_it_is_dialled(mae, typed, kept, shown):
    assert mae.post("/account/phone", {"phone": typed}).status_code == 302
    mae.user.refresh_from_db()
    assert mae.user.phone == kept
    assert shown in text(mae.get("/account/"))
    assert kept not in str(list(Event.objects.values()))
    mae.post("/account/phone/remove")
    mae.user.refresh_from_db()
    assert mae.user.phone == ""


@pytest.mark.parametrize("typed", ["", "12", "555-0123", "+1 212 555 0123 ext 4", "call me", "9" * 60, "\x00"])
def test_what_is_no_telephone_number_is_said_and_kept_in_the_field(mae, typed):
    answer = mae.post("/account/phone", {"phone": typed})
    assert answer.status_code == 422
    assert not typed or typed == "\x00" or f'value="{typed}"' in answer.content.decode()


# --- addresses


def test_a_pencil_a_new_address_a_code_and_both_are_told(mae):
    old = personal(mae)
    page = mae.get(f"/account/emails/{old.pk}")
    assert "The old address stays until you have confirmed the new one" in text(page)
    asked = mae.post(f"/account/emails/{old.pk}", {"email": "mae@new.example"})
    words = text(mae.get(asked["Location"]))
    assert "A code is on its way to mae@new.example from no-reply@finpro.example" in words
    assert 'autocomplete="one-time-code"' in mae.get(asked["Location"]).content.decode()
    assert "Takes the place of mae@example.org once you confirm it" in text(mae.get("/account/"))
    wrong = mae.post(asked["Location"], {"code": "000 000" if typed_code() != "000000" else "111111"})
    assert wrong.status_code == 422
    assert "This code is not right" in text(wrong)
    assert "4 tries left" in text(wrong)
    right = f" {typed_code()[:3]}-{typed_code()[3:]} "
    assert mae.post(asked["Location"], {"code": right})["Location"] == "/account/?done=confirmed"
    mae.user.refresh_from_db()
    assert mae.user.email == "mae@new.example"
    told = {sent.to[0] for sent in deliver() if "personal address" in sent.subject}
    assert told == {"mae@example.org", "mae@new.example"}
    assert Client().post("/sign-in", {"email": "mae@new.example", "password": PASSWORD}).status_code == 302


def test_what_cannot_be_a_code_costs_no_try(mae):
    where = mae.post("/account/emails/new", {"email": "mae@home.example"})["Location"]
    for typed in ("", "12345", "1234567", "١٢٣٤٥٦", "abcdef", "\x00"):
        assert mae.post(where, {"code": typed}).status_code == 422
    assert "5 tries left" in text(mae.get(where))


def test_five_wrong_codes_and_only_a_new_one_helps(mae):
    where = mae.post("/account/emails/new", {"email": "mae@home.example"})["Location"]
    wrong = f"{(int(typed_code()) + 1) % 10**6:06}"
    answers = [text(mae.post(where, {"code": wrong})) for _ in range(6)]
    assert "1 try left" in answers[3]
    assert "typed wrongly too often" in answers[4]
    assert "typed wrongly too often" in text(mae.post(where, {"code": typed_code()}))
    mae.post(where.replace("/code", "/send"))
    assert mae.post(where, {"code": typed_code()}).status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["emails/new", "emails/{}", "phone"])
def test_changing_how_one_is_reached_needs_somebody_who_has_just_shown_who_it_is(mae, method, page):
    path = f"/account/{page.format(personal(mae).pk)}"
    stale(mae)
    answer = getattr(mae, method)(path, {"email": "evil@example.com", "phone": "(212) 555-0123"})
    assert answer["Location"].startswith("/account/confirm-it-is-you?next=%2Faccount%2F")
    assert EmailAddress.objects.count() == 1
    mae.user.refresh_from_db()
    assert mae.user.phone == ""


def test_so_do_buttons_and_a_code_that_replaces_an_address(mae):
    where = mae.post(f"/account/emails/{personal(mae).pk}", {"email": "mae@new.example"})["Location"]
    second = EmailAddress.objects.create(
        user=mae.user, email="b@example.org", added_at=clock.now(), confirmed_at=clock.now()
    )
    stale(mae)
    code = typed_code()
    for path, data in (
        (where, {"code": code}),
        (f"/account/emails/{second.pk}/personal", {}),
        (f"/account/emails/{second.pk}/remove", {}),
        ("/account/emails/confirm", {}),
        ("/account/phone/remove", {}),
    ):
        assert mae.post(path, data)["Location"].startswith("/account/confirm-it-is-you?next="), path
    mae.user.refresh_from_db()
    assert mae.user.email == "mae@example.org"
    assert EmailAddress.objects.filter(pk=second.pk).exists()


def test_an_address_that_has_an_account_gets_the_same_page(mae):
    visitor("ola")
    pages = []
    for email in ("ola@example.org", "nob@example.org"):
        where = mae.post("/account/emails/new", {"email": email})["Location"]
        wrong = mae.post(where, {"code": "123456"})
        pages.append([re.sub(r"(ola|nob)@", "x@", text(answer)) for answer in (mae.get(where), wrong)])
    assert pages[0] == pages[1]


def test_a_refusal_stands_at_the_field_and_what_was_typed_stays(mae):
    answer = mae.post("/account/emails/new", {"email": "mae@example.org"})
    assert answer.status_code == 422
    assert "already" in text(answer)
    assert 'value="mae@example.org"' in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()


def test_an_address_like_the_firms_is_warned_of_and_let_through(mae):
    firm = world.firm(501, "Alder Securities LLC")
    world.associate(Claim.objects.get(user=mae.user).person, firm)
    visitor("saa", firms=[firm])
    User.objects.filter(email="saa@example.org").update(email="saa@alder.example")
    where = mae.post("/account/emails/new", {"email": "mae@alder.example"})["Location"]
    assert "This looks like an address of your firm" in text(mae.get(where))
    other = mae.post("/account/emails/new", {"email": "mae@home.example"})["Location"]
    assert "address of your firm" not in text(mae.get(other))


def test_buttons_that_are_off_say_why(mae):
    html = mae.get(f"/account/emails/{personal(mae).pk}").content.decode()
    assert "Mail about your account goes to this address, so it cannot be removed" in html
    assert html.count('aria-disabled="true"') == 2
    assert mae.post(f"/account/emails/{personal(mae).pk}/remove").status_code == 409


def test_another_accounts_address_is_not_there(mae):
    visitor("ola")
    theirs = EmailAddress.objects.get(email="ola@example.org").pk
    for path in ("", "/code"):
        assert mae.get(f"/account/emails/{theirs}{path}").status_code == 404
    for path in ("", "/code", "/send", "/personal", "/remove"):
        sent = {"email": "x@example.org", "code": "123456"}
        assert mae.post(f"/account/emails/{theirs}{path}", sent).status_code == 404
    assert EmailAddress.objects.filter(pk=theirs).exists()


# --- tasks


def test_from_the_dashboard_it_is_two_clicks_to_the_end_of_the_task(mae):
    EmailAddress.objects.filter(user=mae.user).update(confirmed_at=clock.now() - timedelta(days=400))
    (first,) = [href for href, name in links(mae.get("/me/")) if "Confirm your e-mail addresses" in name]
    page = mae.get(first)
    assert "These addresses are right" in text(page)
    done = mae.post(re.search(r'<form method="post" action="(/account/emails[^"]+)"', page.content.decode()).group(1))
    assert "confirmed again" in text(mae.get(done["Location"]))
    assert "Nothing to do." in text(mae.get("/me/"))


def test_what_was_never_confirmed_or_came_back_needs_its_code(mae):
    old = clock.now() - timedelta(days=3)
    never = EmailAddress.objects.create(user=mae.user, email="never@example.org", added_at=old)
    back = EmailAddress.objects.create(
        user=mae.user, email="back@example.org", added_at=old, confirmed_at=old, bounced_at=clock.now()
    )
    assert "Due since" in text(mae.get("/me/"))
    words = text(mae.get("/account/emails/confirm"))
    assert "To be confirmed by a code never@example.org Not confirmed" in words
    assert "back@example.org Mail came back" in words
    mae.post("/account/emails/confirm")
    for address in (never, back):
        where = mae.post(f"/account/emails/{address.pk}/send")["Location"]
        assert "A new code is on its way" in text(mae.get(where))
        mae.post(where, {"code": typed_code()})
    assert "Nothing to do." in text(mae.get("/me/"))


def test_tasks_come_first_on_the_dashboard(mae):
    html = mae.get("/me/").content.decode()
    assert html.index('id="tasks"') < html.index('id="asks"')


# --- sessions


def test_ending_another_session_ends_it(mae):
    phone, desk = Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) Safari/604.1"), Client()
    for client in (phone, desk):
        client.post("/sign-in", {"email": "mae@example.org", "password": PASSWORD})
    words = text(desk.get("/account/sessions"))
    assert "This one" in words
    assert "Safari" in words
    assert "127.0.0.1" in words
    (end,) = re.findall(r'action="(/account/sessions/\d+/end)"', desk.get("/account/sessions").content.decode())
    assert desk.post(end)["Location"] == "/account/sessions?done=ended"
    assert phone.get("/account/")["Location"].startswith("/sign-in")
    assert desk.get("/account/").status_code == 200
    assert desk.post(end).status_code == 404
    assert Event.objects.filter(tag="account:session:ended").count() == 1


def test_ending_all_others_leaves_this_one_and_nobody_elses(mae):
    clients = [Client(), Client(), Client()]
    for client in clients:
        client.post("/sign-in", {"email": "mae@example.org", "password": PASSWORD})
    stranger = visitor("ola")
    clients[0].post("/account/sessions/others/end")
    assert [client.get("/account/").status_code for client in clients] == [200, 302, 302]
    assert stranger.get("/account/").status_code == 200
    assert Event.objects.get(tag="account:session:others_ended").data == {"count": 2}


def test_another_accounts_session_and_the_own_are_not_ended_so(mae):
    own, other = Client(), Client()
    visitor("ola")
    own.post("/sign-in", {"email": "mae@example.org", "password": PASSWORD})
    other.post("/sign-in", {"email": "ola@example.org", "password": PASSWORD})
    (mine,) = User.objects.get(email="mae@example.org").usersession_set.all()
    (theirs,) = User.objects.get(email="ola@example.org").usersession_set.all()
    assert own.post(f"/account/sessions/{theirs.pk}/end").status_code == 404
    assert own.post(f"/account/sessions/{mine.pk}/end").status_code == 409
    assert other.get("/account/").status_code == 200


# --- activity


def test_activity_shows_what_one_did_and_what_was_done(mae):
    mae.post("/account/name", {"name": "Mae Quill"})
    at, staff = clock.now(), Actor(Hat.STAFF, "account:999", 999)
    audit.record(tag="access:claim:granted", by=staff, at=at, subject=f"account:{mae.user.pk}", data={"person_id": 1})
    audit.record(tag="account:sign_in:done", by=staff, at=at, subject="account:999", data={})
    words = text(mae.get("/account/activity"))
    assert "The name was changed. You" in words
    assert "The account was bound to a person on the record. Registry staff" in words
    assert "999" not in words
    assert "Signed in" not in words
    only = text(mae.get("/account/activity?kind=access"))
    assert "The name was changed." not in only
    assert "bound to a person" in only
    assert "Nothing of this kind has happened." in text(mae.get("/account/activity?kind=identity"))


@pytest.mark.parametrize(
    ("tag", "data", "said"),
    [
        (
            "identity:proof:verified",
            {"method": "VOUCHED", "level": "FIRM"},
            "Way: A firm vouched. Assurance: Vouched",
        ),
        ("identity:passcode:sent", {"channel": "text"}, "to the confirmed telephone by text."),
        (
            "case:case:decided",
            {"case": "7KQ2M9XB", "outcome": "GRANTED"},
            "case 7KQ2M9XB was decided: granted.",
        ),
        ("vouch:request:declined", {"reason": "NOT_THE_PERSON"}, "did not vouch for the account's owner: "),
    ],
)
def test_what_stands_in_an_event_as_a_code_is_read_in_words(mae, tag, data, said):
    audit.record(tag=tag, by=system("tests"), at=clock.now(), subject=f"account:{mae.user.pk}", data=data)
    words = unescape(text(mae.get("/account/activity")))
    assert said in words
    assert not {"VOUCHED", "FIRM", "GRANTED", "NOT_THE_PERSON"} & set(re.findall(r"\w+", words))


def test_a_long_trail_is_read_page_by_page_and_nothing_is_left_out(mae):
    own = Actor(Hat.ACCOUNT, f"account:{mae.user.pk}", mae.user.pk)
    for number in range(120):
        audit.record(tag="account:email:kept", by=own, at=clock.now(), subject=own.label, data={"count": number})
    seen, path = [], "/account/activity?kind=account"
    while path:
        answer = mae.get(path)
        seen += re.findall(r"confirmed again \((\d+)\)", text(answer))
        older = [href for href, name in links(answer) if "Older" in name]
        path = older[0].replace("&amp;", "&") if older else ""
        path = path if path.startswith("/") or not path else f"/account/activity{path}"
    assert seen == [str(number) for number in reversed(range(120))]


@pytest.mark.parametrize("asked", ["before=abc", "before=-1", "before=" + "9" * 40, "kind=nothing", "before=%00"])
def test_an_address_that_asks_for_nonsense_shows_the_first_page(mae, asked):
    mae.post("/account/name", {"name": "Mae Quill"})
    assert "The name was changed." in text(mae.get(f"/account/activity?{asked}"))


def test_one_event_and_fifty_take_the_same_queries(mae):
    own = Actor(Hat.ACCOUNT, f"account:{mae.user.pk}", mae.user.pk)
    counts = set()
    for number in (1, 49):
        for _ in range(number):
            audit.record(tag="account:email:kept", by=own, at=clock.now(), subject=own.label, data={"count": 1})
        mae.get("/account/activity")
        with CaptureQueriesContext(connection) as asked:
            mae.get("/account/activity")
        counts.add(len(asked))
    assert len(counts) == 1


# --- messages


def test_a_mail_is_looked_up_by_its_code_and_what_was_not_sent_is_said(mae):
    mae.post("/account/emails/new", {"email": "mae@home.example"})
    row = Notice.objects.get(tag="account:email:code")
    words = text(mae.get(f"/account/messages?code={row.code}"))
    assert f"Your code to confirm this e-mail address {row.code} On its way" in words
    assert row.code not in text(mae.get("/account/messages")), "the address is not shown to be one's own"
    deliver()
    assert f"{row.code} Sent" in text(mae.get(f"/account/messages?code=+{row.code.lower()}+"))
    assert typed_code() not in mae.get("/account/messages").content.decode()
    for code in ("NOTOURS2", "%00", "%25", "x" * 500):
        words = text(mae.get(f"/account/messages?code={code}"))
        assert "We sent you no message" in words or code == "%00"
    other = visitor("ola")
    assert "We sent you no message" in text(other.get(f"/account/messages?code={row.code}"))


# --- who looked


def test_who_looked_names_the_side_and_never_the_viewer(mae):
    person, firm = Claim.objects.get(user=mae.user).person, world.firm(501, "Alder Securities LLC")
    world.source(7001)
    world.associate(person, firm)
    member = visitor("filer", firms=[firm], entitlements=["roster.view", "ssn.view"])
    staff = visitor("clerk", staff=["record.view"])
    assert member.get("/firm/501/people/7001").status_code == 200
    assert member.post("/firm/501/people/7001/ssn").status_code == 200
    assert staff.get("/registry/people/7001/history").status_code == 200
    mae.get("/me/record")
    see_ssn.show(
        on=clock.today(),
        by=Actor(Hat.PERSON, f"account:{mae.user.pk}", mae.user.pk, person_id=person.pk),
        at=clock.now(),
    )
    words = text(mae.get("/account/sights"))
    assert words.count("Alder Securities LLC, firm CRD 501") == 2
    assert "Alder Securities LLC, firm CRD 501 Whole Social Security number" in words
    assert "Alder Securities LLC, firm CRD 501 Record" in words
    assert "Registry staff Record history" in words
    assert words.count("Whole Social Security number") == 1  # the own look is left out
    assert "filer" not in words
    assert "clerk" not in words


def test_looks_of_before_firms_were_noted_are_told_too(mae):
    audit.record(
        tag="record:person:seen",
        by=Actor(Hat.FIRM, "account:999", 999),
        at=clock.now(),
        subject="crd:7001",
        data={"what": "record"},
    )
    audit.record(
        tag="record:person:seen", by=system("tests"), at=clock.now(), subject="crd:7002", data={"what": "record"}
    )
    words = text(mae.get("/account/sights"))
    assert "A firm Record" in words
    assert "The system" not in words


def test_who_looked_is_for_people_on_the_record(mae):
    assert "Who looked at my record" in text(mae.get("/account/"))
    other = visitor("nobody")
    assert "Who looked" not in other.get("/account/").content.decode()
    assert other.get("/account/sights").status_code == 403
