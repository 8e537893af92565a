"""Pages that anybody may open, and getting in and out."""

from html import unescape

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.test import Client

from finpro.accounts import policies
from finpro.accounts.models import User
from finpro.audit.models import Event
from finpro.help import selectors as guides
from tests.portals import signed_in
from tests.portals.signed_in import text, visitor
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

PAGES = ["/", "/sign-in", "/signed-out", "/legal", "/accessibility", "/help", "/help/my-record", "/rules/RE-01"]


@pytest.fixture
def account():
    """Somebody with an account, not signed in, who has not mistyped yet."""
    cache.clear()
    visitor("mae", person=world.person(7001, "Mae", "Quill"))
    return {"email": "mae@example.org", "password": signed_in.PASSWORD}


@pytest.mark.parametrize("path", PAGES)
def test_anybody_reads_them_and_no_row_is_asked_for(path, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = Client().get(path)
    assert answer.status_code == 200
    assert "independent implementation" in answer.content.decode()
    assert "Test Registry" in answer.content.decode()
    assert "session" not in answer.cookies


def test_every_guide_is_listed_and_opens():
    listed = Client().get("/help").content.decode()
    assert guides.list_guides()
    for guide in guides.list_guides():
        assert f'href="/help/{guide.slug}"' in listed
        assert guide.title in unescape(text(Client().get(f"/help/{guide.slug}")))


@pytest.mark.parametrize("path", ["/help/nothing-here", "/rules/XX-99", "/rules/%3Cscript%3E", "/nowhere", "/admin/"])
def test_what_is_not_there_is_said_with_a_reference(path):
    answer = Client().get(path)
    assert answer.status_code == 404
    words = text(answer)
    assert "Page not found" in words
    assert "reference number" in words
    assert "<script>" not in answer.content.decode().replace("<script type", "")


def test_signing_in_leads_home_and_is_an_event(account):
    client = Client()
    answer = client.post("/sign-in", account)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    assert client.get("/me/").status_code == 200
    assert Event.objects.get(tag="account:sign_in:done").actor.startswith("account:")


def test_the_case_of_an_address_does_not_matter(account):
    assert Client().post("/sign-in", account | {"email": "MAE@Example.ORG"}).status_code == 302


@pytest.mark.parametrize(
    ("next_page", "goes"),
    [
        ("/me/record?as_of=2024-01-01", "/me/record?as_of=2024-01-01"),
        ("https://elsewhere.example/me/", "/me/"),
        ("//elsewhere.example/", "/me/"),
        ("\\\\elsewhere.example", "/me/"),
        ("javascript:alert(1)", "/me/"),
        ("http:elsewhere.example", "/me/"),
        ("", "/me/"),
    ],
)
def test_the_way_back_never_leads_off_the_site(account, next_page, goes):
    assert Client().post("/sign-in", account | {"next": next_page})["Location"] == goes


def test_an_unknown_address_a_wrong_password_and_a_closed_account_get_the_same_words(account):
    visitor("closed")
    User.objects.filter(email="closed@example.org").update(is_active=False)
    answers = [
        Client().post("/sign-in", {"email": email, "password": password})
        for email, password in (
            ("mae@example.org", "wrong"),
            ("nobody@example.org", "wrong"),
            ("nobody@example.org", signed_in.PASSWORD),
            ("closed@example.org", signed_in.PASSWORD),
        )
    ]
    assert {answer.status_code for answer in answers} == {422}
    assert len({text(answer) for answer in answers}) == 1
    assert "The e-mail address or the password is not right" in text(answers[0])
    assert "<title>Error: Sign in" in answers[0].content.decode()
    assert Event.objects.filter(tag="account:sign_in:refused").count() == 4
    assert "nobody@example.org" not in str(list(Event.objects.values()))


def test_what_was_typed_comes_back_without_the_password(account):
    html = Client().post("/sign-in", account | {"password": "tr0ub4dor"}).content.decode()
    assert 'value="mae@example.org"' in html
    assert "tr0ub4dor" not in html


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Enter your e-mail address"),
        ({"email": "mae", "password": "x"}, "Enter an e-mail address, such as name@example.com"),
        ({"email": "mae@example.org"}, "Enter your password"),
        ({"email": "\x00@example.org", "password": "\x00"}, "Enter an e-mail address"),
        ({"email": "m" * 5000 + "@example.org", "password": "x"}, "254"),
        ({"email": "mae@example.org", "password": "x" * 5000}, "4096"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(sent, said):
    answer = Client().post("/sign-in", sent)
    assert answer.status_code == 422
    assert said in text(answer)


def test_guessing_is_paused_and_ends_by_itself(account):
    wrong = account | {"password": "wrong"}
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False) as now:
        for _ in range(policies.WRONG_PASSWORDS.free):
            assert Client().post("/sign-in", wrong | {"email": "Mae@example.org"}).status_code == 422
        paused = Client().post("/sign-in", account)
        assert paused.status_code == 429
        assert paused["Retry-After"] == "30"
        assert "Too many tries" in text(paused)
        assert "your account is not closed" in text(paused)
        assert Client().post("/sign-in", wrong | {"email": "other@example.org"}).status_code == 422
        now.shift(policies.WRONG_PASSWORDS.pauses[0])
        assert Client().post("/sign-in", account).status_code == 302


def test_the_right_password_wipes_out_the_wrong_ones(account):
    for _ in range(2):
        for _ in range(policies.WRONG_PASSWORDS.free - 1):
            Client().post("/sign-in", account | {"password": "wrong"})
        assert Client().post("/sign-in", account).status_code == 302


@pytest.mark.parametrize("path", ["/sign-out"])
def test_an_address_that_wants_a_form_says_so(path):
    answer = Client().get(path)
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "This address cannot be opened by itself" in text(answer)


def test_a_form_that_cannot_be_taken_apart_is_no_fault_of_the_site():
    client = Client(enforce_csrf_checks=True)
    client.get("/sign-in")
    answer = client.post("/sign-in", b"--x", content_type="multipart/form-data")
    assert answer.status_code == 400
    assert "could not be read" in text(answer)


@pytest.mark.parametrize(
    ("query", "goes"), [("", "/me/"), ("?next=/account/", "/account/"), ("?next=//evil.example/", "/me/")]
)
def test_who_is_signed_in_already_is_led_on(account, query, goes):
    client = Client()
    client.post("/sign-in", account)
    assert client.get(f"/sign-in{query}")["Location"] == goes


def test_a_session_planted_before_signing_in_is_left_behind(account):
    planted = SessionStore()
    planted["was"] = "planted"
    planted.save()
    client = Client()
    client.cookies["session"] = planted.session_key
    client.post("/sign-in", account)
    assert client.cookies["session"].value != planted.session_key
    assert not SessionStore().exists(planted.session_key)


def test_signing_out_is_a_post_and_ends_the_session_everywhere(account):
    client = Client()
    client.post("/sign-in", account)
    key = client.cookies["session"].value
    assert client.get("/sign-out").status_code == 405
    assert client.get("/me/").status_code == 200
    assert client.post("/sign-out")["Location"] == "/signed-out"
    again = Client()
    again.cookies["session"] = key
    assert again.get("/me/").status_code == 302
    assert Event.objects.filter(tag="account:sign_out:done").count() == 1
    assert Client().post("/sign-out").status_code == 302


def test_a_form_of_another_site_is_refused(account):
    answer = Client(enforce_csrf_checks=True).post("/sign-in", account)
    assert answer.status_code == 403
    assert "This form is no longer valid" in text(answer)


def test_the_account_page_lists_every_side(account):
    firm = world.firm(501, "Alder Securities LLC")
    client = visitor("everything", person=world.person(7002, "Ida", "Fern"), firms=[firm], staff=["record.view"])
    html = client.get("/account/").content.decode()
    for address in ("/me/", "/firm/501/", "/registry/"):
        assert f'href="{address}"' in html, address
    assert "everything@example.org" in html
    assert "not bound to a record" in text(visitor("plain").get("/account/"))


@pytest.mark.parametrize(
    ("hats", "goes"),
    [
        ({}, "/identity/"),
        ({"person": True}, "/me/"),
        ({"firms": True}, "/firm/501/"),
        ({"staff": ["record.view"]}, "/registry/"),
    ],
)
def test_the_first_page_is_that_of_the_first_side(hats, goes):
    given = dict(hats)
    if "person" in hats:
        given["person"] = world.person(7003, "Ida", "Fern")
    if "firms" in hats:
        given["firms"] = [world.firm(501, "Alder Securities LLC")]
    assert visitor("sided", **given).get("/")["Location"] == goes


def test_a_page_allows_no_inline_code_and_no_frame():
    answer = Client().get("/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
