"""The ways that the bureau offers: a passcode to a confirmed telephone, which is offered first, and questions.

Both end in journeys.prove_identity.settle_as. Codes, questions and answers pass through and are kept nowhere: codes are
computed where they are needed, questions wait sealed, answers go to the bureau.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from finpro.accounts import selectors as accounts
from finpro.identity import policies
from finpro.identity import selectors as identity
from finpro.identity import services as identity_services
from finpro.identity.enums import Method, Reason, State
from finpro.integrations import identity_bureau as bureau
from finpro.journeys import prove_identity
from finpro.kernel import codes, errors, limits
from finpro.kernel.actor import Actor
from finpro.kernel.http.tries import count_tries

_AWAY = (
    "The identity bureau does not answer at the moment. Nothing was decided. Wait a minute and ask again, or choose "
    "another way."
)
_NOT_OPEN = "This way is not open any more. Nothing was changed. See which ways are."


def send_code(*, user_id: int, channel: str, by: Actor, at: datetime) -> None:
    """Send a passcode by text or call to the telephone that the bureau confirmed; a job does the sending.

    Raises Refusal where that is not offered, or the account's telephone is another one meanwhile; TooMany after three
    codes for one proof, or six to one telephone in a day.
    """
    stands = identity.standing(user_id, at=at)
    if stands.proof_id is None or channel not in stands.channels:
        raise errors.Refusal(_NOT_OPEN, "IDV-06")
    phone = accounts.contact(user_id).phone
    count_tries((policies.CODES, str(stands.proof_id)), (policies.SENT_TO, phone), at=at)
    with transaction.atomic():
        identity_services.send_passcode(proof_id=stands.proof_id, channel=channel, by=by, at=at)


def type_code(*, user_id: int, typed: str, by: Actor, at: datetime) -> codes.Answer:
    """Whether the passcode is right; then the identity is proven. Runs in no transaction: every try counts.

    After the last code's last try the way is used up.
    """
    proof = identity.open_proof(user_id)
    if proof is None or proof.state != State.OFFERED or not proof.passcode_offered:
        return codes.Answer.GONE
    purpose, subject = identity.code_of(proof)
    answer = codes.check(purpose=purpose, subject=subject, typed=typed, at=at)
    if answer is codes.Answer.RIGHT:
        _settle(proof.pk, Method.PASSCODE, by, at)
    elif answer is codes.Answer.SPENT and not identity.codes_left(proof, at=at):
        prove_identity.use_up(proof_id=proof.pk, way="passcode", reason=Reason.CODE_WRONG, by=by, at=at)
    return answer


def ask(*, user_id: int, by: Actor, at: datetime) -> None:
    """Get the bureau's questions and keep them sealed until they are answered; asked again, they stay the same.

    Where the person was asked too often lately, by whatever account, the way is used up instead. Raises Refusal where
    none are offered, or the bureau does not answer.
    """
    stands = identity.standing(user_id, at=at)
    if stands.asked:
        return
    proof = identity.open_proof(user_id)
    if proof is None or not stands.questions:
        raise errors.Refusal(_NOT_OPEN, "IDV-08")
    if limits.spend(policies.QUESTIONS, f"person:{proof.person_id}", at=at):
        prove_identity.use_up(proof_id=proof.pk, way="questions", reason=Reason.ASKED_OFTEN, by=by, at=at)
        return
    try:
        quiz = bureau.adapter().questions(identity.reference(proof))
    except bureau.Unavailable:
        raise errors.Refusal(_AWAY, "IDV-08") from None
    with transaction.atomic():
        identity_services.ask(proof_id=proof.pk, quiz=quiz, by=by, at=at)


def answer(*, user_id: int, answers: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Send the answers (question id to choice id) to the bureau; right ones prove the identity.

    That answers were sent is stored before they are, so that no window sends others. Raises Refusal where no questions
    wait: they were answered already, or ran out.
    """
    proof = identity.open_proof(user_id)
    if proof is None:
        raise errors.Refusal(_NOT_OPEN, "IDV-04")
    with transaction.atomic():
        reference = identity_services.take_answers(proof_id=proof.pk, by=by, at=at)
    try:
        score = bureau.adapter().score(reference, answers)
    except bureau.Unavailable:
        prove_identity.use_up(proof_id=proof.pk, way="questions", reason=Reason.BUREAU_AWAY, by=by, at=at)
        return
    if score.passed:
        _settle(proof.pk, Method.QUESTIONS, by, at)
        return
    reason = Reason.EXPIRED if score.reason == "EXPIRED" else Reason.SCORE_LOW
    prove_identity.use_up(proof_id=proof.pk, way="questions", reason=reason, by=by, at=at)


def _settle(proof_id: UUID, method: Method, by: Actor, at: datetime) -> None:
    try:
        prove_identity.settle_as(proof_id=proof_id, method=method, by=by, at=at)
    except errors.Refusal:
        # The record was bound to somebody else while this was under way; the page says no more than that it failed.
        prove_identity.stop(proof_id=proof_id, state=State.FAILED, reason=Reason.CLAIMED, by=by, at=at)
