"""Queueing a mail with its cause, and the steps of its delivery, each in a transaction of its own.

A worker may die at any moment. Before the mail server has accepted the mail, another worker takes it over and the mail
is sent once. In the blink between the server's acceptance and our note of it, the mail is sent again, with the same
Message-ID, by which mailboxes know it: a second copy is harmless, a lost notice is not.
"""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from anymail.exceptions import AnymailRecipientsRefused, AnymailRequestsAPIError
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q

from finpro.kernel import ids, jobs
from finpro.kernel.actor import Actor
from finpro.notices import notices, policies
from finpro.notices.enums import State
from finpro.notices.models import Notice

DELIVER = "notices.deliver"
# Statuses of a provider that do not last: a key to be renewed, a request in the way of another, too many.
_LATER = {401, 403, 408, 409, 425, 429}


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that this worker is going to send. `attempt` fences: whoever took it later has a higher one."""

    notice_id: int
    attempt: int
    code: str
    address: str
    kind: notices.Notice


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the mail server said. `final` means that it will not change its mind; `problem` holds no address."""

    accepted: bool
    final: bool = False
    problem: str = ""


def queue(
    *, kind: type[notices.Notice], cause: str, recipient: str, data: Mapping[str, Any], by: Actor, at: datetime
) -> Notice:
    """Put a mail in the outbox, in the caller's transaction, with the job that delivers it.

    `cause` says what it is about, as text that is the same each time (`filing:77:submitted`): a second call for the
    same kind, cause and recipient changes nothing and returns the first one's row. `data` holds ids and codes.
    """
    row, fresh = Notice.objects.get_or_create(
        tag=kind.tag,
        cause=cause,
        recipient=recipient,
        defaults={"data": dict(data), "code": _code(), "queued_at": at, "queued_by": by.label, "due_at": at},
    )
    if fresh:
        jobs.defer(DELIVER, lock=f"notice:{row.pk}", notice_id=row.pk)
    return row


def _code() -> str:
    code = ids.reference()
    while Notice.objects.filter(code=code).exists():
        code = ids.reference()
    return code


def take(*, notice_id: int, at: datetime) -> Taken | None:
    """Take a mail that is due, or left behind by a dead worker, after asking its class again; None when it is not ours
    to send: done, not due, in another worker's hands, given up, or no longer wanted."""
    due = Q(state=State.QUEUED, due_at__lte=at) | Q(state=State.SENDING, sending_at__lt=at - policies.LEASE)
    row = Notice.objects.select_for_update(skip_locked=True).filter(due, pk=notice_id).first()
    if row is None:
        return None
    kind = notices.find(row.tag)
    if kind is None:
        _end(row, State.DROPPED, "the program no longer has this kind of mail", at)
        return None
    if policies.pause_after(row.attempts or 1) is None:
        _end(row, State.FAILED, row.problem or "workers died over it", at)
        return None
    notice = kind(row.recipient, row.data)
    if not notice.still_wanted():
        _end(row, State.DROPPED, "no longer wanted", at)
        return None
    address = notice.address()
    if address is None:
        _end(row, State.DROPPED, "no address", at)
        return None
    row.state, row.attempts, row.sending_at = State.SENDING, row.attempts + 1, at
    row.save(update_fields=["state", "attempts", "sending_at"])
    return Taken(row.pk, row.attempts, row.code, address, notice)


def _end(row: Notice, state: State, problem: str, at: datetime) -> None:
    row.state, row.problem, row.ended_at = state, problem, at
    row.save(update_fields=["state", "problem", "ended_at"])


def send(taken: Taken) -> Outcome:
    """Hand the mail to the mail server; what it says is a value, not an exception. No transaction is open meanwhile."""
    mail = notices.write(type(taken.kind), taken.kind.context(), code=taken.code)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[taken.address],
        headers={"Message-ID": f"<{taken.code}.{taken.notice_id}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        return Outcome(False, all(code >= 500 for code in codes), f"{policies.REFUSED} ({max(codes)})")
    except smtplib.SMTPResponseException as refused:
        return Outcome(False, refused.smtp_code >= 500, f"{type(refused).__name__} ({refused.smtp_code})")
    except AnymailRecipientsRefused:
        return Outcome(False, True, policies.REFUSED)
    except AnymailRequestsAPIError as refused:
        # The provider's own words may quote the address. Too many at once is no refusal.
        code = refused.status_code or 0
        return Outcome(False, 400 <= code < 500 and code not in _LATER, f"AnymailRequestsAPIError ({code})")
    except OSError as away:
        return Outcome(False, problem=type(away).__name__)
    return Outcome(True)


def settle(*, taken: Taken, outcome: Outcome, at: datetime) -> Notice | None:
    """Note what became of the mail, and when it is tried again; None when another worker has taken it over since."""
    row = (
        Notice.objects.select_for_update()
        .filter(pk=taken.notice_id, state=State.SENDING, attempts=taken.attempt)
        .first()
    )
    if row is None:
        return None
    pause = policies.pause_after(row.attempts)
    row.problem = outcome.problem
    if outcome.accepted:
        row.state, row.ended_at = State.SENT, at
    elif outcome.final or pause is None:
        row.state, row.ended_at = State.FAILED, at
    else:
        row.state, row.due_at = State.QUEUED, at + pause
        jobs.defer(DELIVER, lock=f"notice:{row.pk}", when=row.due_at, notice_id=row.pk)
    row.save(update_fields=["state", "problem", "due_at", "ended_at"])
    return row
