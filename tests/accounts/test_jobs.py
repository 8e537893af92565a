"""Sessions that have run out do not pile up."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from finpro.accounts import jobs
from finpro.kernel import clock

pytestmark = pytest.mark.django_db


def test_sessions_that_have_run_out_are_deleted_and_others_stay():
    now = clock.now()
    for key, ends in (("old", now - timedelta(seconds=1)), ("live", now + timedelta(days=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    jobs.clear_sessions()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["live"]
