"""Somebody shows to be a person on the record: number and date of birth, then a way that the identity bureau offers.

A number and a date of birth live for one call of `who`: they are looked up, handed to the bureau, and gone. The bureau
is asked outside any transaction, so that nobody waits for it while holding a lock. To the outside a number that fits
nobody, one that fits two, one with another date of birth and one whose record is taken are one and the same.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction

from finpro.access import selectors as access
from finpro.access import services as access_services
from finpro.accounts import selectors as accounts
from finpro.accounts import services as accounts_services
from finpro.casework import services as casework
from finpro.casework.enums import Kind
from finpro.identity import policies
from finpro.identity import selectors as identity
from finpro.identity import services as identity_services
from finpro.identity.enums import Method, Reason, State
from finpro.identity.notices import IdentityProven
from finpro.integrations import identity_bureau as bureau
from finpro.kernel import db, errors, limits
from finpro.kernel.actor import Actor
from finpro.kernel.http.clients import network, place
from finpro.kernel.http.tries import count_tries
from finpro.notices import services as notices
from finpro.registry.selectors import matching

_CASES = {
    State.UNMATCHED: Kind.IDENTITY_UNMATCHED,
    State.UNAVAILABLE: Kind.IDENTITY_UNAVAILABLE,
    State.FAILED: Kind.IDENTITY_FAILED,
}
_RECORD_TAKEN = (
    "This record is bound to another account meanwhile. Nothing was changed. Support can look into it with both owners."
)
_ACCOUNT_TAKEN = "This account is bound to a record already. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Claimed:
    """What somebody says about who he or she is: `ssn` of nine digits, or "" and the CRD number."""

    born_on: date = field(repr=False)
    ssn: str = field(default="", repr=False)
    crd: int | None = field(default=None, repr=False)


def settle_as(*, proof_id: UUID, method: Method, by: Actor, at: datetime, person_id: int | None = None) -> None:
    """The proof went through by `method`: the account is bound to the record, its case settles, its owner is told.

    Everything that proves an identity ends here: passcode, questions, a firm that vouches, the registry's decision.
    `person_id` names the person where the registry found whom the record search did not. Stands alone or inside the
    caller's transaction. Raises Refusal, and changes nothing, where the proof is decided already, where the record was
    bound to another account meanwhile, or the account to a record.
    """
    with transaction.atomic():
        proof = identity_services.verify(proof_id=proof_id, method=method, by=by, at=at, person_id=person_id)
        _bind(user_id=proof.user_id, person_id=proof.person_id or 0, by=by, at=at)
        casework.settle(subject=f"proof:{proof_id}", by=by, at=at)
        notices.queue(
            kind=IdentityProven,
            cause=f"proof:{proof_id}",
            recipient=IdentityProven.recipient_of(proof.user_id),
            data={"proof": str(proof_id)},
            by=by,
            at=at,
        )


def give(*, user_id: int, person_id: int, by: Actor, at: datetime) -> None:
    """Whoever runs the installation binds an account to a record without asking who its owner is (demo and tests): at
    the lowest assurance level, and without a mail. Raises Refusal as settle_as does."""
    with transaction.atomic():
        proof = identity_services.begin(user_id=user_id, person_id=person_id, reasons=(), by=by, at=at)
        identity_services.verify(proof_id=proof.pk, method=Method.GIVEN, by=by, at=at)
        _bind(user_id=user_id, person_id=person_id, by=by, at=at)


def _bind(*, user_id: int, person_id: int, by: Actor, at: datetime) -> None:
    if access.person_of(user_id) is not None:
        raise errors.Refusal(_ACCOUNT_TAKEN, "IDV-01")
    try:
        # Of two accounts that prove the same person at the same moment the database lets one.
        with transaction.atomic():
            access_services.grant_claim(user_id=user_id, person_id=person_id, by=by, at=at)
    except IntegrityError:
        raise errors.Refusal(_RECORD_TAKEN, "IDV-01") from None


def who(*, user_id: int, claimed: Claimed, phone: str, address: str, by: Actor, at: datetime) -> None:
    """Look for the person on the record, and ask the bureau what it can offer.

    `phone` (E.164) is kept where the account has none yet; `address` is where the request comes from. What came of it
    is read by identity.selectors.standing. Raises TooMany where the account or the network tried too often, Refusal
    where the account is bound to a record already.
    """
    if access.person_of(user_id) is not None:
        raise errors.Refusal(_ACCOUNT_TAKEN, "IDV-01")
    places = (policies.WHO_FROM, place(address)), (policies.WHO_NETWORK, network(address))
    count_tries((policies.WHO, str(user_id)), *places, at=at)
    pointed = matching.by_number(ssn_digits=claimed.ssn, crd=claimed.crd)
    taken = access.claimed(one.person_id for one in pointed)
    match = policies.judge(
        [policies.Candidate(one.person_id, one.born_on, one.person_id in taken) for one in pointed],
        claimed.born_on,
        often=_too_often([one.person_id for one in pointed], user_id, at),
    )
    contact = accounts.contact(user_id)
    with transaction.atomic():
        if phone and not contact.phone:
            accounts_services.set_phone(user_id=user_id, phone=phone, by=by, at=at)
        proof_id = _begin(user_id=user_id, match=match, by=by, at=at)
    if match.person_id is not None:
        name = matching.legal_name(match.person_id)
        applicant = bureau.Applicant(
            first=name.first,
            last=name.last,
            born_on=claimed.born_on,
            ssn=claimed.ssn or None,
            phone=contact.phone or phone or None,
            email=contact.email or None,
        )
        _inquire(proof_id, applicant, by, at)


def _too_often(person_ids: Sequence[int], user_id: int, at: datetime) -> bool:
    # For nobody something is counted too, so that time does not tell whether somebody is there.
    subjects = [f"person:{person_id}" for person_id in person_ids] or [f"nobody:{user_id}"]
    waits = [limits.spend(policies.WHO_PERSON, subject, at=at) for subject in subjects]
    return max(waits) > 0


def _begin(*, user_id: int, match: policies.Match, by: Actor, at: datetime) -> UUID:
    # Two windows of one account take turns: at most one proof is open.
    db.advisory_lock(f"identity:{user_id}")
    old = identity.open_proof(user_id)
    proof = identity_services.begin(user_id=user_id, person_id=match.person_id, reasons=match.reasons, by=by, at=at)
    if old is not None:
        casework.settle(subject=f"proof:{old.pk}", by=by, at=at)
    if match.reasons:
        _open_case(proof.pk, user_id, State.UNMATCHED, match.reasons, by, at)
    return proof.pk


def _inquire(proof_id: UUID, applicant: bureau.Applicant, by: Actor, at: datetime) -> None:
    """Ask the bureau, in no transaction, and keep what it offers."""
    try:
        found = bureau.adapter().inquire(applicant)
    except bureau.Unavailable:
        stop(proof_id=proof_id, state=State.UNAVAILABLE, reason=Reason.BUREAU_AWAY, by=by, at=at)
        return
    if found.passcode is None and not found.questions:
        stop(
            proof_id=proof_id,
            state=State.UNAVAILABLE,
            reason=Reason.BUREAU_THIN,
            no_passcode_reason=found.no_passcode_reason,
            by=by,
            at=at,
        )
        return
    # Begun again in another window meanwhile: this answer is let go.
    with suppress(errors.Refusal), transaction.atomic():
        identity_services.offer(
            proof_id=proof_id,
            reference=found.reference,
            channels=found.passcode.channels if found.passcode else (),
            phone=applicant.phone or "",
            questions=found.questions,
            no_passcode_reason=found.no_passcode_reason,
            by=by,
            at=at,
        )


def stop(
    *, proof_id: UUID, state: State, reason: Reason, by: Actor, at: datetime, no_passcode_reason: str = ""
) -> None:
    """The proof did not go through: a case is opened for it. Where it has moved on meanwhile, nothing happens."""
    with suppress(errors.Refusal), transaction.atomic():
        proof = identity_services.stop(
            proof_id=proof_id, state=state, reasons=[reason], no_passcode_reason=no_passcode_reason, by=by, at=at
        )
        _open_case(proof_id, proof.user_id, state, (reason,), by, at)


def use_up(*, proof_id: UUID, way: Literal["passcode", "questions"], reason: Reason, by: Actor, at: datetime) -> None:
    """A way did not go through; where it was the last, neither did the proof, and a case is opened."""
    with suppress(errors.Refusal), transaction.atomic():
        proof = identity_services.close_way(proof_id=proof_id, way=way, reason=reason, by=by, at=at)
        if proof.state != State.OFFERED:
            _open_case(proof_id, proof.user_id, State(proof.state), (reason,), by, at)


def _open_case(
    proof_id: UUID, user_id: int, state: State, reasons: tuple[Reason, ...], by: Actor, at: datetime
) -> None:
    case = casework.open_case(
        kind=_CASES[state],
        subject=f"proof:{proof_id}",
        account_id=user_id,
        reasons=[reason.value for reason in reasons],
        by=by,
        at=at,
    )
    identity_services.name_case(proof_id=proof_id, number=case.number)
