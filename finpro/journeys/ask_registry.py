"""A person whose identity could not be told online asks the registry, and answers what the registry asks."""

from datetime import datetime, timedelta

from django.db import transaction

from finpro.casework import selectors as cases
from finpro.casework import services as casework
from finpro.casework.enums import Kind
from finpro.identity import selectors as identity
from finpro.identity.enums import State
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.http.tries import count_tries
from finpro.kernel.limits import Limit

ASKING = Limit("case-opened", 3, timedelta(days=1))

_KINDS = {State.UNMATCHED: Kind.IDENTITY_UNMATCHED, State.FAILED: Kind.IDENTITY_FAILED}


def ask(*, by: Actor, at: datetime) -> str:
    """Open a case for the account's proof of identity, or find the one that is open; its number.

    Raises Refusal where there is nothing to decide, TooMany after several in a day.
    """
    user_id = by.user_id or 0
    proof = identity.open_proof(user_id)
    if proof is None:
        raise errors.Refusal("There is nothing for the registry to decide. First tell us who you are.", "IDV-01")
    count_tries((ASKING, str(user_id)), at=at)
    with transaction.atomic():
        case = casework.open_case(
            kind=_KINDS.get(State(proof.state), Kind.IDENTITY_UNAVAILABLE),
            subject=f"proof:{proof.pk}",
            account_id=user_id,
            reasons=proof.reasons,
            by=by,
            at=at,
        )
    return case.number


def answer(*, message: str, by: Actor, at: datetime) -> None:
    """Answer what the registry asks in the actor's latest case.

    Raises NotFound where there is none, Invalid for an empty answer.
    """
    own = cases.case_for_account(by.user_id or 0)
    if own is None:
        raise errors.NotFound("You have no support case.")
    with transaction.atomic():
        casework.answer(number=own.number, message=message, by=by, at=at)
