"""States of a document that was sent for signature, who signs, and how."""

from django.db.models import TextChoices


class State(TextChoices):
    """From sending to the last signature, or to what ended it before."""

    SENT = "SENT", "Sent for signature"
    SIGNED = "SIGNED", "Signed by everybody who is asked"
    RECALLED = "RECALLED", "Recalled by the firm"
    DECLINED = "DECLINED", "Declined"
    EXPIRED = "EXPIRED", "Not signed in time"
    SUPERSEDED = "SUPERSEDED", "Overtaken by a change of the document"


# From, to: who. What has ended stays as it ended; the next sending is an envelope of its own.
TRANSITIONS: dict[tuple[State, State], str] = {
    (State.SENT, State.SIGNED): "the last of those who are asked signs",
    (State.SENT, State.RECALLED): "the firm stops it before the person has signed",
    (State.SENT, State.DECLINED): "the person declines, with a reason",
    (State.SENT, State.EXPIRED): "the person has not signed in time",
    (State.SENT, State.SUPERSEDED): "somebody changes the document after the person has signed",
    (State.SIGNED, State.SUPERSEDED): "somebody changes the document after everybody has signed",
}
# The document may be signed, or has been, and nothing has voided that.
LIVE = frozenset({State.SENT, State.SIGNED})


class Signer(TextChoices):
    """Whose signature a block asks for."""

    PERSON = "person", "The person whom the form is about"
    SIGNATORY = "signatory", "An appropriate signatory of the firm"


class Method(TextChoices):
    """How a signature came about."""

    ELECTRONIC = "ELECTRONIC", "Signed electronically"
    PAPER = "PAPER", "Signed on paper, entered by the firm with a scan"
