"""What staff add to rows of the record that wait for them: who has one, what was looked at, what was done.

The work itself is not stored: a request that is undecided, a report that is matched to no occurrence, is the work. Its
`subject` is text such as `request:12` (policies.work), so that it outlives what it names.
"""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from finpro.accounts.models import User


class Assignment(models.Model):
    """Who of the registry has a piece of work. Gone when it is given back or done."""

    subject = models.CharField(max_length=40, unique=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    by = models.TextField()

    def __str__(self) -> str:
        return f"assignment of {self.subject}"


class Step(models.Model):
    """One line of the history of a piece of work: what was done, and why. Only added to.

    `reasons` are codes of the rulebook; `note` is for the registry alone, `message` is what firm and person read too.
    """

    append_only = True

    subject = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.TextField()
    what = models.CharField(max_length=24)
    reasons = ArrayField(models.CharField(max_length=40), default=list)
    note = models.TextField(default="", db_default="")
    message = models.TextField(default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="step_subject")]
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"step {self.pk}"


class Tick(models.Model):
    """A point of the checklist that somebody has looked at. Taken back, the row goes; the history keeps both."""

    subject = models.CharField(max_length=40)
    point = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "point"], name="tick_once")]

    def __str__(self) -> str:
        return f"tick {self.pk}"


class Review(models.Model):
    """Somebody of the registry reviewed what the person of a request disclosed, and lets it pass.

    `reviewed` names what stood then: questions answered yes, and reports as `report:12`. What came later is not in it.
    """

    subject = models.CharField(max_length=40)
    reviewer = models.ForeignKey(User, models.PROTECT, related_name="+")
    reviewed = ArrayField(models.CharField(max_length=40), default=list)
    at = models.DateTimeField()
    by = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "reviewer"], name="review_once")]

    def __str__(self) -> str:
        return f"review {self.pk}"


class Batch(models.Model):
    """Something done to several pieces of work at once, with what came of each.

    `action` is the word of policies.bulk; `results` are rows of subject, whether it was done, and the sentence why not.
    """

    number = models.CharField(max_length=12, unique=True)
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    action = models.CharField(max_length=60)
    results = models.JSONField()

    def __str__(self) -> str:
        return f"batch {self.number}"
