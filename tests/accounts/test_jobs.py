"""What jobs of accounts clear away, and what they do once."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from finpro.accounts import jobs
from finpro.accounts import services as accounts
from finpro.accounts.models import SignUp, Solved
from finpro.audit.models import Event
from finpro.kernel import clock, codes, limits
from finpro.kernel.limits import Limit
from finpro.kernel.models import Code, Tally
from finpro.notices.models import Notice
from tests.portals.signed_in import BY

pytestmark = pytest.mark.django_db


def test_sessions_that_have_run_out_are_deleted_and_others_stay():
    now = clock.now()
    for key, ends in (("old", now - timedelta(seconds=1)), ("live", now + timedelta(days=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    jobs.clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]


def test_the_list_of_sessions_holds_none_that_is_gone():
    now = clock.now()
    user = accounts.open_account(email="mae@example.org", name="Mae", password=None, by=BY, at=now)
    for key in ("gone", "live"):
        accounts.note_session(user_id=user.pk, session_key=key, address="192.0.2.1", user_agent="", by=BY, at=now)
    Session.objects.create(session_key="live", session_data="", expire_date=now + timedelta(days=1))
    jobs.clear_sessions()
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["live"]


def test_what_no_longer_counts_is_swept_after_a_day():
    now = clock.now()
    for back, name in ((jobs.KEPT + timedelta(minutes=1), "old"), (jobs.KEPT - timedelta(minutes=1), "new")):
        at = now - back
        codes.issue(purpose="tests", subject=name, at=at, lasts=timedelta(0))
        limits.spend(Limit(name, 5, timedelta(days=1)), "somebody", at=at)
        Solved.objects.create(once=name, at=at)
        SignUp.objects.create(name=name, email=f"{name}@example.org", started_at=at)
    jobs.sweep()
    assert [row.subject for row in Code.objects.all()] == ["new"]
    assert [row.key.partition(":")[0] for row in Tally.objects.all()] == ["new"]
    assert [row.once for row in Solved.objects.all()] == ["new"]
    assert [row.name for row in SignUp.objects.all()] == ["new"]


def test_a_lock_is_told_once_however_often_its_job_runs():
    user = accounts.open_account(email="mae@example.org", name="Mae", password=None, by=BY, at=clock.now())
    for _ in range(2):
        jobs.close_lock(user_id=user.pk, moment=1)
    jobs.close_lock(user_id=user.pk, moment=2)
    jobs.close_lock(user_id=0, moment=1)
    assert Event.objects.filter(tag="account:lock:closed").count() == 2
    assert Notice.objects.filter(tag="account:lock:closed").count() == 2
