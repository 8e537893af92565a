"""How far the proof of somebody's identity has come, by which way, and what it is worth."""

from django.db.models import TextChoices


class State(TextChoices):
    """Where a proof stands."""

    MATCHED = "MATCHED", "Found on the record"
    OFFERED = "OFFERED", "Ways to prove it are open"
    VERIFIED = "VERIFIED", "Proven"
    UNMATCHED = "UNMATCHED", "Not found on the record"
    UNAVAILABLE = "UNAVAILABLE", "No way can be offered online"
    FAILED = "FAILED", "Not proven"
    REPLACED = "REPLACED", "Begun again"


# Where a person may still go on, or somebody may still decide.
OPEN = (State.MATCHED, State.OFFERED, State.UNMATCHED, State.UNAVAILABLE, State.FAILED)

# From, to: who.
TRANSITIONS: dict[tuple[State, State], str] = {
    (State.MATCHED, State.OFFERED): "the bureau knows enough for at least one way",
    (State.MATCHED, State.UNAVAILABLE): "the bureau knows too little, or does not answer",
    (State.OFFERED, State.VERIFIED): "the person, by passcode or questions",
    (State.OFFERED, State.FAILED): "wrong passcodes or wrong answers",
    (State.OFFERED, State.UNAVAILABLE): "the ways that were open have run out",
    (State.MATCHED, State.VERIFIED): "a firm vouches, or the registry decides",
    (State.UNAVAILABLE, State.VERIFIED): "a firm vouches, or the registry decides",
    (State.FAILED, State.VERIFIED): "a firm vouches, or the registry decides",
    (State.UNMATCHED, State.VERIFIED): "the registry decides",
    (State.MATCHED, State.FAILED): "the registry decides against it",
    (State.UNAVAILABLE, State.FAILED): "the registry decides against it",
    (State.UNMATCHED, State.FAILED): "the registry decides against it",
    (State.MATCHED, State.REPLACED): "the person begins again",
    (State.OFFERED, State.REPLACED): "the person begins again",
    (State.UNMATCHED, State.REPLACED): "the person begins again",
    (State.UNAVAILABLE, State.REPLACED): "the person begins again",
    (State.FAILED, State.REPLACED): "the person begins again",
}


class Method(TextChoices):
    """The way by which it was proven."""

    PASSCODE = "PASSCODE", "Passcode to a telephone that the bureau ties to the person"
    QUESTIONS = "QUESTIONS", "Questions about the personal history"
    VOUCHED = "VOUCHED", "A firm vouched"
    STAFF = "STAFF", "The registry decided"
    GIVEN = "GIVEN", "Given by the installation (demo and tests)"


class Reason(TextChoices):
    """Why a proof did not go through."""

    NO_MATCH = "NO_MATCH", "Number and date of birth fit nobody on the record"
    AMBIGUOUS = "AMBIGUOUS", "They fit more than one person on the record"
    CLAIMED = "CLAIMED", "The record is bound to another account already"
    TRIED_OFTEN = "TRIED_OFTEN", "Somebody said too often to be this person"
    BUREAU_THIN = "BUREAU_THIN", "The bureau knows too little about the person"
    BUREAU_AWAY = "BUREAU_AWAY", "The bureau did not answer"
    CODE_WRONG = "CODE_WRONG", "The passcode was wrong too often"
    SCORE_LOW = "SCORE_LOW", "Too many answers were wrong"
    ASKED_OFTEN = "ASKED_OFTEN", "Questions about this person were put too often"
    EXPIRED = "EXPIRED", "The time for the answers ran out"
    REFUSED = "REFUSED", "The registry decided against it"
