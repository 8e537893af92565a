"""The middleware around every view, on views of its own."""

import json
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection, transaction
from django.db.utils import InternalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path
from structlog.testing import capture_logs

from finpro.kernel import errors
from finpro.kernel.actor import Hat
from finpro.kernel.errors import Finding
from finpro.kernel.http import Request, TooMany, Unavailable, public, requires
from finpro.kernel.http.errors import page_for
from finpro.kernel.http.transactions import read_only
from finpro.kernel.models import Effect
from tests.portals.signed_in import enter

RAISES = {
    "notfound": errors.NotFound("There is no such firm."),
    "forbidden": errors.Forbidden("Ask somebody else."),
    "refusal": errors.Refusal("It is signed already."),
    "invalid": errors.Invalid("Two dates are wrong.", [Finding("D-01", "error", "/a", "The first is in the future.")]),
    "http404": Http404("secret words"),
    "denied": PermissionDenied("secret words"),
    "suspicious": SuspiciousOperation("secret words"),
    "many": TooMany(600),
    "maintenance": Unavailable("Maintenance until 10 p.m."),
    "away": OperationalError("secret words"),
    "bug": ValueError("secret words"),
}


@public
def raises(request: Request, kind: str) -> HttpResponse:
    raise RAISES[kind]


@public
def writes(request: Request) -> HttpResponse:
    Effect.objects.create(key=request.GET.get("key", "k"), done_at="2026-01-01T00:00:00Z")
    return HttpResponse("written")


@public
def says(request: Request) -> HttpResponse:
    return HttpResponse(f"{request.actor.hat} {request.id}")


def declares_nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("never")


@requires(Hat.ACCOUNT)
def own(request: Request) -> HttpResponse:
    return HttpResponse(request.actor.label)


urlpatterns = [
    path("raises/<str:kind>", raises, name="raises"),
    path("writes", writes, name="writes"),
    path("says", says, name="says"),
    path("nothing", declares_nothing, name="nothing"),
    path("own", own, name="own"),
]
handler400 = "finpro.kernel.http.bad_request"
handler403 = "finpro.kernel.http.permission_denied"
handler404 = "finpro.kernel.http.page_not_found"
handler500 = "finpro.kernel.http.server_error"

here = pytest.mark.urls(__name__)


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def logged() -> Iterator[list[dict[str, object]]]:
    with capture_logs() as lines:
        yield lines


@pytest.mark.django_db
def test_nothing_is_written_in_a_read_only_block_and_the_outer_transaction_writes_again(at):
    with pytest.raises(InternalError), read_only():
        Effect.objects.create(key="a", done_at=at)
    Effect.objects.create(key="b", done_at=at)
    assert list(Effect.objects.values_list("key", flat=True)) == ["b"]


@pytest.mark.django_db(transaction=True)
def test_the_outermost_read_only_block_sends_no_query_of_its_own(at):
    with CaptureQueriesContext(connection) as queries, read_only():
        assert not Effect.objects.exists()
    assert [query["sql"].split()[0] for query in queries] == ["BEGIN", "SELECT", "COMMIT"]
    with pytest.raises(InternalError), read_only(), transaction.atomic():
        Effect.objects.create(key="a", done_at=at)
    assert connection.connection.read_only is None
    Effect.objects.create(key="b", done_at=at)
    assert Effect.objects.count() == 1


@here
@pytest.mark.django_db
def test_a_get_cannot_write_and_a_post_can(browser):
    assert browser.get("/writes").status_code == 500
    assert Effect.objects.count() == 0
    assert browser.post("/writes").content == b"written"
    assert Effect.objects.count() == 1


@here
@pytest.mark.django_db(transaction=True)
def test_a_get_cannot_write_where_no_test_holds_a_transaction(browser):
    assert browser.get("/writes").status_code == 500
    assert browser.post("/writes").status_code == 200
    assert list(Effect.objects.values_list("key", flat=True)) == ["k"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("notfound", 404),
        ("forbidden", 403),
        ("refusal", 409),
        ("invalid", 422),
        ("http404", 404),
        ("denied", 403),
        ("suspicious", 400),
        ("many", 429),
        ("maintenance", 503),
        ("away", 503),
        ("bug", 500),
    ],
)
@here
@pytest.mark.django_db
def test_each_error_is_a_page_with_words_and_a_reference(browser, logged, kind, status):
    answer = browser.get(f"/raises/{kind}")
    text = answer.content.decode()
    assert answer.status_code == status
    reference = next(line["reference"] for line in logged if line["event"] == "error page")
    assert len(reference) == 8
    assert reference in text
    assert "secret words" not in text
    page = page_for(RAISES[kind])
    assert page.title
    assert page.what
    assert page.safe
    assert page.next
    assert answer["Cache-Control"] == "no-store"


@here
@pytest.mark.django_db
def test_our_errors_show_their_own_sentence(browser):
    assert "There is no such firm." in browser.get("/raises/notfound").content.decode()
    assert "Ask somebody else." in browser.get("/raises/forbidden").content.decode()
    assert "It is signed already." in browser.get("/raises/refusal").content.decode()
    assert "The first is in the future." in browser.get("/raises/invalid").content.decode()


