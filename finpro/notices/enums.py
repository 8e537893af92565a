"""States of a notice and the moves between them."""

from django.db.models import TextChoices


class State(TextChoices):
    """From the row in the causing transaction to the mail server's answer."""

    QUEUED = "QUEUED", "Waiting to be sent"
    SENDING = "SENDING", "Being handed to the mail server"
    SENT = "SENT", "Accepted by the mail server"
    FAILED = "FAILED", "Given up"
    DROPPED = "DROPPED", "No longer wanted"


# From, to: who. A worker that takes over from one that died stays in SENDING, with a higher count of attempts.
TRANSITIONS: dict[tuple[State, State], str] = {
    (State.QUEUED, State.SENDING): "the delivery job takes it",
    (State.QUEUED, State.DROPPED): "its class no longer wants it, or there is no address",
    (State.SENDING, State.SENT): "the mail server accepted it",
    (State.SENDING, State.QUEUED): "the mail server could not take it now",
    (State.SENDING, State.FAILED): "the mail server refused it for good, or too many tries",
    (State.SENDING, State.DROPPED): "after a worker died, its class no longer wants it",
}
