"""For who cannot get in: the lock and the code that opens it, the forgotten password, choosing another one."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from finpro.accounts import policies
from finpro.accounts import services as accounts
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit.models import Event
from finpro.kernel import codes, jobs
from finpro.kernel.models import Code
from finpro.notices.models import Notice
from tests import waiting_jobs
from tests.portals.signed_in import AT, BY, PASSWORD, enter, text

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "mae@example.org", "nobody@example.org"
SECRET = "JBSWY3DPEHPK3PXP"
NEW = "quite other plain words"


@pytest.fixture
def user():
    return accounts.open_account(email=KNOWN, name="Mae Quill", password=PASSWORD, by=BY, at=AT)


def code_in_mail():
    return re.search(r"Your code is (\d{6})", mail.outbox[-1].body).group(1)


def lock(client, email, time_machine):
    """Ten wrong passwords, each after its pause; the answer to the last."""
    for _ in range(policies.LOCKS_AFTER):
        time_machine.shift(timedelta(minutes=16))
        answer = client.post("/sign-in", {"email": email, "password": "wrong"})
    return answer


def subjects():
    return [re.sub(r" \(\w{8}\)$", "", sent.subject) for sent in mail.outbox]


@pytest.fixture
def noon(time_machine):
    time_machine.move_to(AT, tick=False)
    return time_machine


def test_ten_wrong_passwords_lock_and_the_owner_opens_it_with_a_mailed_code(user, noon):
    client = Client()
    assert lock(client, KNOWN, noon)["Location"] == "/sign-in/locked"
    page = text(client.get("/sign-in/locked"))
    assert "Nobody got in by it" in page
    assert "opens by itself after a day" in page
    assert client.post("/sign-in", {"email": KNOWN, "password": PASSWORD})["Location"] == "/sign-in/locked"
    waiting_jobs.do()
    assert subjects() == ["Signing in by password was closed"]
    assert client.post("/sign-in/locked")["Location"] == "/sign-in/code"
    waiting_jobs.do()
    digits = code_in_mail()
    assert client.post("/sign-in/code", {"code": "000000" if digits != "000000" else "1" * 6}).status_code == 422
    answer = client.post("/sign-in/code", {"code": f" {digits[:3]} {digits[3:]} "})
    assert answer["Location"] == "/sign-in/open-again"
    assert client.get("/sign-in/open-again").status_code == 200
    assert client.post("/sign-in", {"email": KNOWN, "password": PASSWORD})["Location"] == "/identity/"
    tags = list(Event.objects.filter(subject=f"account:{user.pk}").order_by("id").values_list("tag", flat=True))
    assert [tag for tag in tags if "lock" in tag] == ["account:lock:closed", "account:lock:opened"]


def test_a_lock_opens_by_itself_after_a_day(user, noon):
    lock(Client(), KNOWN, noon)
    noon.shift(timedelta(days=1, minutes=1))
    assert Client().post("/sign-in", {"email": KNOWN, "password": PASSWORD})["Location"] == "/identity/"


def test_the_page_of_the_lock_asks_for_the_address_of_who_comes_from_the_mail(user):
    client = Client()
    assert "E-mail address" in text(client.get("/sign-in/locked"))
    assert client.post("/sign-in/locked", {"email": KNOWN})["Location"] == "/sign-in/code"


@pytest.mark.parametrize("start", ["/sign-in/locked", "/sign-in/forgotten"])
def test_an_unknown_address_gets_the_same_pages_and_no_mail(user, start):
    pages = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        asked = client.post(start, {"email": email})
        again = client.post("/sign-in/code/again")
        wrong = client.post("/sign-in/code", {"code": "000000"})
        pages.append((asked.status_code, asked["Location"], again["Location"], wrong.status_code, text(wrong)))
        assert email not in wrong.content.decode()
    assert pages[0] == pages[1]
    assert "another code is on its way" in text(client.get(again["Location"]))
    waiting_jobs.do()
    assert {sent.to[0] for sent in mail.outbox} == {KNOWN}


def test_wrong_passwords_for_an_unknown_address_lock_it_alike(user, noon):
    known, unknown = Client(), Client()
    first, second = lock(known, KNOWN, noon), lock(unknown, UNKNOWN, noon)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert text(known.get("/sign-in/locked")) == text(unknown.get("/sign-in/locked"))
    waiting_jobs.do()
    assert [event.subject for event in Event.objects.filter(tag="account:lock:closed")] == [f"account:{user.pk}"]


def test_a_forgotten_password_is_replaced_and_every_other_session_ends(user):
    elsewhere = Client()
    enter(elsewhere, user)
    accounts.note_session(
        user_id=user.pk, session_key=elsewhere.session.session_key, address="192.0.2.1", user_agent="", by=BY, at=AT
    )
    client = Client()
    client.post("/sign-in/forgotten", {"email": "MAE@example.org"})
    waiting_jobs.do()
    assert client.post("/sign-in/code", {"code": code_in_mail()})["Location"] == "/account/password"
    page = text(client.get("/account/password"))
    assert "at least 12 characters" in page
    assert client.post("/account/password", {"password": NEW})["Location"] == "/account/password/chosen"
    assert client.get("/account/password/chosen").status_code == 200
    assert elsewhere.get("/account/")["Location"].startswith("/sign-in")
    assert Client().post("/sign-in", {"email": KNOWN, "password": NEW})["Location"] == "/identity/"
    assert Client().post("/sign-in", {"email": KNOWN, "password": PASSWORD}).status_code == 422
    waiting_jobs.do()
    assert "Your password was changed" in subjects()
    event = Event.objects.get(tag="account:password:replaced")
    assert event.data == {"sessions_ended": 1}


def test_a_mailed_code_does_not_stand_in_for_the_second_factor(user):
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    client = Client()
    client.post("/sign-in/forgotten", {"email": KNOWN})
    waiting_jobs.do()
    assert client.post("/sign-in/code", {"code": code_in_mail()})["Location"] == "/sign-in/second-step"
    assert client.get("/account/password")["Location"].startswith("/sign-in")
    recovery = RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    assert client.post("/sign-in/second-step", {"code": recovery})["Location"] == "/account/password"
    assert client.get("/account/password").status_code == 200


def test_who_signs_in_with_google_alone_is_told_so_and_gets_no_code(user):
    User.objects.filter(pk=user.pk).update(password="!")
    SocialAccount.objects.create(user=user, provider="google", uid="1")
    Client().post("/sign-in/forgotten", {"email": KNOWN})
    waiting_jobs.do()
    assert subjects() == ["You sign in with Google"]
    assert not re.search(r"\b\d{6}\b", mail.outbox[0].body)


def test_a_closed_account_gets_no_mail(user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    Client().post("/sign-in/forgotten", {"email": KNOWN})
    waiting_jobs.do()
    assert mail.outbox == []


def test_a_code_is_bound_to_the_session_that_asked_for_it(user):
    owner, thief = Client(), Client()
    thief.post("/sign-in/forgotten", {"email": KNOWN})
    owner.post("/sign-in/forgotten", {"email": KNOWN})
    waiting_jobs.do()
    digits = code_in_mail()
    for _ in range(codes.TRIES + 1):
        assert thief.post("/sign-in/code", {"code": digits}).status_code == 422
    assert owner.post("/sign-in/code", {"code": digits})["Location"] == "/account/password"


def test_a_code_is_typed_five_times_and_used_once(user):
    client = Client()
    client.post("/sign-in/forgotten", {"email": KNOWN})
    waiting_jobs.do()
    digits = code_in_mail()
    wrong = "111111" if digits != "111111" else "222222"
    answers = [client.post("/sign-in/code", {"code": wrong}) for _ in range(codes.TRIES)]
    assert "typed wrongly too often" in text(answers[-1])
    assert client.post("/sign-in/code", {"code": digits}).status_code == 422
    client.post("/sign-in/code/again")
    waiting_jobs.do()
    assert client.post("/sign-in/code", {"code": code_in_mail()}).status_code == 302
    assert client.post("/sign-in/code", {"code": code_in_mail()})["Location"] == "/sign-in/forgotten"


def test_codes_are_sent_so_often_and_then_one_waits(user):
    client = Client()
    client.post("/sign-in/forgotten", {"email": KNOWN})
    answers = [client.post("/sign-in/code/again").status_code for _ in range(policies.CODES_SENT.free)]
    assert answers[-1] == 429
    assert Client().post("/sign-in/forgotten", {"email": KNOWN}).status_code == 429


def test_no_code_and_no_address_is_stored_anywhere(user):
    client = Client()
    client.post("/sign-in/forgotten", {"email": KNOWN})
    waiting_jobs.do()
    digits = code_in_mail()
    kept = [str(list(model.objects.values())) for model in (Event, Notice, Code)] + [str(dict(client.session))]
    kept += [str(jobs.counts())]
    assert [text for text in kept if digits in text or KNOWN in text] == []


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("", "Enter a new password"),
        ("short words", "at least 12 characters"),
        ("mae quill 123", "too much like your name"),
        ("mae@example.org", "too much like your name or e-mail address"),
        ("1234567890qwertyuiop", "known from a breach"),
        ("x" * 5000, "4096 characters or fewer"),
    ],
)
def test_a_password_that_is_not_good_enough_says_what_to_choose(user, password, said):
    client = Client()
    enter(client, user)
    answer = client.post("/account/password", {"password": password})
    assert answer.status_code == 422
    assert said in text(answer)
    (box,) = re.findall(r'<input[^>]+type="password"[^>]*>', answer.content.decode())
    assert "value=" not in box


def test_spaces_and_every_script_may_stand_in_a_password(user):
    client = Client()
    enter(client, user)
    assert client.post("/account/password", {"password": "  zwölf Köche 十二 "}).status_code == 302
    assert Client().post("/sign-in", {"email": KNOWN, "password": "  zwölf Köche 十二 "}).status_code == 302


def test_the_page_keeps_its_session_under_a_new_key(user):
    client = Client()
    client.post("/sign-in", {"email": KNOWN, "password": PASSWORD})
    was = client.cookies["session"].value
    client.post("/account/password", {"password": NEW})
    assert client.cookies["session"].value != was
    assert user.usersession_set.get().session_key == client.cookies["session"].value


def test_who_showed_it_long_ago_shows_it_again_first(user):
    client = Client()
    enter(client, user, Way.PASSWORD, at=AT - policies.FRESH)
    for answer in (client.get("/account/password"), client.post("/account/password", {"password": NEW})):
        assert answer["Location"] == "/account/confirm-it-is-you?next=%2Faccount%2Fpassword"
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_an_account_without_a_password_gets_its_first(user):
    User.objects.filter(pk=user.pk).update(password="!")
    client = Client()
    enter(client, User.objects.get(pk=user.pk), Way.GOOGLE)
    assert "Set a password" in text(client.get("/account/password"))
    client.post("/account/password", {"password": NEW})
    waiting_jobs.do()
    assert Event.objects.filter(tag="account:password:set").count() == 1
    assert subjects() == ["Your account has a password now"]
