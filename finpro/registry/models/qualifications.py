"""Exam results and continuing education."""

from django.db import models

from finpro.registry.models.dated import Dated, history
from finpro.registry.models.people import Person


@history
class ExamResult(Dated):
    """A result; `starts_on` is the day taken. `code` of the rulebook, `name` as the source writes it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="exams")
    code = models.CharField(max_length=10)
    name = models.TextField(default="", db_default="")
    result = models.CharField(max_length=12, default="PASS", db_default="PASS")
    group = models.CharField(max_length=10, default="", db_default="")  # state, principal, product
    ordinal = models.SmallIntegerField(default=0, db_default=0)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["person", "code", "starts_on", "ordinal"], nulls_distinct=False, name="exam_result_once"
            ),
        ]

    def __str__(self) -> str:
        return f"exam result {self.pk}"


@history
class RegulatoryElement(Dated):
    """A year's Regulatory Element for one category: assigned on `starts_on`, done on `completed_on`."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="regulatory_elements")
    year = models.SmallIntegerField()
    category = models.CharField(max_length=4)
    due_on = models.DateField()
    completed_on = models.DateField(null=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["person", "year", "category"], name="regulatory_element_once"),
        ]

    def __str__(self) -> str:
        return f"regulatory element {self.pk}"
