"""How the events of this domain read, and how a proof reads to the account's owner."""

from dataclasses import dataclass
from datetime import datetime

from finpro.audit import presenters as audit
from finpro.identity.enums import OPEN, Method, State
from finpro.rulebook import lookup as rulebook

audit.present(
    {
        "identity:proof:begun": "A proof of identity was begun.",
        "identity:proof:offered": "Ways to prove identity were offered.",
        "identity:proof:verified": lambda data: (
            f"Identity was proven. Way: {dict(Method.choices).get(data['method'], data['method'])}. "
            f"Assurance: {rulebook.label('assurance_levels', data['level'])}."
        ),
        "identity:proof:stopped": "The proof of identity did not go through.",
        "identity:proof:replaced": "The proof of identity was begun again.",
        "identity:proof:narrowed": "A way to prove identity was used up.",
        "identity:passcode:sent": "A passcode was sent to the confirmed telephone by {channel}.",
        "identity:passcode:unsent": "A passcode could not be sent by {channel}.",
        "identity:questions:put": "Questions of the identity bureau were put.",
        "identity:questions:answered": "The questions of the identity bureau were answered.",
    }
)


@dataclass(frozen=True, slots=True)
class InWords:
    """Where a proof stands: a word and its look, by which way, its assurance level, since when; `action` names the next
    step, "" where there is none."""

    word: str
    look: str
    way: str
    level: str
    since: datetime | None
    action: str


def in_words(*, state: str, method: str, level: str, moved_at: datetime | None, on_record: bool) -> InWords:
    """The latest proof in words. Why it did not go through is told by the pages of the proof, not here.

    `state`, `method` and `level` are codes, "" where there is none. A record that is bound without a proof was bound by
    whoever runs the installation.
    """
    if on_record and state != State.VERIFIED:
        state, method, level, moved_at = State.VERIFIED, Method.GIVEN, Method.GIVEN, None
    if state == State.VERIFIED:
        return InWords("Proven", "green", Method(method).label, rulebook.label("assurance_levels", level), moved_at, "")
    if state in OPEN:
        return InWords("Begun, not proven yet", "amber", "", "", moved_at, "Go on proving your identity")
    return InWords("Not begun", "grey", "", "", None, "Prove your identity")
