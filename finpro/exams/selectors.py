"""Reading exam requests."""

from collections.abc import Sequence

from finpro.exams.models import ExamRequest


def open_exams(person_id: int) -> tuple[str, ...]:
    """The exams of a person for which a request is open."""
    rows = ExamRequest.objects.filter(person=person_id, closed_at=None).order_by("exam")
    return tuple(rows.values_list("exam", flat=True))


def exams_of(about: str) -> Sequence[ExamRequest]:
    """What a filing brought, in the order of storing."""
    return list(ExamRequest.objects.filter(about=about).order_by("id"))
