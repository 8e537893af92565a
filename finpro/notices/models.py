"""Rows of notices."""

from django.db import models
from django.db.models import Q

from finpro.kernel import moves
from finpro.notices.enums import TRANSITIONS, State


class Notice(models.Model):
    """One mail to one recipient for one cause. Neither address nor text is stored: the class gives both at sending.

    `recipient` and `subject` are text such as `account:12`; `data` holds ids and codes. `code` stands in the mail, so
    that the reader can look it up on the site. `due_at` is when it is tried next, `problem` why the last try failed.
    """

    tag = models.CharField(max_length=80)
    cause = models.CharField(max_length=200)
    recipient = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    code = models.CharField(max_length=8, unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED, db_default=State.QUEUED)
    attempts = models.SmallIntegerField(default=0, db_default=0)
    problem = models.TextField(default="", db_default="")
    queued_at = models.DateTimeField()
    queued_by = models.TextField()
    due_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tag", "cause", "recipient"], name="notice_once"),
            models.CheckConstraint(
                condition=Q(state__in=[State.QUEUED, State.SENDING], ended_at=None)
                | Q(state__in=[State.SENT, State.FAILED, State.DROPPED], ended_at__isnull=False),
                name="notice_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(sending_at__isnull=False), name="notice_sending_since"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="notice_open", condition=Q(state__in=[State.QUEUED, State.SENDING])
            ),
            models.Index(fields=["recipient", "-id"], name="notice_recipient"),
            models.Index(fields=["ended_at"], name="notice_failed", condition=Q(state=State.FAILED)),
        ]
        triggers = [moves.only(TRANSITIONS)]

    def __str__(self) -> str:
        return f"notice {self.pk}"
