"""The registry decides a request for registration: what is said and what the record says change together.

Of each verb casework keeps the reasons, the history and the mails, and the registry's own door moves the request.
"""

from datetime import datetime

from django.db import transaction

from finpro.casework import services as casework
from finpro.casework.enums import Decision, LetterOutcome
from finpro.casework.policies import decisions, letters
from finpro.casework.selectors import missing as lacking
from finpro.casework.selectors.waived import reviewers
from finpro.casework.services import Said, Written
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry import services as registry
from finpro.registry.enums import RequestState


def decide(*, request_id: int, decision: Decision, said: Said, by: Actor, at: datetime) -> RequestState:
    """Approve, restrict, return, deny … a request, and tell firm and person. Returns the state it is in then.

    Raises as casework.decide_request; then nothing was changed.
    """
    with transaction.atomic():
        to = casework.decide_request(request_id=request_id, decision=decision, said=said, by=by, at=at)
        registry.move_request(request_id=request_id, to=to, by=by, at=at, reason=", ".join(said.reasons))
    return to


def ask(*, request_id: int, written: Written, reason: str, about: str, by: Actor, at: datetime) -> str:
    """Send the firm a letter about something that the request lacks: it is deficient until that is there.

    Returns the letter's number. Raises as casework.send_letter, and Refusal for a request that is decided.
    """
    with transaction.atomic():
        lacks = letters.lacks(reason, written.template, about)
        missing = registry.open_deficiency(request_id=request_id, reason=reason, about=lacks, by=by, at=at)
        return casework.send_letter(deficiency_id=missing.pk, written=written, by=by, at=at).number


def cure(*, deficiency_id: int, said: Said, by: Actor, at: datetime) -> int:
    """Close something that a request lacked, saying why. With the last one the request is pending again.

    Returns the request's key. Raises as casework.cure.
    """
    with transaction.atomic():
        found = lacking.open_deficiency(deficiency_id)
        casework.cure(request_id=found.request_id, missing=found.reason, said=said, by=by, at=at)
        registry.cure_deficiency(deficiency_id=deficiency_id, by=by, at=at, reason=", ".join(said.reasons))
    return found.request_id


def review(*, request_id: int, note: str, by: Actor, at: datetime) -> bool:
    """The actor reviewed what was disclosed. With as many reviews as are configured the disclosure is no longer open.

    Whether that is so now. Raises as casework.review.
    """
    wanted = reviewers()
    with transaction.atomic():
        enough = casework.review(request_id=request_id, wanted=wanted, note=note, by=by, at=at)
        if enough:
            for key in lacking.open_of(request_id, decisions.REVIEWED):
                registry.cure_deficiency(deficiency_id=key, by=by, at=at, reason="REVIEWED")
    return enough


def answer(*, number: str, text: str, by: Actor, at: datetime) -> None:
    """The firm answers a letter."""
    with transaction.atomic():
        casework.answer_letter(number=number, text=text, by=by, at=at)


def accept(*, number: str, by: Actor, at: datetime) -> None:
    """The firm's answer is enough: the letter is closed, and no longer missing. What else was missing stays so."""
    _close(number, LetterOutcome.ACCEPTED, "ANSWERED", by, at)


def take_back(*, number: str, by: Actor, at: datetime) -> None:
    """The letter is not needed any more: it is closed, as by `accept`."""
    _close(number, LetterOutcome.TAKEN_BACK, "NOT_NEEDED", by, at)


def withdraw(*, request_id: int, by: Actor, at: datetime) -> None:
    """The firm takes its request back. Raises NotFound for another firm's, Forbidden without the entitlement to file,
    Refusal where it is decided already."""
    with transaction.atomic():
        moved = registry.move_request(request_id=request_id, to=RequestState.WITHDRAWN, by=by, at=at)
        if moved.moved_at == at:
            casework.withdraw_request(request_id=request_id, by=by, at=at)


def _close(number: str, outcome: LetterOutcome, reason: str, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        letter = casework.close_letter(number=number, outcome=outcome, by=by, at=at)
        if letter.closed_at != at:
            raise errors.Refusal("This letter is closed already. Nothing was changed.")
        if letters.closes(letter.deficiency.reason):
            registry.cure_deficiency(deficiency_id=letter.deficiency_id, by=by, at=at, reason=reason)
