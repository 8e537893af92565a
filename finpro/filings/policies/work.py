"""Whose move a filing waits for, and how states, ages and shares of work are told."""

from datetime import datetime, timedelta

from finpro.filings.enums import FINAL, State
from finpro.kernel.tasks import Ball

# The steps by which a list is narrowed to what nobody touched for long.
AGES: dict[str, tuple[str, timedelta]] = {
    "week": ("More than a week", timedelta(days=7)),
    "month": ("More than 30 days", timedelta(days=30)),
    "expiring": ("More than 50 days", timedelta(days=50)),
}
# Sent for signature it has an expiry of its own; signed and ready it waits for the firm alone.
EXPIRING = frozenset({State.DRAFT, State.REP_EDITING, State.FIRM_REVIEW, State.REP_SIGNED, State.REJECTED})
_PERSONS = frozenset({State.REP_EDITING, State.PENDING_REP_SIGNATURE})


def ball(state: str) -> Ball | None:
    """Whose move it is, as the person reads it; None where nothing is left to do."""
    if state in FINAL:
        return None
    if state == State.SUBMITTED:
        return Ball.REGISTRY
    return Ball.ME if state in _PERSONS else Ball.FIRM


def states_of(whose: Ball) -> list[State]:
    """The states in which it is somebody's move."""
    return [state for state in State if ball(state) is whose]


def next_step(state: str) -> str:
    """What comes next, in a sentence for the firm."""
    return _NEXT[State(state)]


_NEXT = {
    State.DRAFT: "Fill in the sections, open those that the person should fill in, then send the form for signature.",
    State.REP_EDITING: "The person fills in the open sections and hands the form back. You can write at the same time.",
    State.FIRM_REVIEW: "Look at what the person filled in, check the form, then send it for signature.",
    State.PENDING_REP_SIGNATURE: "The person signs, or says why not. Until then nobody can change the form.",
    State.REP_SIGNED: "A signatory of your firm signs. Any change to an answer voids the person’s signature.",
    State.READY_TO_SUBMIT: "File the form.",
    State.SUBMITTED: "The registry processes the form. You are told what becomes of it.",
    State.ACCEPTED: "The record says what this form says. Nothing is left to do here.",
    State.REJECTED: "Read the reasons, reopen the form and mend it, then file it again.",
    State.DELETED: "The draft was deleted. Nothing is left to do.",
    State.EXPIRED: "Nobody touched the draft for too long. Begin a new one if the form is still needed.",
    State.INVALIDATED: "Begin a new draft: the record has changed since this one was made from it.",
}


def expires_at(touched_at: datetime, days: int) -> datetime:
    """When a draft expires if nobody touches it again."""
    return touched_at + timedelta(days=days)
