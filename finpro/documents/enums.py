"""States of a document."""

from django.db.models import TextChoices


class State(TextChoices):
    """A document is asked for, then ready or failed; both are final."""

    ASKED = "ASKED", "Being made"
    READY = "READY", "Ready"
    FAILED = "FAILED", "Could not be made"
