"""Google: who gets in with it, what an answer must say, and that whatever fails leaves nothing behind.

Google is played here by what it answers; a real server speaks the protocol in tests/browser/test_google.py.
"""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory

from finpro.accounts import services as accounts
from finpro.accounts.adapters import google
from finpro.accounts.adapters.google import GoogleAdapter, SignUp
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit.models import Event
from finpro.notices.models import Notice
from tests.accounts.account_factory import BY, SECRET, account, app_code, signed_in, weary
from tests.portals.signed_in import text

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
CALLBACK = "/sign-in/google/callback"


class Google:
    """What Google says next. `claims` go over what the ID token would rightly say; `answer` answers the exchange."""

    def __init__(self):
        self.uid, self.email, self.claims = "g-1", "mae@gmail.example", {}
        self.answer, self.asked = None, []

    def request(self, method, url, **sent):
        self.asked.append((url, sent.get("data")))
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is not None:
            return self.answer
        token = {
            "iss": "https://accounts.google.com",
            "aud": "finpro-sandbox",
            "sub": self.uid,
            "exp": int(NOW.timestamp()) + 3600,
            "email": self.email,
            "email_verified": True,
            "name": "Mae Quill",
            "picture": "https://pictures.example/mae",
            "nonce": self.nonce,
        } | self.claims
        told = {name: value for name, value in token.items() if value is not None}
        return said({"access_token": "secret-token", "id_token": jwt.encode(told, "k" * 32, "HS256")})

    def leave(self, client, path="/sign-in/google", **sent):
        """Press the button; where at Google the browser goes, as its parameters."""
        answer = client.post(path, sent)
        assert answer["Location"] == "/sign-in/google/go", answer["Location"]
        page = client.get("/sign-in/google/go")
        to = page["Refresh"].removeprefix("0; url=")
        assert to.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
        query = {name: values[0] for name, values in parse_qs(urlsplit(to).query).items()}
        self.nonce = query["nonce"]
        return query

    def come_back(self, client, path="/sign-in/google", **sent):
        """Press the button, agree at Google; where the site leads then."""
        query = self.leave(client, path, **sent)
        return client.get(CALLBACK, {"code": "c", "state": query["state"]})["Location"]


def said(json, status=200):
    return SimpleNamespace(
        status_code=status,
        ok=status == 200,
        headers={"content-type": "application/json"},
        text="{",
        content=b"",
        json=lambda: json,
    )


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


@pytest.fixture
def there(settings, monkeypatch):
    """Google, offered on this site."""
    settings.FINPRO = settings.FINPRO | {"google": True}
    server = Google()
    monkeypatch.setattr(GoogleAdapter, "get_requests_session", lambda _self: nullcontext(server))
    return server


@pytest.fixture
def mae(at):
    """Somebody who signs in by password, linked to Google's g-1."""
    user = account(at)
    accounts.link_google(user_id=user.pk, uid="g-1", extra={"email": "mae@gmail.example"}, by=BY, at=at)
    return user


def is_in(client):
    return client.get("/account/").status_code == 200


def test_it_is_not_offered_without_a_client_id():
    assert "Google" not in text(Client().get("/sign-in"))
    answer = Client().post("/sign-in/google")
    assert answer.status_code == 409
    assert "not offered" in text(answer)


def test_the_way_there_carries_what_the_answer_must_match(there):
    client = Client()
    query = there.leave(client)
    assert query["redirect_uri"] == "http://testserver/sign-in/google/callback"
    assert set(query["scope"].split()) == {"openid", "email", "profile"}
    assert query["code_challenge_method"] == "S256"
    assert len(query["nonce"]) > 40
    assert query["prompt"] == "select_account"
    client.get(CALLBACK, {"code": "c", "state": query["state"]})
    sent = there.asked[0][1]
    assert sent["code_verifier"]


