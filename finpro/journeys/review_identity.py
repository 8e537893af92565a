"""The registry works on support cases, and decides who somebody is where no other way could tell.

A grant proves the identity in the same transaction that closes the case: both stand, or neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from finpro.accounts import selectors as accounts
from finpro.audit import services as audit
from finpro.casework import selectors as cases
from finpro.casework import services as casework
from finpro.casework.enums import Outcome
from finpro.identity import services as identity
from finpro.identity.enums import Method, Reason, State
from finpro.journeys import prove_identity
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor
from finpro.registry import selectors as registry


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided. `reasons` are codes of the rulebook's case reasons. `crd` names the person where the record
    search found nobody; `message` is read by the person, `note` by the registry alone."""

    reasons: Sequence[str]
    crd: int | None = None
    note: str = field(default="", repr=False)
    message: str = field(default="", repr=False)


def find(*, typed: str, by: Actor, at: datetime) -> cases.Found:
    """The case with the number typed, or else the account with the address typed and its cases.

    Looking for an account is an event, without the address.
    """
    number = cases.number_of(by, typed)
    if number is not None:
        return cases.Found(number)
    user_id = accounts.user_id(typed.strip())
    with transaction.atomic():
        found = cases.found_account(by, user_id, at)
        subject = f"account:{user_id}" if found.account else ""
        audit.record(
            tag="case:account:searched", by=by, at=at, subject=subject, data={"found": int(found.account is not None)}
        )
    return found


def compare(*, number: str, crd: int, born_on: date | None, by: Actor, at: datetime) -> registry.Candidate:
    """Whether the person with this CRD number may be whose case it is. Raises NotFound where nobody has the number."""
    asking = cases.case_page(by, number, at).account
    name = asking.name if asking else ""
    return registry.candidate(by, crd, born_on=born_on, name=name, on=clock.legal_date(at))


def unlock(*, user_id: int, by: Actor, at: datetime) -> None:
    """Open an account that was closed to its password after too many wrong ones. Its owner still needs the password."""
    with transaction.atomic():
        casework.unlock(user_id=user_id, by=by, at=at)


def take(*, number: str, instead_of: int | None, by: Actor, at: datetime) -> None:
    """Make a case the actor's own; of two at once one gets it. Raises Refusal naming who has it."""
    with transaction.atomic():
        casework.take(number=number, instead_of=instead_of, by=by, at=at)


def give_back(*, number: str, by: Actor, at: datetime) -> None:
    """Let somebody else take the case."""
    with transaction.atomic():
        casework.give_back(number=number, by=by, at=at)


def note(*, number: str, text: str, by: Actor, at: datetime) -> None:
    """Write something down for the registry alone."""
    with transaction.atomic():
        casework.note(number=number, text=text, by=by, at=at)


def ask(*, number: str, message: str, by: Actor, at: datetime) -> None:
    """Ask the person for something; the mail says only that there is a question."""
    with transaction.atomic():
        casework.ask_person(number=number, message=message, by=by, at=at)


def grant(*, number: str, decision: Decision, by: Actor, at: datetime) -> None:
    """The registry says who it is: the case is closed, the account bound to the record, its owner told.

    Raises Forbidden without the entitlement or for the own case, Invalid where reason or person is missing, Refusal
    where the record was bound meanwhile or the proof has moved on; then nothing was changed.
    """
    with transaction.atomic():
        proof_id, matched = _proof(number, by, at)
        person_id = None if matched else _person(decision.crd)
        casework.decide(
            number=number,
            outcome=Outcome.GRANTED,
            reasons=decision.reasons,
            note=decision.note,
            message=decision.message,
            person_id=person_id,
            by=by,
            at=at,
        )
        prove_identity.settle_as(proof_id=proof_id, method=Method.STAFF, person_id=person_id, by=by, at=at)


def refuse(*, number: str, decision: Decision, by: Actor, at: datetime) -> None:
    """The registry decides against it: case and proof end, and the person is told and may begin again.

    A case that is about something else than an identity is closed alone. Raises as `grant`.
    """
    with transaction.atomic():
        case = cases.case_page(by, number, at)
        casework.decide(
            number=number,
            outcome=Outcome.REFUSED,
            reasons=decision.reasons,
            note=decision.note,
            message=decision.message,
            by=by,
            at=at,
        )
        if case.proof is not None:
            identity.stop(proof_id=UUID(case.proof.id), state=State.FAILED, reasons=[Reason.REFUSED], by=by, at=at)


def close(*, number: str, by: Actor, at: datetime) -> None:
    """Close a case whose proof was settled another way while somebody worked on it."""
    with transaction.atomic():
        casework.close(number=number, by=by, at=at)


def _proof(number: str, by: Actor, at: datetime) -> tuple[UUID, bool]:
    case = cases.case_page(by, number, at)
    if case.proof is None:
        raise errors.Refusal("This case is not about who somebody is, so it cannot be granted here.")
    return UUID(case.proof.id), case.proof.person_id is not None


def _person(crd: int | None) -> int:
    person_id = registry.person_id(crd) if crd is not None else None
    if person_id is None:
        message = "Enter the CRD number of the person to whom the account is going to be bound"
        raise errors.Invalid(message, [errors.Finding("case", "error", "/crd", message)])
    return person_id
