"""Codes of exam requests."""

from django.db.models import TextChoices


class Cause(TextChoices):
    """Why an exam was requested."""

    ASKED = "ASKED", "Asked for in the filing"
    NEEDED = "NEEDED", "Needed for a registration that was asked for"
