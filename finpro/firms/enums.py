"""For whom a firm chooses, and what."""

from django.db.models import TextChoices


class Audience(TextChoices):
    """Whom a setting is for."""

    EMPLOYEE = "employee", "Employees"
    CONTRACTOR = "contractor", "Independent contractors"


class Key(TextChoices):
    """What a firm may choose."""

    E_SIGNATURE = "e_signature", "Electronic signature on Form U4"
