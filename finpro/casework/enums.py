"""Kinds and states of cases."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """What a case is about; each journey that opens cases adds its kinds."""

    IDENTITY_UNMATCHED = "IDENTITY_UNMATCHED", "Number and date of birth were not found on the record"
    IDENTITY_UNAVAILABLE = "IDENTITY_UNAVAILABLE", "No way to prove identity could be offered"
    IDENTITY_FAILED = "IDENTITY_FAILED", "Identity was not proven"
    ACCOUNT_RECOVERY = "ACCOUNT_RECOVERY", "Every way to sign in is lost"


class State(TextChoices):
    """From opening to decision."""

    OPEN = "OPEN", "Waiting for the registry"
    WORKING = "WORKING", "Being worked on"
    WAITING = "WAITING", "Waiting for the person"
    CLOSED = "CLOSED", "Closed"


# From, to: who.
TRANSITIONS: dict[tuple[State, State], str] = {
    (State.OPEN, State.WORKING): "somebody of the registry takes it",
    (State.WORKING, State.OPEN): "its owner gives it back",
    (State.WORKING, State.WAITING): "its owner asks the person for something",
    (State.WAITING, State.WORKING): "the person answered",
    (State.OPEN, State.CLOSED): "it settled itself: proven by another way, or begun again",
    (State.WORKING, State.CLOSED): "its owner decides",
    (State.WAITING, State.CLOSED): "its owner decides, or it settled itself",
}


class Outcome(TextChoices):
    """How a case ended."""

    GRANTED = "GRANTED", "Granted"
    REFUSED = "REFUSED", "Refused"
    SETTLED = "SETTLED", "Settled without a decision"


class VouchOutcome(TextChoices):
    """How a request to vouch ended."""

    VOUCHED = "VOUCHED", "The firm vouched"
    DECLINED = "DECLINED", "The firm did not vouch"
    WITHDRAWN = "WITHDRAWN", "Taken back by the person"
    EXPIRED = "EXPIRED", "Not answered in time"


class Work(TextChoices):
    """What of the record waits for the registry's staff."""

    REQUEST = "REQUEST", "Request for registration"
    MATCH = "MATCH", "Disclosure report to match"
    DIFFERENCE = "DIFFERENCE", "Two firms differ about one event"


class Decision(TextChoices):
    """How staff decide a request for registration. The words are those of buttons."""

    APPROVE = "APPROVE", "Approve"
    RESTRICT = "RESTRICT", "Approve with restrictions"
    TEMPORARY = "TEMPORARY", "Give temporary registration"
    RETURN = "RETURN", "Return without a decision"
    WITHDRAW = "WITHDRAW", "Withdraw, as the firm asked"
    ABANDON = "ABANDON", "Close as abandoned"
    DENY = "DENY", "Deny"


class LetterOutcome(TextChoices):
    """How a letter ended; empty while it waits for the firm's answer, or for the registry to look at it."""

    OPEN = "", "Open"
    ACCEPTED = "ACCEPTED", "Answered, and the answer is enough"
    TAKEN_BACK = "TAKEN_BACK", "Taken back by the registry"


# From, to: who. A letter is closed once, and never opened again.
LETTER_MOVES: dict[tuple[LetterOutcome, LetterOutcome], str] = {
    (LetterOutcome.OPEN, LetterOutcome.ACCEPTED): "registry staff, where what the firm answered is enough",
    (LetterOutcome.OPEN, LetterOutcome.TAKEN_BACK): "registry staff, where nothing is asked for any more",
}
# As the reference pages show them.
DIAGRAMS = {"Cases": TRANSITIONS, "Letters": LETTER_MOVES}