@here
@pytest.mark.django_db
def test_who_must_wait_is_told_how_long(browser):
    many = browser.get("/raises/many")
    assert many["Retry-After"] == "600"
    assert "10 minutes" in many.content.decode()
    away = browser.get("/raises/away")
    assert int(away["Retry-After"]) > 0
    assert "System Is Currently Unavailable" in away.content.decode()
    assert "System Error" in browser.get("/raises/bug").content.decode()


@here
@pytest.mark.django_db
def test_an_unknown_address_is_a_page_too(browser):
    answer = browser.get("/no/such/address")
    assert answer.status_code == 404
    assert "reference number" in answer.content.decode()


@here
@pytest.mark.django_db
def test_a_view_that_declares_nothing_is_closed(browser):
    assert browser.get("/nothing").status_code == 403
    assert browser.post("/nothing").status_code == 403


@here
@pytest.mark.django_db
def test_who_is_not_signed_in_is_led_to_sign_in_and_back(browser):
    answer = browser.get("/own?tab=2")
    assert answer.status_code == 302
    assert answer["Location"] == "/sign-in?next=%2Fown%3Ftab%3D2"
    assert browser.post("/own")["Location"] == "/sign-in"


@here
@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_with_a_page():
    answer = Client(enforce_csrf_checks=True).post("/writes")
    assert answer.status_code == 403
    assert "no longer valid" in answer.content.decode()
    assert Effect.objects.count() == 0


@here
@pytest.mark.django_db
def test_a_well_formed_request_id_is_kept_and_others_are_replaced(browser):
    assert browser.get("/says", headers={"X-Request-ID": "abc-12345"})["X-Request-ID"] == "abc-12345"
    for given in ("short", "x" * 65, 'quote"quote', "line\\nline1234"):
        answered = browser.get("/says", headers={"X-Request-ID": given})["X-Request-ID"]
        assert answered != given
        assert len(answered) == 12


@here
@pytest.mark.django_db
def test_each_request_is_one_line_without_path_and_query(browser, logged):
    browser.get("/raises/notfound?ssn=123456789")
    lines = [line for line in logged if line["event"] == "request"]
    assert len(lines) == 1
    assert lines[0]["route"] == "raises/<str:kind>"
    assert lines[0]["status"] == 404
    assert "123456789" not in json.dumps(logged)
    assert "/raises/" not in json.dumps(logged)


@here
@pytest.mark.django_db
def test_last_access_is_noted_at_most_every_five_minutes(client, at, time_machine):
    user = get_user_model().objects.create(email="rowan@example.org", created_at=at)
    time_machine.move_to(at, tick=False)
    enter(client, user)
    client.get("/own")
    user.refresh_from_db()
    assert user.last_access_at == at
    time_machine.shift(299)
    client.get("/own")
    user.refresh_from_db()
    assert user.last_access_at == at
    time_machine.shift(2)
    client.get("/own")
    user.refresh_from_db()
    assert (user.last_access_at - at).total_seconds() == 301


@here
@pytest.mark.django_db
def test_a_session_that_no_longer_fits_its_account_ends_on_a_get(client, at):
    user = get_user_model().objects.create(email="rowan@example.org", created_at=at)
    enter(client, user)
    user.set_password("another one, set elsewhere")
    user.save()
    assert client.get("/own").status_code == 302
    assert Session.objects.count() == 0


@here
def test_a_database_that_is_away_is_a_page_that_asks_it_nothing(browser, monkeypatch):
    class Away:
        def close_if_health_check_failed(self):
            raise OperationalError("secret words")

    monkeypatch.setattr("finpro.kernel.http.transactions.connection", Away())
    answer = browser.get("/says")
    assert answer.status_code == 503
    assert "System Is Currently Unavailable" in answer.content.decode()
    assert "secret words" not in answer.content.decode()


@here
@pytest.mark.django_db
def test_who_is_signed_in_gets_that_page_too(client, at, monkeypatch, logged):
    enter(client, get_user_model().objects.create(email="rowan@example.org", created_at=at))
    client.raise_request_exception = False

    def away(self):
        raise OperationalError("secret words")

    monkeypatch.setattr(SessionStore, "load", away)
    answer = client.get("/own")
    assert answer.status_code == 503
    assert "System Is Currently Unavailable" in answer.content.decode()
    assert "<footer" in answer.content.decode()
    assert [line["event"] for line in logged] == ["error page", "request"]


@here
@pytest.mark.django_db
def test_a_host_that_is_not_served_gets_a_framed_page(browser, logged):
    answer = browser.get("/says", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "<footer" in answer.content.decode()
    assert [line["event"] for line in logged] == ["error page", "request"]


@here
@pytest.mark.django_db
def test_a_page_that_cannot_be_drawn_is_said_in_bare_words(browser, settings):
    settings.FINPRO = settings.FINPRO | {"error_page": "finpro.config.pages.no_such_function"}
    answer = browser.get("/raises/refusal")
    assert answer.status_code == 409
    assert "It is signed already." in answer.content.decode()


@pytest.mark.django_db
def test_headers_are_strict_on_every_page(client):
    answer = client.get("/no/such/address")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