def test_somebody_linked_gets_in_and_on(there, mae):
    client = Client()
    assert there.come_back(client, next="/account/security") == "/account/security"
    assert is_in(client)
    assert set(client.session["ways"]) == {"google"}
    assert Event.objects.get(tag="account:sign_in:done").data == {"ways": ["google"]}


@pytest.mark.parametrize("going", ["https://elsewhere.example/", "//elsewhere.example"])
def test_it_never_leads_off_the_site(there, mae, going):
    assert there.come_back(Client(), next=going) == "/"


def test_a_second_step_is_owed_all_the_same(there, mae):
    accounts.add_app(user_id=mae.pk, secret=SECRET, by=BY, at=NOW)
    client = Client()
    assert there.come_back(client, next="/account/security") == "/sign-in/second-step"
    assert not is_in(client)
    done = client.post("/sign-in/second-step", {"code": app_code(NOW)})
    assert done["Location"] == "/account/security"
    assert set(client.session["ways"]) == {"google", "totp"}


def test_somebody_new_goes_on_to_open_an_account(there):
    there.uid, there.email = "g-9", "rowan@gmail.example"
    client = Client()
    assert there.come_back(client) == "/open/google"
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()
    request = RequestFactory().get("/open/google")
    request.session = client.session
    assert google.sign_up(request, at=NOW) == SignUp("g-9", "rowan@gmail.example", "Mae Quill")
    kept = Session.objects.get(pk=client.session.session_key)
    assert "rowan@gmail.example" not in str(kept.get_decoded())
    assert google.sign_up(request, at=NOW + google.SIGNS_UP_WITHIN) is None
    google.forget_sign_up(request)
    assert google.sign_up(request, at=NOW) is None


@pytest.mark.parametrize("case", [str.lower, str.upper])
def test_an_address_that_has_an_account_is_told_to_sign_in_first(there, at, case):
    account(at)
    there.email = case("mae@example.org")
    client = Client()
    refused(there.come_back(client), "exists", client)
    assert not SocialAccount.objects.exists()
    assert "Sign in to that account first" in text(client.get("/sign-in/google/failed?why=exists"))


def refused(location, why, client=None):
    """It led to the page that says why, and nobody is in."""
    assert location == f"/sign-in/google/failed?why={why}"
    if client:
        assert not is_in(client)
        assert not Event.objects.filter(tag="account:sign_in:done").exists()


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"nonce": ""}, "nonce"),
        ({"email_verified": False}, "unverified"),
        ({"email_verified": None}, "unverified"),
        ({"email_verified": "no"}, "unverified"),
        ({"email": None}, "unverified"),
        ({"iss": "https://elsewhere.example"}, "refused"),
        ({"aud": "somebody-else"}, "refused"),
        ({"exp": int(NOW.timestamp()) - 1}, "refused"),
        ({"sub": ""}, "refused"),
        ({"sub": "x" * 400}, "refused"),
    ],
)
def test_an_answer_that_does_not_hold_opens_nothing(there, mae, claims, why):
    there.claims = claims
    client = Client()
    refused(there.come_back(client), why, client)
    assert "google_sign_up" not in client.session


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (said({"error": "invalid_grant"}, 400), "refused"),
        (said({"access_token": "t"}), "refused"),
        (requests.ConnectionError(), "away"),
        (requests.Timeout(), "away"),
    ],
)
def test_an_exchange_that_fails_is_said(there, mae, answer, why):
    there.answer = answer
    client = Client()
    refused(there.come_back(client), why, client)


def test_who_comes_back_without_going_on_is_told_so(there, mae):
    client = Client()
    query = there.leave(client)
    back = client.get(CALLBACK, {"error": "access_denied", "state": query["state"]})
    refused(back["Location"], "cancelled", client)
    assert "without going on" in text(client.get(back["Location"]))


