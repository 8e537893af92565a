"""What access asks of people, and when it stops asking."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from finpro.access.enums import Reason
from finpro.journeys import certify, invite, remove_member
from finpro.kernel import tasks
from finpro.kernel.tasks import State, Who
from tests.access import firm as firms

pytestmark = pytest.mark.django_db
JOINED, SPRING = datetime(2026, 1, 12, 17, tzinfo=UTC), datetime(2026, 4, 20, 17, tzinfo=UTC)


@pytest.fixture
def alder():
    return firms.staffed(JOINED)


def provider():
    return next(one for one in tasks.providers() if one.key == "access.firms")


def asked(user_id, at):
    return provider().mine(Who(user_id), at)


def test_an_invitation_is_asked_about_until_it_is_answered_or_lapses(alder):
    iris = firms.account("Iris", SPRING)
    assert asked(iris.pk, SPRING) == []
    invite.invite(email="iris@example.org", entitlements=["u4.draft"], by=alder.aide.actor, at=SPRING)
    (task,) = asked(iris.pk, SPRING)
    assert (task.source, task.action.url) == ("EN-05", "/account/invitations")
    assert task.governs.on == date(2026, 5, 4)
    assert asked(iris.pk, SPRING + timedelta(days=14)) == []


def test_certifying_is_asked_of_one_from_the_window_until_it_is_closed(alder):
    boss, aide = alder.boss.user_id, alder.aide.user_id
    assert asked(boss, datetime(2026, 4, 14, 17, tzinfo=UTC)) == []
    assert asked(aide, SPRING) == []
    (task,) = asked(boss, SPRING)
    assert (task.state, task.governs.on) == (State.OPEN, date(2026, 6, 17))
    assert task.action.url == "/firm/501/admin/certification"
    certify.open_year(by=alder.boss.actor, at=SPRING)
    (task,) = asked(boss, datetime(2026, 7, 1, 17, tzinfo=UTC))
    assert task.state is State.BEGUN
    both = [alder.aide.membership.pk, alder.filer.membership.pk]
    certify.keep(membership_ids=both, by=alder.boss.actor, at=SPRING)
    certify.close(by=alder.boss.actor, at=SPRING)
    assert asked(boss, SPRING) == []


def test_who_is_alone_is_asked_nothing(alder):
    for one in (alder.aide, alder.filer):
        remove_member.remove(membership_id=one.membership.pk, reason=Reason.LEFT, by=alder.boss.actor, at=SPRING)
    assert asked(alder.boss.user_id, SPRING) == []


def test_it_asks_the_database_once_and_nothing_without_an_account(alder):
    with CaptureQueriesContext(connection) as queries:
        provider().mine(Who(alder.boss.user_id), SPRING)
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert provider().mine(Who(None), SPRING) == []
        assert provider().theirs([Who(alder.boss.user_id)], SPRING) == {}
    assert len(queries) == 0
