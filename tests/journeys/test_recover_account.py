"""Every second factor lost: asked at the second step, decided by the registry, and nothing weakened on the way."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client

from finpro.access import selectors as access
from finpro.access import services as access_services
from finpro.accounts import services as accounts
from finpro.accounts.models import User
from finpro.audit.models import Event
from finpro.casework.enums import Kind, Outcome
from finpro.casework.models import Case
from finpro.journeys import recover_account, review_identity
from finpro.journeys.review_identity import Decision
from finpro.kernel import errors
from tests import waiting_jobs
from tests.casework import people
from tests.portals.signed_in import BY, PASSWORD, enter, text

pytestmark = pytest.mark.django_db

PROVEN = Decision(["OWNER_PROVEN"], message="We saw your passport.")


@pytest.fixture
def user(at):
    user = accounts.open_account(email="lou@example.org", name="Lou Lost", password=PASSWORD, by=BY, at=at)
    access_services.grant_claim(user_id=user.pk, person_id=people.mae().pk, by=BY, at=at)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return user


@pytest.fixture
def waiting(user):
    """Who typed the password and has no second factor left."""
    client = Client()
    client.post("/sign-in", {"email": "lou@example.org", "password": PASSWORD})
    return client


@pytest.fixture
def case(waiting, at):
    """The case, in the hands of a registrar."""
    waiting.post("/sign-in/second-step/lost")
    return Case.objects.get()


@pytest.fixture
def later(case):
    """When the owner has had the mail for long enough."""
    return case.opened_at + timedelta(hours=24)


@pytest.fixture
def sam(at):
    return people.staff("sam", at)


def test_who_waits_at_the_second_step_asks_and_reads_the_number(waiting, user):
    assert "I have lost my recovery codes too" in text(waiting.get("/sign-in/second-step"))
    assert "only the registry can help you" in text(waiting.get("/sign-in/second-step/lost"))
    assert waiting.post("/sign-in/second-step/lost")["Location"] == "/sign-in/second-step/lost"
    case = Case.objects.get()
    assert (case.kind, case.account_id) == (Kind.ACCOUNT_RECOVERY, user.pk)
    assert f"number {case.number}" in text(waiting.get("/sign-in/second-step/lost"))
    waiting.post("/sign-in/second-step/lost")
    assert Case.objects.count() == 1


def test_who_shows_nothing_first_cannot_ask(user):
    assert Client().get("/sign-in/second-step/lost")["Location"] == "/sign-in"
    assert Client().post("/sign-in/second-step/lost")["Location"] == "/sign-in"
    assert not Case.objects.exists()


def test_asking_is_limited(waiting):
    answers = [waiting.post("/sign-in/second-step/lost").status_code for _ in range(recover_account.ASKING.free + 1)]
    assert answers[-1] == 429


def test_a_grant_removes_the_factors_ends_sessions_and_leaves_the_claim(case, user, sam, at, later, time_machine):
    time_machine.move_to(later)
    elsewhere = Client()
    enter(elsewhere, user)
    accounts.note_session(
        user_id=user.pk, session_key=elsewhere.session.session_key, address="192.0.2.1", user_agent="", by=BY, at=at
    )
    review_identity.take(number=case.number, instead_of=None, by=sam, at=at)
    recover_account.grant(number=case.number, decision=PROVEN, by=sam, at=later)
    assert not Authenticator.objects.exists()
    assert elsewhere.get("/account/").status_code == 302
    assert Case.objects.get().outcome == Outcome.GRANTED
    assert access.person_of(user.pk) is not None
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    event = Event.objects.get(tag="account:factor:lifted")
    assert (event.subject, event.actor, event.data) == (f"account:{user.pk}", sam.label, {"count": 1})
    waiting_jobs.do()
    assert any(sent.subject.startswith("Your second factors were removed") for sent in mail.outbox)
    assert Client().post("/sign-in", {"email": "lou@example.org", "password": PASSWORD}).status_code == 302
    with pytest.raises(errors.Refusal):
        recover_account.grant(number=case.number, decision=PROVEN, by=sam, at=later)


def test_the_owner_is_told_at_once_and_has_a_day_to_object(case, user, sam, at, later, waiting):
    waiting.post("/sign-in/second-step/lost")
    waiting_jobs.do()
    assert [sent.subject[:46] for sent in mail.outbox] == ["Somebody says that your second factors are lost"[:46]]
    assert Event.objects.filter(tag="account:recovery:asked", subject=f"account:{user.pk}").count() == 1
    review_identity.take(number=case.number, instead_of=None, by=sam, at=at)
    with pytest.raises(errors.Refusal, match="24 hours to object"):
        recover_account.grant(number=case.number, decision=PROVEN, by=sam, at=later - timedelta(seconds=1))
    assert Authenticator.objects.count() == 1
    assert Case.objects.get().outcome == ""


def test_another_account_in_the_same_browser_reads_no_number(case, waiting, at):
    accounts.open_account(email="ned@example.org", name="Ned Next", password=PASSWORD, by=BY, at=at)
    TOTP.activate(User.objects.get(email="ned@example.org"), "JBSWY3DPEHPK3PXP")
    waiting.post("/sign-in", {"email": "ned@example.org", "password": PASSWORD})
    assert case.number not in text(waiting.get("/sign-in/second-step/lost"))


def test_a_refusal_leaves_everything(case, sam, at):
    review_identity.take(number=case.number, instead_of=None, by=sam, at=at)
    review_identity.refuse(number=case.number, decision=Decision(["OWNER_NOT_PROVEN"]), by=sam, at=at)
    assert Authenticator.objects.count() == 1
    assert Case.objects.get().outcome == Outcome.REFUSED


def test_only_who_decides_identities_grants_and_never_the_own_case(case, user, at):
    support = people.staff("sue", at, people.SUPPORT)
    review_identity.take(number=case.number, instead_of=None, by=support, at=at)
    with pytest.raises(errors.Forbidden):
        recover_account.grant(number=case.number, decision=PROVEN, by=support, at=at)
    access_services.grant_staff_role(user_id=user.pk, entitlements=people.REGISTRAR, by=BY, at=at)
    own = people.as_staff(people.Actor(people.Hat.ACCOUNT, f"account:{user.pk}", user.pk))
    with pytest.raises(errors.Forbidden):
        recover_account.grant(number=case.number, decision=PROVEN, by=own, at=at)
    assert Authenticator.objects.count() == 1


def test_a_case_of_another_kind_removes_no_factor(user, sam, at):
    other = people.case(people.account("noa", at), at)
    review_identity.take(number=other.number, instead_of=None, by=sam, at=at)
    with pytest.raises(errors.Refusal, match="not about an account"):
        recover_account.grant(number=other.number, decision=PROVEN, by=sam, at=at)
    assert Case.objects.get(pk=other.pk).outcome == ""
    assert Authenticator.objects.count() == 1


def test_the_registry_decides_it_on_the_page_of_the_case(case, user, at, later, time_machine):
    time_machine.move_to(later)
    sam = people.staff("sam", at)
    client = Client()
    enter(client, User.objects.get(pk=sam.user_id))
    client.post(f"/registry/cases/{case.number}/take")
    page = client.get(f"/registry/cases/{case.number}/decide")
    assert "Owner proven" in text(page)
    answer = client.post(
        f"/registry/cases/{case.number}/decide", {"outcome": "GRANTED", "granted": ["OWNER_PROVEN"], "message": ""}
    )
    assert answer.status_code == 302, text(answer)
    assert not Authenticator.objects.filter(user=user).exists()
