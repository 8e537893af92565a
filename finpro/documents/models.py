"""Rows of documents."""

import uuid

from django.db import models
from django.db.models import Q

from finpro.documents.enums import TRANSITIONS, State
from finpro.kernel import moves


class Document(models.Model):
    """A file asked for by an account. `parameters` say what was asked; the bytes lie in storage under `stored_as`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=30)
    owner_id = models.BigIntegerField()
    parameters = models.JSONField()
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    file_name = models.TextField(default="")
    stored_as = models.TextField(default="")
    sha256 = models.CharField(max_length=64, default="")
    size = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["owner_id", "asked_at"], name="document_owner")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.ASKED, finished_at=None)
                | (~Q(state=State.ASKED) & Q(finished_at__isnull=False)),
                name="document_finished",
            )
        ]
        triggers = [moves.only(TRANSITIONS, name="document_moves")]

    def __str__(self) -> str:
        return f"document {self.pk}"
