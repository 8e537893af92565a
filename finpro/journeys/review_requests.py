"""The registry's staff work on what the record has waiting: who has it, what was looked at, what was noted."""

from datetime import datetime

from django.db import transaction

from finpro.casework import services as casework
from finpro.kernel.actor import Actor


def take(*, subject: str, instead_of: int | None, by: Actor, at: datetime) -> None:
    """Make a piece of work the actor's own; of two at once one gets it. Raises Refusal naming who has it."""
    with transaction.atomic():
        casework.take_work(subject=subject, instead_of=instead_of, by=by, at=at)


def give_back(*, subject: str, by: Actor, at: datetime) -> None:
    """Let somebody else take it."""
    with transaction.atomic():
        casework.give_back_work(subject=subject, by=by, at=at)


def note(*, subject: str, text: str, by: Actor, at: datetime) -> None:
    """Write something down for the registry alone."""
    with transaction.atomic():
        casework.note_work(subject=subject, text=text, by=by, at=at)


def tick(*, subject: str, point: str, done: bool, by: Actor, at: datetime) -> None:
    """Tick a point of the checklist, or take the tick back."""
    with transaction.atomic():
        casework.tick(subject=subject, point=point, done=done, by=by, at=at)
