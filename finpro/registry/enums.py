"""Codes of the record that are ours. Codes of the field (statuses, exams, categories) live in the rulebook."""

from django.db.models import TextChoices


class SourceKind(TextChoices):
    """What wrote a row."""

    IMPORT = "IMPORT", "Import"
    SIMULATION = "SIMULATION", "Simulation"
    FILING = "FILING", "Filing"


class NameKind(TextChoices):
    """A legal name governs; other names are those also used."""

    LEGAL = "LEGAL", "Legal name"
    OTHER = "OTHER", "Other name"


class Side(TextChoices):
    """The side of the industry on which a spell was reported."""

    BROKER = "BC", "Broker-dealer"
    ADVISER = "IA", "Investment adviser"
    UNKNOWN = "", "Not stated"


class RunState(TextChoices):
    """An import run that was interrupted stays RUNNING and is resumed by the same command."""

    RUNNING = "RUNNING", "Running"
    DONE = "DONE", "Done"
