"""The outbox: one mail for one cause, sent once, given up or dropped for a reason."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from finpro.kernel import clock, jobs
from finpro.kernel.actor import system
from finpro.notices import jobs as delivery
from finpro.notices import notices, policies, selectors, services
from finpro.notices.enums import TRANSITIONS, State
from finpro.notices.models import Notice

BY = system("tests")


def queue(kind, at, cause="thing:1", recipient="account:1", **data):
    return services.queue(kind=kind, cause=cause, recipient=recipient, data=data, by=BY, at=at)


def deliver(row, at):
    taken = services.take(notice_id=row.pk, at=at)
    outcome = services.send(taken) if taken else None
    if taken:
        services.settle(taken=taken, outcome=outcome, at=at)
    row.refresh_from_db()
    return outcome


@pytest.mark.django_db
def test_a_mail_is_sent_with_its_code_in_both_bodies(greeting, at):
    row = queue(greeting, at)
    assert deliver(row, at).accepted
    (sent,) = mail.outbox
    assert sent.to == ["rowan@example.org"]
    assert sent.subject == f"A greeting ({row.code})"
    html = sent.alternatives[0].content
    assert "Hello Rowan & Co." in sent.body
    assert "Hello Rowan &amp; Co." in html
    for body in (sent.body, html):
        assert row.code in body
        assert "you asked for it" in body
        assert "+1 800 555 0100" in body
    assert sent.extra_headers["Message-ID"] == f"<{row.code}.{row.pk}@finpro.example>"
    assert (row.state, row.attempts, row.ended_at) == (State.SENT, 1, at)


@pytest.mark.django_db
def test_one_cause_makes_one_mail_and_one_job(greeting, at):
    first = queue(greeting, at)
    assert queue(greeting, at + timedelta(days=1)).pk == first.pk
    other = queue(greeting, at, recipient="account:2")
    assert other.pk != first.pk
    assert jobs.counts() == {(services.DELIVER, "todo"): 2}


@pytest.mark.django_db
def test_a_mail_is_gone_with_its_cause(greeting, at):
    with transaction.atomic():
        queue(greeting, at)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert jobs.counts() == {}


@pytest.mark.parametrize(
    ("data", "problem"), [({"wanted": False}, "no longer wanted"), ({"address": None}, "no address")]
)
@pytest.mark.django_db
def test_what_is_no_longer_wanted_is_dropped(greeting, at, data, problem):
    row = queue(greeting, at, **data)
    assert deliver(row, at) is None
    assert (row.state, row.problem, row.ended_at) == (State.DROPPED, problem, at)
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_kind_that_the_program_no_longer_has_is_dropped(greeting, at):
    row = queue(greeting, at)
    notices.forget(greeting)
    try:
        assert deliver(row, at) is None
    finally:
        notices.register(greeting)
    assert row.state == State.DROPPED


@pytest.mark.django_db
def test_an_absent_server_is_tried_again_later_and_later_and_then_given_up(greeting, at, monkeypatch):
    def away(self, fail_silently=False):
        raise ConnectionRefusedError("rowan@example.org")

    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", away)
    row, now = queue(greeting, at), at
    for pause in policies.PAUSES:
        deliver(row, now)
        assert (row.state, row.problem, row.due_at) == (State.QUEUED, "ConnectionRefusedError", now + pause)
        assert services.take(notice_id=row.pk, at=row.due_at - timedelta(seconds=1)) is None
        now = row.due_at
    deliver(row, now)
    assert (row.state, row.attempts) == (State.FAILED, len(policies.PAUSES) + 1)


@pytest.mark.django_db
def test_over_real_smtp(greeting, at, postbox):
    row = queue(greeting, at)
    assert deliver(row, at).accepted
    (envelope,) = postbox.mails
    received = message_from_bytes(envelope.content, policy=policy.default)
    assert received["Subject"] == f"A greeting ({row.code})"
    assert received["Auto-Submitted"] == "auto-generated"
    assert {part.get_content_type() for part in received.iter_parts()} == {"text/plain", "text/html"}


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"refuse": "554 no"}, State.FAILED),
        ({"refuse": "451 later"}, State.QUEUED),
        ({"refuse_recipient": "550 unknown"}, State.FAILED),
        ({"refuse_recipient": "450 busy"}, State.QUEUED),
    ],
)
@pytest.mark.django_db
def test_a_refusal_for_good_ends_it_and_another_does_not(greeting, at, postbox, answers, state):
    for name, answer in answers.items():
        setattr(postbox, name, answer)
    row = queue(greeting, at)
    deliver(row, at)
    assert row.state == state
    assert "rowan" not in row.problem
    assert "(" in row.problem


@pytest.mark.django_db
def test_a_mail_in_other_hands_is_left_alone_until_they_are_dead(greeting, at):
    row = queue(greeting, at)
    first = services.take(notice_id=row.pk, at=at)
    assert services.take(notice_id=row.pk, at=at + policies.LEASE) is None
    later = at + policies.LEASE + timedelta(seconds=1)
    assert selectors.list_left_behind(later) == [row.pk]
    second = services.take(notice_id=row.pk, at=later)
    assert (first.attempt, second.attempt) == (1, 2)
    # The first one was only slow: what it says now is no longer asked for.
    assert services.settle(taken=first, outcome=services.Outcome(True), at=later) is None
    assert services.settle(taken=second, outcome=services.Outcome(True), at=later).state == State.SENT


@pytest.mark.django_db
def test_what_kills_its_workers_is_given_up(greeting, at):
    row, now = queue(greeting, at), at
    for _ in range(len(policies.PAUSES) + 1):
        assert services.take(notice_id=row.pk, at=now)
        now += policies.LEASE + timedelta(seconds=1)
    assert services.take(notice_id=row.pk, at=now) is None
    row.refresh_from_db()
    assert row.state == State.FAILED


@pytest.mark.django_db
def test_the_sweep_finds_what_no_job_will_deliver(greeting, at, time_machine):
    row = queue(greeting, at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    time_machine.move_to(at + selectors.FORGOTTEN + timedelta(seconds=1), tick=False)
    delivery.sweep()
    assert jobs.counts() == {(services.DELIVER, "todo"): 1}
    assert selectors.oldest_due_at() == row.due_at


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
@pytest.mark.django_db
def test_the_database_holds_to_the_table_of_states(greeting, at, before, after):
    row = queue(greeting, at)
    path = {State.QUEUED: [], State.SENDING: [State.SENDING], State.DROPPED: [State.DROPPED]}
    for step in path.get(before, [State.SENDING, before]):
        _move(row, step, at)
    if before == after or (before, after) in TRANSITIONS:
        _move(row, after, at)
    else:
        with pytest.raises(DatabaseError), transaction.atomic():
            _move(row, after, at)


def _move(row, state, at):
    ended = at if state in {State.SENT, State.FAILED, State.DROPPED} else None
    Notice.objects.filter(pk=row.pk).update(state=state, ended_at=ended, sending_at=at)


@pytest.mark.django_db
def test_depth_and_code(greeting, at):
    row = queue(greeting, at)
    assert selectors.depth() == {"QUEUED": 1, "SENDING": 0, "SENT": 0, "FAILED": 0, "DROPPED": 0}
    letters = selectors.list_letters(recipients=["account:1"])
    assert [letter.code for letter in letters] == [row.code]
    assert selectors.list_letters(recipients=["account:1"], code=f" {row.code.lower()} ") == letters
    assert selectors.list_letters(recipients=["account:2"], code=row.code) == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_delivers_what_a_transaction_queued(greeting, postbox):
    with transaction.atomic():
        rows = [queue(greeting, clock.now(), cause=f"thing:{number}") for number in range(3)]
    jobs.work(wait=False)
    assert len(postbox.mails) == 3
    assert set(Notice.objects.values_list("state", flat=True)) == {State.SENT}
    assert len(rows) == 3


WORKER = """
import sys, tests.notices.conftest as own
from pathlib import Path
import django
django.setup()
from django.conf import settings
from django.template import engines
from jinja2 import ChoiceLoader, FileSystemLoader
from finpro.kernel import clock, jobs
from finpro.notices import notices
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", int(sys.argv[1]), 20
environment = next(iter(engines.all())).env
environment.loader = ChoiceLoader([environment.loader, FileSystemLoader(str(Path(own.__file__).parent / "templates"))])
notices.register(own.Greeting)
jobs.work(wait=False)
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_it_hands_over_a_mail_loses_none_and_doubles_none(
    greeting, postbox, database, settings, time_machine
):
    row = queue(greeting, clock.now())
    postbox.hold = threading.Event()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(settings.EMAIL_PORT)], env=database.environment, start_new_session=True
    )
    try:
        assert postbox.arrived.wait(30), "the worker never reached the mail server"
    finally:
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait(10)
    row.refresh_from_db()
    assert row.state == State.SENDING
    postbox.hold.set()
    postbox.hold = None
    time_machine.move_to(row.sending_at + policies.LEASE + timedelta(seconds=1), tick=True)
    delivery.sweep()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'doing'")
    jobs.work(wait=False)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.SENT, 2)
    assert len(postbox.mails) == 1
