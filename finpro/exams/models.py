"""Rows of exams."""

from django.db import models
from django.db.models import Q

from finpro.exams.enums import Cause
from finpro.registry.models import Firm, Person


class ExamRequest(models.Model):
    """An exam that a firm's filing asked for, or that a registration needs. A person has one open request
    for an exam at a time.

    `about` is what it came with ("filing:12"). Windows and appointments come with the issue that schedules them.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="exam_requests")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="+")
    exam = models.CharField(max_length=10)
    cause = models.CharField(max_length=8, choices=Cause)
    about = models.CharField(max_length=80)
    requested_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "exam"], condition=Q(closed_at=None), name="exam_request_open_once"
            ),
        ]
        indexes = [models.Index(fields=["firm", "-id"], name="exam_request_firm")]

    def __str__(self) -> str:
        return f"exam request {self.pk}"
