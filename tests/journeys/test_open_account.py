"""Opening an account below the pages: what many windows at once may do, and what is left behind."""

from uuid import UUID

import pytest
from django.db import transaction

from finpro.accounts import services as accounts
from finpro.accounts.models import EmailAddress, SignUp, Solved, User
from finpro.audit.models import Event
from finpro.journeys import open_account
from finpro.journeys.open_account import Begun, Details
from finpro.kernel import codes, errors
from finpro.kernel.actor import system
from finpro.kernel.http import TooMany
from finpro.kernel.models import Code
from tests.at_once import many
from tests.identity.opening import cheap_check
from tests.portals.signed_in import PASSWORD

DETAILS = Details("Mae Quill", "mae@home.example", "+12025550003")
WHERE = "192.0.2.7"


@pytest.fixture
def check(monkeypatch):
    return cheap_check(monkeypatch)


def begin(at, answer="", details=DETAILS, address=WHERE):
    return open_account.begin(details=details, answer=answer, address=address, at=at)


def confirmed(at):
    """An opening whose mailbox is shown to be the person's own."""
    _, sign_up_id = begin(at)
    with transaction.atomic():
        accounts.confirm_sign_up(sign_up_id=sign_up_id, by=system("tests"), at=at)
    return sign_up_id


@pytest.mark.django_db(transaction=True)
def test_the_password_from_many_windows_opens_one_account(check, at):
    sign_up_id = confirmed(at)
    opened = many(6, lambda _: open_account.finish(sign_up_id=sign_up_id, password=PASSWORD, at=at))
    assert sum(isinstance(one, User) for one in opened) == 1
    assert all("ended or run out" in str(one) for one in opened if not isinstance(one, User))
    assert User.objects.count() == EmailAddress.objects.count() == 1
    assert not SignUp.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_openings_with_one_address_open_one_account(check, at):
    both = [confirmed(at), confirmed(at)]
    opened = many(2, lambda number: open_account.finish(sign_up_id=both[number], password=PASSWORD, at=at))
    assert sum(isinstance(one, User) for one in opened) == 1
    assert "belongs to an account meanwhile" in str(next(one for one in opened if not isinstance(one, User)))


@pytest.mark.django_db(transaction=True)
def test_fifty_who_guess_the_mailed_code_have_five_tries_in_all(check, at):
    _, sign_up_id = begin(at)
    right = codes.digits(Code.objects.get().pk, at=at)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    answers = many(50, lambda _: open_account.confirm(sign_up_id=sign_up_id, typed=wrong, at=at))
    assert answers.count(codes.Answer.WRONG) == 4
    assert answers.count(codes.Answer.SPENT) == 46
    assert open_account.confirm(sign_up_id=sign_up_id, typed=right, at=at) is codes.Answer.SPENT


@pytest.mark.django_db(transaction=True)
def test_a_mailed_link_from_many_windows_works_once(check, at, monkeypatch):
    _, sign_up_id = begin(at)
    monkeypatch.setattr("finpro.accounts.policies.read_link", lambda token, *, at: sign_up_id)
    followed = many(6, lambda _: open_account.follow_link(token="t", at=at))
    assert sum(isinstance(one, UUID) for one in followed) == 1


@pytest.mark.django_db
def test_events_and_rows_hold_what_the_step_needs_and_no_more(check, at):
    begun, sign_up_id = begin(at)
    assert begun is Begun.LINK
    events = Event.objects.filter(subject=f"opening:{sign_up_id}")
    assert [(event.tag, event.data) for event in events] == [("account:opening:begun", {})]
    assert not Solved.objects.exists()


@pytest.mark.django_db
def test_links_without_a_check_are_few_from_one_place(check, at):
    each = [Details("Mae", f"m{number}@home.example", "") for number in range(11)]
    for details in each[:10]:
        begin(at, details=details)
    with pytest.raises(TooMany):
        begin(at, details=each[10])
    assert begin(at, details=each[10], address="198.51.100.1")[0] is Begun.LINK


@pytest.mark.django_db
def test_nothing_is_sent_again_for_what_has_ended(check, at):
    sign_up_id = confirmed(at)
    with pytest.raises(errors.Refusal, match="nothing to send"):
        open_account.send_again(sign_up_id=sign_up_id, by_link=True, address=WHERE, at=at)
    with pytest.raises(errors.Refusal, match="not confirmed yet"):
        open_account.finish(sign_up_id=begin(at)[1], password=PASSWORD, at=at)
