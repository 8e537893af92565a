"""Where an account's proof of identity stands: what its pages show."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from finpro.accounts.models import User
from finpro.identity import policies
from finpro.identity.enums import Reason, State
from finpro.identity.models import Proof, SealedStep
from finpro.identity.selectors.proofs import latest_proof
from finpro.kernel import codes, limits, vault

PURPOSE = "identity"
# What the bureau said holds this long: its word for the inquiry ends then.
LASTS = timedelta(minutes=15)
# Why it did not go through, as far as its owner may know: who is on the record, and whose it is, is told to nobody.
TOLD = frozenset(
    {
        Reason.BUREAU_THIN,
        Reason.BUREAU_AWAY,
        Reason.CODE_WRONG,
        Reason.SCORE_LOW,
        Reason.EXPIRED,
        Reason.ASKED_OFTEN,
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """`state` is a code of identity.enums.State, "" where nothing was begun.

    `channels` are the ways a passcode can take, none where it cannot; `phone` is the number masked, `phone_changed`:
    it is no longer the one that the bureau confirmed. `tries_left` of the code that was sent, 0 where none waits;
    `codes_left` is how many more may be sent. `questions` may be asked for; `asked`: they wait for answers.
    `again_at` is from when the numbers may be given again, None: now. `has_phone`: the account holds a number.
    """

    state: str = ""
    proof_id: UUID | None = None
    phone: str = field(default="", repr=False)
    has_phone: bool = False
    phone_changed: bool = False
    channels: tuple[str, ...] = ()
    codes_left: int = 0
    tries_left: int = 0
    questions: bool = False
    asked: bool = False
    no_passcode_reason: str = ""
    reasons: tuple[str, ...] = ()
    refused: bool = False
    case_number: str = ""
    again_at: datetime | None = None

    @property
    def passcode(self) -> bool:
        """A passcode can be sent, or one that was sent can be typed."""
        return bool(self.channels) and (self.codes_left > 0 or self.tries_left > 0)


def standing(user_id: int, *, at: datetime) -> Standing:
    """Where the account's latest proof stands."""
    proof = latest_proof(user_id)
    phone = User.objects.values_list("phone", flat=True).get(pk=user_id)
    wait = limits.wait(policies.WHO, str(user_id), at=at)
    again = at + timedelta(seconds=wait) if wait else None
    if proof is None:
        return Standing(has_phone=bool(phone), again_at=again)
    offered = proof.state == State.OFFERED
    same = bool(phone) and phone_mark(phone) == proof.phone_mark
    return Standing(
        state=proof.state,
        proof_id=proof.pk,
        phone=policies.masked(phone) if phone else "",
        has_phone=bool(phone),
        phone_changed=offered and proof.passcode_offered and not same,
        channels=tuple(proof.passcode_channels) if offered and proof.passcode_offered and same else (),
        codes_left=codes_left(proof, at=at),
        tries_left=codes.tries_left(purpose=PURPOSE, subject=subject(proof), at=at) if offered else 0,
        questions=offered and proof.questions_offered and at < proof.moved_at + LASTS,
        asked=offered and SealedStep.objects.filter(proof=proof, expires_at__gt=at).exists(),
        no_passcode_reason=proof.no_passcode_reason,
        reasons=tuple(reason for reason in dict.fromkeys(proof.reasons) if reason in TOLD),
        refused=Reason.REFUSED in proof.reasons,
        case_number=proof.case_number,
        again_at=again,
    )


def subject(proof: Proof) -> str:
    """What passcodes of a proof are about, and its case."""
    return f"proof:{proof.pk}"


def code_of(proof: Proof) -> tuple[str, str]:
    """Purpose and subject of a proof's passcodes, as kernel.codes knows them."""
    return PURPOSE, subject(proof)


def codes_left(proof: Proof, *, at: datetime) -> int:
    """How many more passcodes may be sent for a proof."""
    return max(0, policies.CODES.free - limits.spent(policies.CODES, str(proof.pk), at=at))


def phone_mark(phone: str) -> str:
    """By what a telephone number is recognised again, without being read."""
    return vault.fingerprint(phone, "identity-phone")


def passcode_to_send(proof_id: UUID, code_id: int, *, at: datetime) -> tuple[str, str] | None:
    """The telephone and the digits of a passcode that is to be sent; None once it would be of no use, or the telephone
    is no longer the one that the bureau confirmed."""
    proof = Proof.objects.filter(pk=proof_id, state=State.OFFERED, passcode_offered=True).select_related("user").first()
    digits = codes.digits(code_id, at=at)
    if proof is None or digits is None or phone_mark(proof.user.phone) != proof.phone_mark:
        return None
    return proof.user.phone, digits
