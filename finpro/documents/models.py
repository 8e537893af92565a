"""Rows of documents."""

import uuid

from django.db import models
from django.db.models import Q

from finpro.documents.enums import TRANSITIONS, State
from finpro.kernel import moves


class Document(models.Model):
    """A file: asked for by an account and made by the worker, or kept for what it belongs to.

    `parameters` say what was asked; the bytes lie in storage under `stored_as`. `owner_id` is the account that asked,
    none where the file belongs to a `subject` such as `filing:12`: who may see that may fetch it. `kind` is what
    it is ("record", "sealed", "scan").
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    kind = models.CharField(max_length=30)
    owner_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=40, default="", db_default="")
    media_type = models.CharField(max_length=40, default="application/pdf", db_default="application/pdf")
    parameters = models.JSONField()
    state = models.CharField(max_length=6, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    file_name = models.TextField(default="")
    stored_as = models.TextField(default="")
    sha256 = models.CharField(max_length=64, default="")
    size = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "asked_at"], name="document_owner"),
            models.Index(fields=["subject", "kind", "-asked_at"], name="document_subject", condition=~Q(subject="")),
            models.Index(fields=["sha256"], name="document_sha256", condition=~Q(sha256="")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(owner_id__isnull=False) | ~Q(subject=""), name="document_belongs"),
            models.CheckConstraint(
                condition=Q(state=State.ASKED, finished_at=None)
                | (~Q(state=State.ASKED) & Q(finished_at__isnull=False)),
                name="document_finished",
            ),
        ]
        triggers = [moves.only(TRANSITIONS, name="document_moves")]

    def __str__(self) -> str:
        return f"document {self.pk}"
