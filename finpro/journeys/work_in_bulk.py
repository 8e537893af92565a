"""The same done to several pieces of work, each in a transaction of its own: one that cannot be done stops no other."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from finpro.casework import selectors as cases
from finpro.casework import services as casework
from finpro.casework.policies import bulk, work
from finpro.casework.services import Written
from finpro.journeys import decide_registration, review_requests
from finpro.kernel import errors
from finpro.kernel.actor import Actor


def do(*, subjects: Sequence[str], action: str, by: Actor, at: datetime) -> str:
    """Do it to each, and keep what came of each. Returns the number of the list of results.

    Raises Forbidden for whoever may not work on requests, Invalid for an action that is none or an empty choice.
    """
    planned = cases.plan(by, subjects, action, at)
    if not planned.label or not planned.rows:
        message = "Choose at least one row, and what to do"
        raise errors.Invalid(message, [errors.Finding("work", "error", "/action", message)])
    found = [(row.subject, *_one(row.subject, action, row.why_not, by, at)) for row in planned.rows]
    with transaction.atomic():
        return casework.keep_results(action=action, results=found, by=by, at=at).number


def _one(subject: str, action: str, why_not: str, by: Actor, at: datetime) -> tuple[bool, str]:
    if why_not:
        return False, why_not
    try:
        _act(subject, action, by, at)
    except errors.FinproError as refused:
        return False, refused.message
    return True, ""


def _act(subject: str, action: str, by: Actor, at: datetime) -> None:
    to, template = bulk.assignee(action), bulk.template(action)
    if to is not None:
        with transaction.atomic():
            casework.assign_work(subject=subject, to=to, by=by, at=at)
    elif template:
        _ask(subject, template, by, at)
    else:
        take = partial(review_requests.take, instead_of=None)
        verb = take if action == bulk.TAKE else review_requests.give_back
        verb(subject=subject, by=by, at=at)


def _ask(subject: str, template: str, by: Actor, at: datetime) -> None:
    _kind, key = work.named(subject)
    draft = cases.draft_letter(by, key, template, "", at)
    written = Written(template, draft.text)
    decide_registration.ask(request_id=key, written=written, reason=draft.reason, about="", by=by, at=at)
