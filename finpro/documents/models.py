"""Rows of documents."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from finpro.documents.enums import TRANSITIONS, State


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
        # The table of moves is held twice: the services read it, the database refuses what it does not list.
        triggers = [
            pgtrigger.FSM(
                name="document_moves",
                field="state",
                transitions=[(before.value, after.value) for before, after in TRANSITIONS],
            )
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"
