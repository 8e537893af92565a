"""A firm vouches for who somebody is: asked by the person, answered by an entitled member of the firm.

Whoever vouches types a number that only the person sees, so that both have spoken before anything is said. It is tried
outside any transaction, because five wrong tries are five, whatever becomes of the rest.
"""

from datetime import datetime, timedelta

from django.db import transaction

from finpro.casework import services as casework
from finpro.casework.selectors import vouching
from finpro.identity.enums import Method
from finpro.journeys import prove_identity
from finpro.kernel import codes, errors
from finpro.kernel.actor import Actor
from finpro.kernel.codes import Answer
from finpro.kernel.http.tries import count_tries
from finpro.kernel.limits import Limit

# Naming firms is how somebody could learn where a person works.
ASKING = Limit("vouch-asked", 5, timedelta(days=1))

_WRONG = {
    Answer.WRONG: "This is not the number of the request. Ask the person to read it out again, and check each digit",
    Answer.SPENT: "The number was typed wrong five times. Ask the person to take the request back and to ask again",
    Answer.GONE: "The number is no longer good. Ask the person to take the request back and to ask again",
}


def ask(*, firm: str, by: Actor, at: datetime) -> None:
    """Ask a firm that the record ties to the person. `firm` is its CRD number, or the beginning of its name.

    Raises Refusal where no firm can vouch, Invalid where the record ties the person to no such firm, TooMany after
    several tries in a day.
    """
    count_tries((ASKING, by.label), at=at)
    with transaction.atomic():
        casework.ask_to_vouch(firm=firm, by=by, at=at)


def withdraw(*, request_id: int, by: Actor, at: datetime) -> None:
    """Take a request back."""
    with transaction.atomic():
        casework.withdraw(request_id=request_id, by=by, at=at)


def vouch(*, request_id: int, number: str, by: Actor, at: datetime) -> None:
    """The firm vouches: the account is bound to the record, at the assurance level of a firm, and both sides are told.

    Done twice by a double click, the second finds it done. Raises NotFound for another firm's request and for somebody
    not with the firm, Forbidden for the own request, Invalid for a wrong number, Refusal where the record was bound to
    another account meanwhile.
    """
    if vouching.answered_by(by, request_id):
        return
    asked = vouching.to_answer(by, request_id, at)
    if asked.why_not:
        raise errors.Forbidden(asked.why_not)
    answer = codes.check(purpose=vouching.PURPOSE, subject=asked.subject, typed=number, at=at)
    if answer is not Answer.RIGHT:
        raise errors.Invalid(_WRONG[answer], [errors.Finding("vouch", "error", "/number", _WRONG[answer])])
    with transaction.atomic():
        request = casework.vouched(request_id=request_id, by=by, at=at)
        prove_identity.settle_as(proof_id=request.proof_id, method=Method.VOUCHED, by=by, at=at)


def decline(*, request_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The firm does not vouch, and says why. Done twice by a double click, the second finds it done."""
    if vouching.answered_by(by, request_id):
        return
    with transaction.atomic():
        casework.decline(request_id=request_id, reason=reason, by=by, at=at)
