"""Opening an account, page by page: what goes through, what comes back, and what nobody learns."""

import base64
import json
import re
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from finpro.accounts import services as accounts
from finpro.accounts.models import EmailAddress, SignUp, Solved, User
from finpro.integrations.human_check.port import Outcome, Verdict
from finpro.kernel import clock, vault
from tests.identity import opening
from tests.identity.opening import DETAILS, begin, code, link, mails, opened, solved
from tests.portals.signed_in import AT, BY, PASSWORD, text

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<title>(.*?)</title>", re.S)


@pytest.fixture(autouse=True)
def check(monkeypatch):
    return opening.cheap_check(monkeypatch)


def test_from_start_to_an_open_account(client):
    assert "about 10 minutes" in text(client.get("/open/"))
    assert begin(client)["Location"] == "/open/check-your-mail"
    page = client.get("/open/check-your-mail")
    assert "no-reply@finpro.example" in text(page)
    assert "spam filter" in text(page)
    assert client.post("/open/check-your-mail", {"code": code()})["Location"] == "/open/password"
    assert client.post("/open/password", {"password": PASSWORD})["Location"] == "/identity/"
    user = User.objects.get()
    assert (user.email, user.name, user.phone) == ("mae@home.example", "Mae Quill", "+12025550003")
    assert EmailAddress.objects.get().confirmed_at is not None
    assert client.get("/account/").status_code == 200
    assert not SignUp.objects.exists()
    assert "opening" not in client.session


