"""What a draft holds: one row for each answer, and one for each row of a list."""

from django.db import models
from django.db.models import Q

from finpro.filings.models.filing import Filing


class Answer(models.Model):
    """One answer of a draft, by its place in the document.

    `path` is a JSON Pointer in which rows of lists go by their ids instead of their positions
    (`/residences/n3/street1`). `value` is what stands there, null once it was cleared: a row is never deleted, so that
    `version`, which every save raises by one, tells whoever saves whether somebody else did meanwhile.
    `changed_by` and `hat` are the actor's label and side. `sealed` holds the digits of a Social Security number
    (kernel.vault), of which `value` shows the last four.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="answers", db_index=False)
    path = models.CharField(max_length=200, db_collation="C")
    value = models.JSONField(null=True)
    version = models.IntegerField(default=1, db_default=1)
    changed_at = models.DateTimeField()
    changed_by = models.TextField()
    hat = models.CharField(max_length=10)
    sealed = models.BinaryField(null=True)

    class Meta:
        # A section is a range of paths: its answers are read from this index alone, in order.
        constraints = [models.UniqueConstraint(fields=["filing", "path"], name="answer_once")]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class Entry(models.Model):
    """One row of a list of a draft: `list` is the list's pointer (`/residences`), `row` the id within it.

    Ids of rows taken from the record begin with "r", typed ones with "n". Removed rows stay, so that removing can be
    undone.
    """

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="entries", db_index=False)
    list = models.CharField(max_length=160, db_collation="C")
    row = models.CharField(max_length=20)
    position = models.IntegerField()
    added_at = models.DateTimeField()
    added_by = models.TextField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.TextField(null=True)  # absent together with the moment

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "list", "row"], name="entry_once"),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None) | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="entry_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"entry {self.pk}"
