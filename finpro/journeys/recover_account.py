"""Somebody has lost every second factor: the registry makes sure who it is, and takes the lost ones away.

Who asks has shown the first thing, a password or a mailed code, and waits at the second step. Nothing else changes: the
account stays bound to what it was bound to, and who acts for a firm sets up a new factor first. The owner gets a mail
at once, and nothing is granted for a day, so that a thief of the password is never faster than the mail.
"""

from datetime import datetime, timedelta

from django.db import transaction

from finpro.accounts import services as accounts
from finpro.casework import permissions
from finpro.casework import selectors as cases
from finpro.casework import services as casework
from finpro.casework.enums import Kind, Outcome
from finpro.journeys.review_identity import Decision
from finpro.kernel import actor, clock, errors
from finpro.kernel.actor import Actor
from finpro.kernel.http.tries import count_tries
from finpro.kernel.limits import Limit
from finpro.rulebook import lookup as rulebook

ASKING = Limit("recovery-asked", 3, timedelta(days=1))


def ask(*, user_id: int, at: datetime) -> str:
    """Open a case for the account that waits at its second step, or find the one that is open; its number.

    Raises TooMany after several in a day.
    """
    count_tries((ASKING, str(user_id)), at=at)
    by = actor.account(user_id)
    with transaction.atomic():
        case = casework.open_case(
            kind=Kind.ACCOUNT_RECOVERY,
            subject=f"recovery:{user_id}",
            account_id=user_id,
            reasons=[],
            by=by,
            at=at,
        )
        if case.opened_at == at:
            accounts.report_lost(user_id=user_id, case=case.number, by=by, at=at)
    return case.number


def grant(*, number: str, decision: Decision, by: Actor, at: datetime) -> None:
    """The registry was shown who it is: the case is closed and the lost factors are gone, both or neither.

    Raises Forbidden without the entitlement to decide who somebody is, or for the own case, Invalid where a reason is
    missing, Refusal where the case is not in the actor's hands, or its owner has not had the mail for long enough.
    """
    permissions.decide_identity(by)
    with transaction.atomic():
        case = cases.case_page(by, number, at)
        if case.kind is not Kind.ACCOUNT_RECOVERY or case.account is None:
            raise errors.Refusal("This case is not about an account that lost its ways in. Nothing was changed.")
        if case.state == "CLOSED":
            raise errors.Refusal("This case is closed already. Nothing was changed.")
        casework.decide(
            number=number,
            outcome=Outcome.GRANTED,
            reasons=decision.reasons,
            note=decision.note,
            message=decision.message,
            by=by,
            at=at,
        )
        _wait(case.opened_at, at)
        accounts.lift_factors(user_id=case.account.id, by=by, at=at)


def _wait(opened_at: datetime, at: datetime) -> None:
    hours = rulebook.on(clock.legal_date(at)).number("recovery_wait_hours")
    if at < opened_at + timedelta(hours=hours):
        raise errors.Refusal(
            f"The owner of the account was told by mail, and has {hours} hours to object. Nothing was changed. "
            "Decide when they are over."
        )