@pytest.mark.parametrize("state", ["", "made-up", "x" * 5000, "\x00"])
def test_a_state_that_is_not_ours_opens_nothing(there, mae, state):
    client = Client()
    there.leave(client)
    refused(client.get(CALLBACK, {"code": "c", "state": state})["Location"], "state", client)
    assert there.asked == []


def test_a_state_of_another_browser_opens_nothing(there, mae):
    query = there.leave(Client())
    victim = Client()
    there.leave(victim)
    refused(victim.get(CALLBACK, {"code": "c", "state": query["state"]})["Location"], "state", victim)


def test_a_state_works_once_and_for_ten_minutes(there, mae, clock):
    client = Client()
    query = there.leave(client)
    client.get(CALLBACK, {"code": "c", "state": query["state"]})
    client.post("/sign-out")
    refused(client.get(CALLBACK, {"code": "c", "state": query["state"]})["Location"], "state")
    query = there.leave(client)
    clock.shift(timedelta(minutes=10, seconds=1))
    refused(client.get(CALLBACK, {"code": "c", "state": query["state"]})["Location"], "state")
    assert not is_in(client)


def test_two_windows_each_come_back_to_their_own(there, mae):
    client = Client()
    first = there.leave(client, next="/account/security")
    first_nonce = there.nonce
    second = there.leave(client, next="/account/")
    assert client.get(CALLBACK, {"code": "c", "state": second["state"]})["Location"] == "/account/"
    client.post("/sign-out")
    there.nonce = first_nonce
    refused(client.get(CALLBACK, {"code": "c", "state": first["state"]})["Location"], "state")


def test_a_closed_account_stays_closed(there, mae):
    User.objects.update(is_active=False)
    client = Client()
    refused(there.come_back(client), "closed", client)


def test_linking_asks_first_who_it_is_and_tells_by_mail(there, at):
    user = account(at)
    client = weary(signed_in(Client(), user))
    assert client.post("/account/security/google/link")["Location"].startswith("/account/confirm-it-is-you")
    signed_in(client, user)
    assert "Link Google" in text(client.get("/account/security"))
    assert there.come_back(client, "/account/security/google/link") == "/account/security?done=linked"
    row = SocialAccount.objects.get(user=user)
    assert (row.uid, row.extra_data) == ("g-1", {"email": "mae@gmail.example"})
    assert "mae@gmail.example" in text(client.get("/account/security"))
    assert Event.objects.get(tag="account:google:linked").data == {}
    assert Notice.objects.filter(tag="account:google:linked", recipient=f"account:{user.pk}").count() == 1


def test_one_google_account_opens_one_account_and_one_account_has_one(there, mae, at):
    ida = account(at, "ida")
    client = signed_in(Client(), ida)
    refused(there.come_back(client, "/account/security/google/link"), "taken")
    mine = signed_in(Client(), mae)
    assert there.come_back(mine, "/account/security/google/link") == "/account/security?done=linked"
    there.uid = "g-2"
    refused(there.come_back(mine, "/account/security/google/link"), "already")
    assert list(SocialAccount.objects.values_list("user_id", "uid")) == [(mae.pk, "g-1")]


def test_who_was_signed_out_or_changed_meanwhile_links_nothing(there, at):
    client = signed_in(Client(), account(at))
    query = there.leave(client, "/account/security/google/link")
    signed_in(client, account(at, "ida"))
    back = client.get(CALLBACK, {"code": "c", "state": query["state"]})["Location"]
    assert back.startswith("/sign-in/google/failed?why=")
    assert not SocialAccount.objects.exists()


def test_what_is_no_longer_fresh_on_the_way_back_links_nothing(there, at, clock):
    client = signed_in(Client(), account(at))
    clock.shift(timedelta(minutes=8))
    query = there.leave(client, "/account/security/google/link")
    clock.shift(timedelta(minutes=3))
    refused(client.get(CALLBACK, {"code": "c", "state": query["state"]})["Location"], "signed_out")
    assert not SocialAccount.objects.exists()


