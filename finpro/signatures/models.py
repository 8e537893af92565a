"""Rows of signatures. What was sent and what was signed is never changed and never deleted."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from finpro.accounts.models import User
from finpro.kernel import moves
from finpro.registry.models import Firm, Person
from finpro.registry.models.dated import history_without
from finpro.signatures.enums import LIVE, TRANSITIONS, Method, Signer, State

# What is frozen by sending.
_FROZEN = ["subject", "version", "content", "digest", "person", "firm", "sent_at", "sent_by", "expires_on"]
_ONLY_ADDED = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


@history_without("content")
class Envelope(models.Model):
    """One document, frozen so that it can be signed. `subject` is text such as `filing:12`.

    `content` is its canonical JSON, `digest` the SHA-256 of that in hex, `version` the specification's ("u4/2009-05").
    `person` is whom it is about, `firm` who sent it. `expires_on`: the last day on which the person may sign, none
    where the person is not asked. `reason` is what was given when it was declined or recalled; `pointers` name the
    answers whose change superseded it.
    """

    subject = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.SENT, db_default=State.SENT)
    sent_at = models.DateTimeField()
    sent_by = models.TextField()
    expires_on = models.DateField(null=True)
    reminders = models.SmallIntegerField(default=0, db_default=0)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)  # absent together with the moment
    reason = models.TextField(default="", db_default="")
    pointers = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="envelope_one_live", condition=Q(state__in=sorted(LIVE))),
            models.CheckConstraint(
                condition=Q(state=State.SENT, ended_at=None, ended_by=None)
                | ~Q(state=State.SENT) & Q(ended_at__isnull=False, ended_by__isnull=False),
                name="envelope_ended",
            ),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="envelope_digest"),
        ]
        indexes = [
            models.Index(fields=["subject", "-id"], name="envelope_subject"),
            models.Index(fields=["person", "id"], name="envelope_waiting", condition=Q(state=State.SENT)),
            models.Index(fields=["digest"], name="envelope_digest_index"),
        ]
        triggers = [
            moves.only(TRANSITIONS),
            pgtrigger.ReadOnly(name="frozen", fields=_FROZEN),
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"envelope {self.pk}"


class Block(models.Model):
    """A signature that an envelope asks for: the block ("15A"), whose, and the statement as it was shown.

    `version` names the text of the statement ("u4/2009-05/15A"), `digest` is the SHA-256 of it in hex. Blocks of a
    lower `order` are signed first.
    """

    append_only = True

    envelope = models.ForeignKey(Envelope, models.PROTECT, related_name="blocks")
    key = models.CharField(max_length=8)
    title = models.TextField()
    signer = models.CharField(max_length=9, choices=Signer)
    order = models.SmallIntegerField()
    statement = models.TextField()
    version = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["envelope", "key"], name="block_once")]
        triggers = [_ONLY_ADDED]

    def __str__(self) -> str:
        return f"block {self.pk}"


class Signature(models.Model):
    """Somebody signed a block: the evidence. A row is only ever added.

    `digest` repeats the document's, `statement_version` and `statement_digest` the statement's, so that the row says by
    itself what was signed. `name` is as typed, `prefilled` what stood there before. `shown_by` and `shown_at`: how and
    when the account had last shown who it is; `address` and `user_agent` as the request brought them.

    On paper (`method`), `account` is who entered it for the firm, `signed_on` the date on the paper, `scan` the key of
    the stored file. `note` is what a signatory states beside (block 15G: how the person was given a copy).
    """

    append_only = True

    block = models.OneToOneField(Block, models.PROTECT, related_name="signature")
    account = models.ForeignKey(User, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    method = models.CharField(max_length=10, choices=Method)
    name = models.TextField()
    prefilled = models.TextField(default="", db_default="")
    signed_on = models.DateField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    statement_version = models.CharField(max_length=40)
    statement_digest = models.CharField(max_length=64)
    consent = models.BooleanField()
    shown_by = models.CharField(max_length=24, default="", db_default="")
    shown_at = models.DateTimeField(null=True)
    address = models.GenericIPAddressField(null=True)
    user_agent = models.TextField(default="", db_default="")
    scan = models.UUIDField(null=True)
    note = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            # What is signed here was agreed to by somebody who had just shown who it is.
            models.CheckConstraint(
                condition=Q(method=Method.ELECTRONIC, consent=True, shown_at__isnull=False, address__isnull=False)
                & ~Q(shown_by="")
                | Q(method=Method.PAPER, scan__isnull=False),
                name="signature_evidence",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="signature_name"),
        ]
        triggers = [_ONLY_ADDED]

    def __str__(self) -> str:
        return f"signature {self.pk}"
