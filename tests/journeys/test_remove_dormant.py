"""Accounts that nobody uses, from the first warning to the removal and the way back (rule LV-08)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.db import connection
from django.test import Client

from finpro.access import selectors as access
from finpro.access.models import Claim, Membership, StaffRole
from finpro.access.services import grant_claim, grant_membership, grant_staff_role
from finpro.accounts import selectors as found
from finpro.accounts import services as accounts
from finpro.accounts.models import User
from finpro.audit import presenters
from finpro.audit.models import Event
from finpro.journeys import remove_dormant
from finpro.kernel import clock
from finpro.registry.models import Person
from tests import waiting_jobs
from tests.portals.signed_in import BY, PASSWORD
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

EASTERN = ZoneInfo("America/New_York")
USED = datetime(2023, 11, 22, 23, 59, tzinfo=EASTERN)  # still the 22nd in New York, the 23rd in UTC
ADDRESS, NAME, PHONE = "mae@example.org", "Mae Quill", "+12025550142"


@pytest.fixture
def user():
    """Somebody with everything that an account can have, not seen since 22 November 2023."""
    person, firm = world.person(7001, "Mae", "Quill"), world.firm(501, "Alder Securities LLC")
    user = accounts.open_account(email=ADDRESS, name=NAME, password=PASSWORD, phone=PHONE, by=BY, at=USED)
    grant_claim(user_id=user.pk, person_id=person.pk, by=BY, at=USED)
    grant_membership(user_id=user.pk, firm_id=firm.pk, entitlements=["roster.view"], by=BY, at=USED)
    grant_staff_role(user_id=user.pk, entitlements=["record.view"], by=BY, at=USED)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    SocialAccount.objects.create(user=user, provider="google", uid="1", extra_data={"email": ADDRESS})
    User.objects.filter(pk=user.pk).update(last_access_at=USED)
    return user


def run(time_machine, moment):
    time_machine.move_to(moment, tick=False)
    remove_dormant.look_for_unused()
    waiting_jobs.do()


def subjects():
    return [sent.subject[:-11] for sent in mail.outbox]


def every_day(time_machine, first, last):
    moment = datetime(*first, 9, 40, tzinfo=UTC)
    while moment <= datetime(*last, 9, 40, tzinfo=UTC):
        run(time_machine, moment)
        moment += timedelta(days=1)


def test_warned_three_times_told_the_day_before_and_removed_with_everything(user, time_machine):
    every_day(time_machine, (2026, 9, 20), (2026, 11, 22))
    events = Event.objects.filter(tag="account:dormancy:warned").order_by("id")
    assert [(event.at.astimezone(EASTERN).date().isoformat(), event.data["days"]) for event in events] == [
        ("2026-09-24", 60),
        ("2026-10-24", 30),
        ("2026-11-16", 7),
        ("2026-11-22", 0),
    ]
    assert {event.data["removed_on"] for event in events} == {"2026-11-23"}
    assert [sent.to for sent in mail.outbox] == [[ADDRESS]] * 4
    assert "yours will be on 23 November 2026" in mail.outbox[0].body
    assert "Tomorrow, on 23 November 2026" in mail.outbox[3].body
    assert User.objects.get().is_active
    every_day(time_machine, (2026, 11, 23), (2026, 11, 26))
    gone = User.objects.get()
    assert (gone.email, gone.name, gone.phone, gone.is_active) == ("", "", "", False)
    assert gone.removed_at == datetime(2026, 11, 23, 9, 40, tzinfo=UTC)
    assert not gone.has_usable_password()
    for model in (Authenticator, SocialAccount):
        assert not model.objects.exists()
    for model in (Claim, Membership, StaffRole):
        assert model.objects.get().ended_by == "system:dormancy"
    assert len(mail.outbox) == 4
    (removed,) = Event.objects.filter(tag="account:account:removed")
    assert "since 2023-11-22" in presenters.sentence(removed.tag, removed.data)
    assert Event.objects.filter(tag__endswith=":ended", reason="LV-08").count() == 3


def test_nothing_personal_of_the_account_is_left_in_any_table(user, time_machine):
    every_day(time_machine, (2026, 11, 1), (2026, 11, 23))
    assert User.objects.get().removed_at
    left = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{table}"::text ~* %s', ["mae@example|2025550142"])
            if cursor.fetchone()[0]:
                left.append(table)
    assert left == []


def test_signing_in_alone_keeps_it_and_the_clock_begins_again(user, time_machine):
    Authenticator.objects.all().delete()
    run(time_machine, datetime(2026, 11, 16, 9, 40, tzinfo=UTC))
    assert len(mail.outbox) == 1
    assert Client().post("/sign-in", {"email": ADDRESS, "password": PASSWORD}).status_code == 302
    every_day(time_machine, (2026, 11, 20), (2026, 11, 30))
    assert len(mail.outbox) == 1
    assert User.objects.get().is_active
    run(time_machine, datetime(2029, 9, 18, 9, 40, tzinfo=UTC))
    assert len(mail.outbox) == 2


def test_a_warning_that_waits_in_the_outbox_is_dropped_once_somebody_signs_in(user, time_machine):
    time_machine.move_to(datetime(2026, 11, 16, 9, 40, tzinfo=UTC), tick=False)
    remove_dormant.attend(user_id=user.pk)
    accounts.note_access(user_id=user.pk, at=clock.now())
    waiting_jobs.do()
    assert mail.outbox == []


def test_who_signs_in_while_the_removal_is_being_done_stays(user, time_machine):
    every_day(time_machine, (2026, 11, 14), (2026, 11, 22))
    time_machine.move_to(datetime(2026, 11, 23, 9, 40, tzinfo=UTC), tick=False)
    remove_dormant.look_for_unused()
    accounts.note_access(user_id=user.pk, at=clock.now())
    waiting_jobs.do()
    assert User.objects.get().is_active


def test_never_signed_in_counts_from_the_opening(time_machine):
    accounts.open_account(email=ADDRESS, name=NAME, password=PASSWORD, by=BY, at=USED)
    run(time_machine, datetime(2026, 9, 24, 9, 40, tzinfo=UTC))
    assert subjects() == ["Your account will be removed if you do not sign in"]


@pytest.mark.parametrize(
    ("used", "first_warned"),
    [
        # Just before and after midnight in New York, in summer time and in winter time.
        (datetime(2023, 11, 4, 23, 59, tzinfo=EASTERN), "2026-09-06"),
        (datetime(2023, 11, 5, 0, 0, tzinfo=EASTERN), "2026-09-07"),
        (datetime(2023, 11, 5, 1, 30, tzinfo=EASTERN, fold=1), "2026-09-07"),
        (datetime(2024, 3, 9, 23, 59, tzinfo=EASTERN), "2027-01-09"),
        (datetime(2024, 3, 10, 3, 0, tzinfo=EASTERN), "2027-01-10"),
        (datetime(2024, 2, 29, 12, 0, tzinfo=EASTERN), "2026-12-31"),
    ],
)
def test_days_are_those_of_new_york(used, first_warned, time_machine):
    accounts.open_account(email=ADDRESS, name=NAME, password=PASSWORD, by=BY, at=used)
    day = datetime.fromisoformat(first_warned).replace(hour=9, minute=40, tzinfo=UTC)
    run(time_machine, day - timedelta(days=1))
    assert mail.outbox == []
    run(time_machine, day)
    assert len(mail.outbox) == 1


def test_a_removed_account_opens_nothing_and_its_address_and_record_are_free_again(user, time_machine):
    every_day(time_machine, (2026, 11, 14), (2026, 11, 23))
    assert Client().post("/sign-in", {"email": ADDRESS, "password": PASSWORD}).status_code == 422
    person = Person.objects.get()
    assert access.claimed([person.pk]) == set()
    again = accounts.open_account(email=ADDRESS, name=NAME, password=PASSWORD, by=BY, at=clock.now())
    grant_claim(user_id=again.pk, person_id=person.pk, by=BY, at=clock.now())
    assert person.names.filter(last="Quill").exists()
    assert found.user_id(ADDRESS) == again.pk


@pytest.mark.parametrize("count", [1, 3])
def test_looking_asks_as_many_questions_however_many_there_are(count, time_machine, django_assert_num_queries):
    for number in range(count):
        accounts.open_account(email=f"a{number}@example.org", name="", password=None, by=BY, at=USED)
    time_machine.move_to(datetime(2026, 11, 16, 9, 40, tzinfo=UTC), tick=False)
    with django_assert_num_queries(2):
        assert len(list(found.list_unused(clock.now()))) == count
