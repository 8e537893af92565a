"""States of a document and the moves between them."""

from django.db.models import TextChoices


class State(TextChoices):
    """A document is asked for, then ready or failed; both are final."""

    ASKED = "ASKED", "Being made"
    READY = "READY", "Ready"
    FAILED = "FAILED", "Could not be made"


# From, to: who.
TRANSITIONS: dict[tuple[State, State], str] = {
    (State.ASKED, State.READY): "the worker made and stored it",
    (State.ASKED, State.FAILED): "it cannot be made",
}
