"""The end of a session: after idleness or a day's work, what is said, and what a form had sent is not lost."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from finpro.accounts import policies
from finpro.accounts import selectors as accounts_found
from finpro.accounts import services as accounts
from finpro.accounts.adapters import door, held, idle
from finpro.audit import presenters
from finpro.audit.models import Event
from finpro.kernel import clock
from tests.portals.signed_in import AT, BY, PASSWORD, text

pytestmark = pytest.mark.django_db

IDLE = timedelta(minutes=30)
OTHER = {"email": "ida@example.org", "password": PASSWORD}
OWN = {"email": "mae@example.org", "password": PASSWORD}


@pytest.fixture
def user():
    return accounts.open_account(email="mae@example.org", name="Mae Quill", password=PASSWORD, by=BY, at=AT)


@pytest.fixture
def now(time_machine):
    time_machine.move_to(AT, tick=False)
    return time_machine


@pytest.fixture
def client(user, now):
    """Somebody who has just signed in."""
    client = Client()
    assert client.post("/sign-in", OWN)["Location"] == "/identity/"
    return client


def seen(client):
    return Session.objects.get(session_key=client.cookies["session"].value).get_decoded()[door.SEEN]


def test_the_rulebook_says_how_long(now):
    assert policies.endurance(AT.date()) == policies.Endurance(IDLE, timedelta(minutes=2), timedelta(hours=12))


def test_a_session_goes_on_as_long_as_something_is_done(client, now):
    for _ in range(4):
        now.shift(IDLE - timedelta(seconds=1))
        assert client.get("/account/").status_code == 200


def test_without_activity_it_ends_is_an_event_and_says_why(client, user, now):
    now.shift(IDLE)
    answer = client.get("/account/?x=1")
    assert answer["Location"] == "/sign-in?next=%2Faccount%2F%3Fx%3D1"
    assert "You were signed out after 30 minutes without activity" in text(client.get(answer["Location"]))
    event = Event.objects.get(tag="account:session:expired")
    assert (event.subject, event.actor, event.data) == (f"account:{user.pk}", f"account:{user.pk}", {"why": "idle"})
    assert "nothing was done" in presenters.sentence(event.tag, event.data)
    assert not UserSession.objects.exists()
    now.shift(idle.SAID_FOR)
    assert "without activity" not in text(client.get("/sign-in"))


def test_the_old_cookie_opens_nothing_any_more(client, now):
    key = client.cookies["session"].value
    now.shift(IDLE)
    client.get("/account/")
    again = Client()
    again.cookies["session"] = key
    assert again.get("/account/").status_code == 302
    assert not Session.objects.filter(session_key=key).exists()


def test_after_half_a_day_it_ends_however_busy(client, now):
    for _ in range(26):
        now.shift(timedelta(minutes=27))
        assert client.get("/account/").status_code == 200
    now.shift(timedelta(minutes=18))
    assert client.get("/account/").status_code == 302
    assert "a session lasts 12 hours at the most" in text(client.get("/sign-in"))
    event = Event.objects.get(tag="account:session:expired")
    assert "as long as one may" in presenters.sentence(event.tag, event.data)


def test_a_session_that_does_not_know_its_age_has_ended(user, now):
    client = Client()
    client.force_login(user)
    assert client.get("/account/").status_code == 302


def test_pages_for_everybody_open_after_the_end_and_nobody_is_signed_in(client, now):
    now.shift(IDLE)
    page = client.get("/legal")
    assert page.status_code == 200
    assert "Menu of" not in page.content.decode()


def test_when_is_written_at_most_once_a_minute(client, now):
    before = seen(client)
    now.shift(timedelta(seconds=59))
    client.get("/account/")
    assert seen(client) == before
    now.shift(timedelta(seconds=1))
    client.get("/account/")
    assert seen(client) == before + 60
    assert UserSession.objects.get().last_seen_at == clock.now()


def test_what_another_request_wrote_meanwhile_stays(client, rf, now):
    """A page that was read before must not undo what a later one wrote into the session."""
    request = rf.get("/account/")
    request.session = client.session
    assert request.session[door.SEEN]
    meanwhile = client.session
    meanwhile["marker"] = 1
    meanwhile.save()
    now.shift(timedelta(minutes=2))
    idle.note(request, at=clock.now())
    assert client.session["marker"] == 1
    assert client.session[door.SEEN] == int(clock.now().timestamp())


def test_the_page_knows_when_its_session_ends(client, now):
    now.shift(timedelta(seconds=50))
    page = client.get("/account/").content.decode()
    assert 'data-left="1750" data-warning="120"' in page
    now.shift(timedelta(seconds=50))
    assert 'data-left="1800"' in client.get("/account/").content.decode()
    assert "fp-session" not in Client().get("/legal").content.decode()


def test_staying_puts_the_end_off_and_says_for_how_long(client, now):
    for _ in range(3):
        now.shift(IDLE - timedelta(seconds=30))
        answer = client.post("/session/keep")
        assert (answer.status_code, answer["X-Session-Left"], answer.content) == (204, "1800", b"")
    now.shift(IDLE)
    assert client.post("/session/keep")["Location"] == "/sign-in"


def test_staying_does_not_reach_past_half_a_day(client, now):
    for _ in range(26):
        now.shift(timedelta(minutes=27))
        client.post("/session/keep")
    assert client.post("/session/keep")["X-Session-Left"] == str(18 * 60)


FORM = {
    "password_hint": "x",
    "note": ["first", "second"],
    "ssn": "123-45-6789",
    "home_city": "Erie",
    "code": "123456",
    "zip_code": "16501",
}


@pytest.fixture
def waiting(client, now):
    """A form was sent to the account's page after the session's end, and waits."""
    now.shift(IDLE)
    answer = client.post("/account/?tab=2", FORM)
    assert answer["Location"] == "/sign-in?next=%2Fsession%2Fheld"
    return client


def test_what_was_sent_is_shown_to_its_sender_without_secrets_and_repeated(waiting):
    page = waiting.get("/sign-in?next=/session/held")
    assert "What you sent was kept" in text(page)
    assert waiting.post("/sign-in", OWN | {"next": "/session/held"})["Location"] == "/session/held"
    page = waiting.get("/session/held")
    words, html = text(page), page.content.decode()
    assert "You were signed out before this was sent" in words
    assert "Home city Erie Zip code 16501" in words
    assert "Note first Note second" in words
    assert "123-45-6789" not in html
    assert "123456" not in html
    answer = waiting.post("/session/held", {"home_city": "Erie"})
    assert (answer.status_code, answer["Location"]) == (307, "/account/?tab=2")
    assert "Nothing waits" in text(waiting.get("/session/held"))


def test_a_second_factor_between_changes_nothing(waiting, user):
    session = waiting.session
    assert held.KEY in session
    session[door.WAITING] = {"user": user.pk, "way": "password", "since": clock.now().isoformat(), "going": ""}
    session.save()
    assert "Second step" in text(waiting.get("/sign-in/second-step"))
    assert held.KEY in waiting.session


def test_somebody_else_who_signs_in_there_never_sees_it(waiting):
    accounts.open_account(email="ida@example.org", name="Ida", password=PASSWORD, by=BY, at=AT)
    waiting.post("/sign-in", OTHER)
    assert "Nothing waits" in text(waiting.get("/session/held"))
    assert "Erie" not in waiting.get("/session/held").content.decode()
    assert held.KEY not in waiting.session


def test_it_waits_half_an_hour_and_lies_sealed(waiting, now):
    stored = str(Session.objects.get(session_key=waiting.cookies["session"].value).get_decoded())
    assert "Erie" not in stored
    waiting.post("/sign-in", OWN)
    now.shift(held.KEPT_FOR - timedelta(minutes=1))
    waiting.post("/session/keep")
    now.shift(timedelta(minutes=1))
    assert "Nothing waits" in text(waiting.get("/session/held"))


def test_it_can_be_dropped(waiting):
    waiting.post("/sign-in", OWN)
    assert waiting.post("/session/held/drop").status_code == 302
    assert "Nothing waits" in text(waiting.get("/session/held"))
    assert waiting.post("/session/held")["Location"] == "/session/held"


def test_files_and_whole_books_are_not_kept(client, now, tmp_path):
    now.shift(IDLE)
    path = tmp_path / "file"
    path.write_text("x")
    with path.open("rb") as file:
        client.post("/account/", {"note": "x", "file": file})
    assert held.KEY not in client.session
    client.post("/sign-in", OWN)
    now.shift(IDLE)
    client.post("/account/", {"note": "x" * (held.MOST + 1)})
    assert held.KEY not in client.session


def test_a_password_is_never_kept(client, now):
    now.shift(IDLE)
    assert client.post("/account/password", {"password": "four other plain words"})["Location"] == "/sign-in"
    assert held.KEY not in client.session


def test_a_form_of_somebody_who_was_not_signed_in_is_not_kept(now):
    client = Client()
    assert client.post("/account/", {"note": "x"})["Location"] == "/sign-in"
    assert held.KEY not in client.session


def test_the_list_of_sessions_leaves_out_those_whose_time_is_over(user, client, now):
    key = client.cookies["session"].value
    assert [line.own for line in accounts_found.list_sessions(user.pk, session_key="another", at=AT)] == [False]
    late = AT + IDLE
    assert accounts_found.list_sessions(user.pk, session_key="another", at=late) == []
    assert [line.own for line in accounts_found.list_sessions(user.pk, session_key=key, at=late)] == [True]
    UserSession.objects.update(last_seen_at=AT + timedelta(hours=12))
    assert accounts_found.list_sessions(user.pk, session_key="another", at=AT + timedelta(hours=12)) == []