def test_unlinking_and_never_the_last_way_in(there, mae, at):
    client = signed_in(Client(), mae)
    assert client.post("/account/security/google/unlink")["Location"] == "/account/security?done=unlinked"
    assert client.post("/account/security/google/unlink").status_code == 404
    assert not SocialAccount.objects.exists()
    ida = account(at, "ida", password=None)
    accounts.link_google(user_id=ida.pk, uid="g-2", extra={}, by=BY, at=at)
    only = signed_in(Client(), ida, Way.GOOGLE)
    assert "only way into your account" in text(only.get("/account/security"))
    assert only.post("/account/security/google/unlink").status_code == 409
    assert SocialAccount.objects.filter(user=ida).exists()


@pytest.fixture
def only_google(mae):
    """Somebody who signed in by Google a while ago, and has nothing else."""
    mae.set_unusable_password()
    mae.save()
    return weary(signed_in(Client(), mae, Way.GOOGLE))


AGAIN = "/account/confirm-it-is-you/google"


def test_google_is_asked_again_with_everything_that_makes_it_ask(there, only_google):
    query = there.leave(only_google, AGAIN, next="/account/security")
    assert (query["prompt"], query["max_age"], query["login_hint"]) == ("login", "0", "g-1")
    assert query["claims"] == '{"id_token": {"auth_time": {"essential": true}}}'


@pytest.mark.parametrize(
    ("auth_time", "counts"),
    [(0, True), (-50, True), (50, True), (-70, False), (-3600, False), (70, False), (None, False), ("now", False)],
)
def test_its_answer_counts_where_it_asked_just_now(there, only_google, auth_time, counts):
    moment = int(NOW.timestamp()) + auth_time if isinstance(auth_time, int) else auth_time
    there.claims = {"auth_time": moment}
    location = there.come_back(only_google, AGAIN, next="/account/security")
    assert location == ("/account/security" if counts else "/sign-in/google/failed?why=stale")
    fresh = "confirm" not in only_google.post("/account/security/codes/file")["Location"]
    assert fresh is counts


def test_another_google_account_does_not_count(there, only_google, at):
    there.claims = {"auth_time": int(NOW.timestamp())}
    there.uid = "g-7"
    refused(there.come_back(only_google, AGAIN), "other")
    accounts.link_google(user_id=account(at, "ida").pk, uid="g-7", extra={}, by=BY, at=at)
    refused(there.come_back(only_google, AGAIN), "other")


def test_signing_in_once_does_not_stay_fresh(there, mae, clock):
    client = Client()
    there.come_back(client)
    assert client.post("/account/security/app/begin")["Location"] == "/account/security/app"
    clock.shift(timedelta(minutes=10))
    assert client.post("/account/security/app/begin")["Location"].startswith("/account/confirm-it-is-you")


def test_what_google_says_is_kept_nowhere_but_the_address(there, mae):
    client = Client()
    there.come_back(client)
    everything = str(list(SocialAccount.objects.values())) + str(list(Event.objects.values()))
    everything += str([row.get_decoded() for row in Session.objects.all()])
    for said_by_google in ("Mae Quill", "pictures.example", "secret-token", there.nonce):
        assert said_by_google not in everything


@pytest.mark.parametrize("why", ["", "nothing", "<script>", *google.Why])
def test_the_page_of_what_went_wrong_always_says_something(why):
    page = Client().get("/sign-in/google/failed", {"why": why})
    assert page.status_code == 200
    assert "Nothing was changed" in text(page)
    assert "<script>" not in page.content.decode().replace("<script type", "")


def test_nobody_on_the_way_is_sent_nowhere(there, clock):
    client = Client()
    assert client.get("/sign-in/google/go")["Location"] == "/sign-in"
    client.post("/sign-in/google")
    clock.shift(google.LEAVES_WITHIN)
    assert client.get("/sign-in/google/go")["Location"] == "/sign-in"