def test_every_page_says_which_step_it_is_and_leads_to_the_guide(client):
    steps = [text(client.get("/open/")), text(client.get("/open/details"))]
    begin(client)
    steps.append(text(client.get("/open/check-your-mail")))
    client.post("/open/check-your-mail", {"code": code()})
    steps.append(text(client.get("/open/password")))
    assert [re.search(r"step (\d) of 6", words).group(1) for words in steps] == ["1", "2", "3", "4"]
    assert b"/help/open-account" in client.get("/open/password").content


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Enter your full legal name"),
        ("name", "Mae\u202eQuill", "cannot be seen"),
        ("name", "Mae\u200bQuill", "cannot be seen"),
        ("name", "Mae\x07Quill", "cannot be seen"),
        ("name", "12345", "at least one letter"),
        ("email", "", "Enter your personal e-mail address"),
        ("email", "mae@", "correct format"),
        ("email", "m\u0430e@home.example", "plain letters"),  # a Cyrillic a
        ("email", "mae@h\u00f6me.example", "plain letters"),
        ("email", "mae\u200b@home.example", "plain letters"),
        ("email", "mae@home.example\r\nBcc: x@y.example", "plain letters"),
        ("phone", "12", "Enter a telephone number"),
        ("phone", "9" * 61, "Enter a telephone number"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field_and_the_rest_is_kept(client, field, typed, words):
    page = begin(client, **{field: typed})
    assert page.status_code == 422
    assert words in text(page)
    assert TITLE.search(page.content.decode()).group(1).startswith("Error: ")
    for other in {"name", "email", "phone"} - {field}:
        assert DETAILS[other] in page.content.decode()
    assert not SignUp.objects.exists()
    assert mails() == []


def test_a_name_is_kept_composed_and_with_single_spaces(client):
    begin(client, name="  Zoe\u0308   Quill ")
    assert SignUp.objects.get().name == "Zo\u00eb Quill"


@pytest.mark.parametrize("answer", ["nonsense", "e30=", "x" * 9000])
def test_a_wrong_human_check_keeps_what_was_typed_and_begins_again(client, answer):
    page = begin(client, human_check=answer)
    assert page.status_code == 422
    assert "begun again by itself" in text(page)
    assert all(typed in page.content.decode() for typed in DETAILS.values())
    assert not SignUp.objects.exists()


def test_a_human_check_that_came_too_late(client, time_machine):
    time_machine.move_to(AT, tick=False)
    answer = solved(client)
    time_machine.move_to(AT + timedelta(minutes=20), tick=False)
    assert begin(client, human_check=answer).status_code == 422


def test_a_human_check_works_once(client):
    answer = solved(client)
    assert begin(client, human_check=answer).status_code == 302
    assert begin(Client(), human_check=answer).status_code == 422
    assert SignUp.objects.count() == 1
    assert Solved.objects.count() == 1


def test_the_same_form_sent_twice_goes_on_with_the_first(client):
    answer = solved(client)
    begin(client, human_check=answer)
    assert begin(client, human_check=answer)["Location"] == "/open/check-your-mail"
    assert SignUp.objects.count() == 1


def test_back_shows_what_was_typed(client):
    begin(client)
    page = client.get("/open/details").content.decode()
    assert DETAILS["name"] in page
    assert DETAILS["email"] in page


@pytest.mark.parametrize("away", [False, True])
def test_without_the_check_a_link_goes_to_the_mailbox(client, check, monkeypatch, away):
    """No script, or a check that nobody could judge."""
    if away:
        monkeypatch.setattr(check, "verify", lambda *a, **k: Verdict(Outcome.UNAVAILABLE), raising=False)
    assert begin(client, human_check="x" if away else "")["Location"] == "/open/check-your-mail"
    assert "Open the link" in text(client.get("/open/check-your-mail"))
    path, elsewhere = link(), Client()
    assert elsewhere.get(path).status_code == 200
    assert SignUp.objects.get().confirmed_at is None, "opening the page changes nothing"
    assert elsewhere.post(path)["Location"] == "/open/password"
    assert elsewhere.post("/open/password", {"password": PASSWORD})["Location"] == "/identity/"


def test_a_link_works_once_and_for_an_hour(client, time_machine):
    time_machine.move_to(AT, tick=False)
    begin(client, human_check="")
    path = link()
    time_machine.move_to(AT + timedelta(minutes=59), tick=False)
    assert Client().post(path).status_code == 302
    again = Client().post(path)
    assert again.status_code == 409
    assert "used already" in text(again)
    begin(client, human_check="", email="other@home.example")
    late = link()
    time_machine.move_to(AT + timedelta(hours=2), tick=False)
    assert Client().post(late).status_code == 409
    assert Client().post("/open/link/altered").status_code == 409
    assert User.objects.count() == 0


@pytest.mark.parametrize("by_link", [False, True])
def test_a_known_address_looks_like_any_other_and_its_owner_is_told(client, by_link):
    accounts.open_account(email=DETAILS["email"].upper(), name="Mae", password=PASSWORD, by=BY, at=AT)
    unknown = Client()
    answers = {"human_check": "" if by_link else None}
    first, second = begin(client, **answers), begin(unknown, email="new@home.example", **answers)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    pages = [
        text(each.get("/open/check-your-mail")).replace(email, "")
        for each, email in ((client, DETAILS["email"]), (unknown, "new@home.example"))
    ]
    assert pages[0] == pages[1]
    known, other = mails()
    assert "You have an account already" in known.subject
    assert "have an account already" not in other.subject
    assert not re.search(r"\b\d{6}\b", known.body)
    assert "/open/link" not in known.body


def test_a_known_address_is_not_opened_even_with_the_right_digits(client, monkeypatch):
    accounts.open_account(email=DETAILS["email"], name="Mae", password=PASSWORD, by=BY, at=AT)
    begin(client)
    monkeypatch.setattr("finpro.kernel.codes._digits", lambda row: "123456")
    page = client.post("/open/check-your-mail", {"code": "123456"})
    assert page.status_code == 422
    assert "This code is not right" in text(page)


def test_an_address_that_somebody_else_took_meanwhile(client):
    begin(client)
    client.post("/open/check-your-mail", {"code": code()})
    accounts.open_account(email=DETAILS["email"], name="Mae", password=PASSWORD, by=BY, at=AT)
    page = client.post("/open/password", {"password": PASSWORD})
    assert page.status_code == 409
    assert "belongs to an account meanwhile" in text(page)
    assert User.objects.count() == 1


def test_wrong_codes_and_another_one(client):
    begin(client)
    first = code()
    wrong = "000000" if first != "000000" else "000001"
    assert client.post("/open/check-your-mail", {"code": ""}).status_code == 422
    for _ in range(4):
        assert "not right" in text(client.post("/open/check-your-mail", {"code": wrong}))
    assert "too often" in text(client.post("/open/check-your-mail", {"code": wrong}))
    assert client.post("/open/check-your-mail", {"code": first}).status_code == 422
    assert client.post("/open/send-again")["Location"] == "/open/check-your-mail?again=1"
    assert "Another code is on its way" in text(client.get("/open/check-your-mail?again=1"))
    second = code()
    assert client.post("/open/check-your-mail", {"code": f" {second[:3]}-{second[3:]} "}).status_code == 302


def test_a_code_ends_after_ten_minutes(client, time_machine):
    time_machine.move_to(AT, tick=False)
    begin(client)
    digits = code()
    time_machine.move_to(AT + timedelta(minutes=10), tick=False)
    assert "no longer works" in text(client.post("/open/check-your-mail", {"code": digits}))


def test_codes_are_not_sent_without_end(client):
    begin(client)
    answers = [client.post("/open/send-again").status_code for _ in range(5)]
    assert answers == [302, 302, 302, 302, 429]
    assert len(mails()) == 1, "of five codes only the newest is worth a mail"


def test_the_code_typed_in_two_windows(client):
    begin(client)
    digits = code()
    assert client.post("/open/check-your-mail", {"code": digits}).status_code == 302
    assert client.post("/open/check-your-mail", {"code": digits})["Location"] == "/open/password"
    assert client.get("/open/check-your-mail")["Location"] == "/open/password"


def test_a_password_is_judged_and_not_shown_again(client):
    begin(client)
    client.post("/open/check-your-mail", {"code": code()})
    for weak in ("short", "password1234", "mae@home.example"):
        page = client.post("/open/password", {"password": weak})
        assert page.status_code == 422
        assert re.search(r"name=\"password\"[^>]* value=", page.content.decode()) is None
    assert User.objects.count() == 0


def test_the_password_sent_from_a_second_window_finds_the_account_open(client):
    opened(client)
    assert client.post("/open/password", {"password": PASSWORD})["Location"] == "/identity/"
    assert client.get("/open/details")["Location"] == "/identity/"
    assert User.objects.count() == 1


@pytest.mark.parametrize("path", ["check-your-mail", "password"])
def test_a_step_without_the_one_before_leads_to_the_start(client, path):
    assert client.get(f"/open/{path}")["Location"] == "/open/"
    assert client.post(f"/open/{path}", {"code": "123456", "password": PASSWORD})["Location"] == "/open/"


def test_no_password_before_the_mailbox_is_shown_to_be_ones_own(client):
    begin(client)
    assert client.post("/open/password", {"password": PASSWORD})["Location"] == "/open/check-your-mail"
    assert User.objects.count() == 0


def test_an_opening_that_ran_out(client):
    begin(client)
    SignUp.objects.all().delete()
    assert client.get("/open/check-your-mail")["Location"] == "/open/"
    assert mails() == [], "nobody is sent the code of an opening that is gone"


def test_a_challenge_is_made_anew_each_time_and_kept_nowhere(client):
    first, second = client.get("/open/check"), client.get("/open/check")
    assert first.content != second.content
    assert "no-store" in first["Cache-Control"]


def test_mails_say_nothing_that_a_stranger_typed(client):
    begin(client, name="Buy at evil.example")
    begin(client, name="Buy at evil.example", email="b@home.example", human_check="")
    assert all("evil" not in sent.body + sent.subject for sent in mails())
    assert len(mail.outbox) == 2


def came_from_google(client, *, uid="g-1", email=DETAILS["email"], at=None):
    """The session of somebody who comes back from Google and has no account, as the way back leaves it."""
    who = json.dumps({"uid": uid, "email": email, "name": "Mae Quill"}).encode()
    sealed = base64.b64encode(vault.seal(who, "session.google_sign_up", vault.ring())).decode()
    session = client.session
    session["google_sign_up"] = {"sealed": sealed, "since": (at or clock.now()).isoformat()}
    session.save()


def test_with_google_no_password_and_no_code_is_asked_for(client):
    came_from_google(client)
    page = client.get("/open/google")
    assert DETAILS["email"] in text(page)
    assert 'value="Mae Quill"' in page.content.decode()
    assert b'type="password"' not in page.content
    answer = client.post("/open/google", {"name": "Mae Quill", "phone": DETAILS["phone"]})
    assert answer["Location"] == "/identity/"
    user = User.objects.get()
    assert (user.email, user.phone, user.has_usable_password()) == (DETAILS["email"], "+12025550003", False)
    assert SocialAccount.objects.get().uid == "g-1"
    assert EmailAddress.objects.get().confirmed_at is not None
    assert client.get("/me/").status_code == 403, "Google proves no identity"
    assert client.post("/open/google", {"name": "Mae"})["Location"] == "/identity/"
    assert "google_sign_up" not in client.session


def test_with_google_bad_input_is_said_at_its_field(client):
    came_from_google(client)
    page = client.post("/open/google", {"name": "Mae\u202e", "phone": "12"})
    assert page.status_code == 422
    assert "cannot be seen" in text(page)
    assert User.objects.count() == 0


def test_with_google_what_was_taken_meanwhile_opens_nothing(client):
    came_from_google(client)
    accounts.open_account(email=DETAILS["email"], name="Mae", password=PASSWORD, by=BY, at=AT)
    assert client.post("/open/google", {"name": "Mae"}).status_code == 409
    assert User.objects.count() == 1
    other = Client()
    came_from_google(other, email="other@home.example")
    SocialAccount.objects.create(user=User.objects.get(), provider="google", uid="g-1", extra_data={})
    assert other.post("/open/google", {"name": "Mae"}).status_code == 409
    assert User.objects.count() == 1, "nothing half-made is left behind"


def test_with_google_an_hour_later_one_begins_again(client):
    assert client.get("/open/google")["Location"] == "/open/"
    came_from_google(client, at=clock.now() - timedelta(hours=1))
    assert client.get("/open/google")["Location"] == "/open/"
    assert client.post("/open/google", {"name": "Mae"})["Location"] == "/open/"


def test_google_is_offered_where_it_is_configured(client, settings):
    assert "Continue with" not in text(client.get("/open/"))
    settings.FINPRO = settings.FINPRO | {"google": True, "google_sandbox": True}
    assert "Continue with Google (sandbox)" in text(client.get("/open/"))


def test_the_first_page_and_sign_in_lead_here(client):
    for path in ("/", "/sign-in"):
        assert b'href="/open/"' in client.get(path).content


def test_a_vendors_check_widens_the_content_policy_of_its_page_alone(client, check, monkeypatch):
    host = "https://vendor.example/check/"
    monkeypatch.setattr(check, "csp", lambda: {"script-src": [host], "frame-src": [host]}, raising=False)
    policy = client.get("/open/details")["Content-Security-Policy"]
    assert f"script-src 'self' {host}" in policy
    assert f"frame-src {host}" in policy
    for path in ("/open/", "/sign-in"):
        assert host not in client.get(path)["Content-Security-Policy"]
