"""Rows of audit. No foreign keys: an event outlives what it is about."""

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Func, Q


class XactId(models.BigIntegerField):
    """PostgreSQL's 64-bit transaction id, which is never used twice."""

    def db_type(self, connection: object) -> str:
        return "xid8"

    def get_placeholder(self, value: object, compiler: object, connection: object) -> str:
        return "%s::text::xid8"

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return f"{sql}::text::bigint", params


class CurrentXactId(Func):
    """The id of the transaction that writes the row."""

    function = "pg_current_xact_id"
    output_field = XactId()


# The owner's own TRUNCATE included: what is to be removed after its retention needs a migration that says so.
_APPEND_ONLY = [
    pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="not_emptied",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;",
    ),
]


class Event(models.Model):
    """One thing that happened. `actor` and `subject` are text such as `account:12` and `crd:1234567`.

    `data` holds codes and counts, before and after only for settings and entitlements; never copies of rows.
    """

    append_only = True

    xid = XactId(db_default=CurrentXactId(), editable=False)
    tag = models.CharField(max_length=80)
    at = models.DateTimeField()
    actor = models.TextField()
    hat = models.CharField(max_length=12)
    subject = models.TextField(default="", db_default="")
    request_id = models.CharField(max_length=64, default="", db_default="")
    reason = models.TextField(default="", db_default="")
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["xid", "id"], name="event_xid_id"),
            models.Index(fields=["subject", "id"], name="event_subject_id"),
            models.Index(fields=["tag", "id"], name="event_tag_id"),
            models.Index(fields=["actor", "id"], name="event_actor_id"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(tag__regex=r"^[a-z][a-z0-9_]*:[a-z][a-z0-9_]*:[a-z][a-z0-9_]*$"), name="event_tag_parts"
            ),
        ]
        triggers = _APPEND_ONLY

    def __str__(self) -> str:
        return f"event {self.pk}"


class Seal(models.Model):
    """One link of the chain: the `count` events after the previous seal's, up to (`through_xid`, `through_id`).

    `head` is SHA-256 over every event so far, in order of transaction and id. `era` counts the database servers that
    this trail has lived on (a restored copy counts its transactions anew); events of an era have ids above `floor_id`.
    `highest_id` is the highest id sealed so far in the era.
    """

    append_only = True

    sealed_at = models.DateTimeField()
    era = models.IntegerField()
    floor_id = models.BigIntegerField()
    through_xid = models.BigIntegerField()
    through_id = models.BigIntegerField()
    highest_id = models.BigIntegerField()
    count = models.IntegerField()
    head = models.CharField(max_length=64)

    class Meta:
        triggers = _APPEND_ONLY

    def __str__(self) -> str:
        return f"seal {self.pk}"
