"""Letters of the registry about requests, as they were sent, and what firms answered."""

import pgtrigger
from django.db import models
from django.db.models import Q

from finpro.casework.enums import LETTER_MOVES, LetterOutcome
from finpro.kernel import moves
from finpro.registry.models import Deficiency, RegistrationRequest
from finpro.registry.models.dated import history

# Never changed once it was sent.
_AS_SENT = ["number", "request", "deficiency", "template", "heading", "text", "sent_at", "sent_by", "answer_by"]


@history
class Letter(models.Model):
    """A letter to the firm of a request about what is missing (`deficiency`). `number` is what people quote.

    `heading` and `text` stand as they were sent; `answer_by` is a legal date. Open until it is closed.
    """

    number = models.CharField(max_length=12, unique=True)
    request = models.ForeignKey(RegistrationRequest, models.PROTECT, related_name="letters")
    deficiency = models.ForeignKey(Deficiency, models.PROTECT, related_name="letters")
    template = models.CharField(max_length=40)
    heading = models.TextField()
    text = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.TextField()
    answer_by = models.DateField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(null=True)  # absent together with the moment
    outcome = models.CharField(max_length=10, choices=LetterOutcome, default="", db_default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome=""),
                name="letter_closed",
            ),
        ]
        indexes = [models.Index(fields=["request", "-id"], name="letter_request")]
        triggers = [
            pgtrigger.ReadOnly(name="as_sent", fields=_AS_SENT),
            moves.only(LETTER_MOVES, name="closed_once", field="outcome"),
        ]

    def __str__(self) -> str:
        return f"letter {self.number}"


class LetterAnswer(models.Model):
    """What the firm answered; there may be several. Only added to."""

    append_only = True

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    by = models.TextField()
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["letter", "id"], name="letter_answer")]
        triggers = [pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"answer {self.pk}"
