"""What staff have settled about a request, so that the automatic decision does not ask for it again."""

from collections.abc import Collection
from datetime import date

from django.conf import settings

from finpro.casework.enums import Work
from finpro.casework.models import Assignment, Review
from finpro.casework.policies import decisions, work
from finpro.registry import selectors as registry
from finpro.registry.models import Deficiency, DisclosureAnswer, DisclosureReport, RegistrationRequest
from finpro.registry.policies import approval


def disclosed(person_id: int) -> list[str]:
    """What stands of a person's disclosure: questions answered yes, and reports as `report:12`."""
    answers = DisclosureAnswer.objects.filter(person=person_id, answer=True, ends_on=None)
    reports = DisclosureReport.objects.filter(person=person_id, replaced=False, archived=False)
    return [
        *answers.order_by("question").values_list("question", flat=True),
        *(f"report:{key}" for key in reports.order_by("id").values_list("pk", flat=True)),
    ]


def reviews_that_hold(request_id: int) -> list[Review]:
    """The reviews of a request that saw everything which the person discloses now."""
    person = RegistrationRequest.objects.values_list("person_id", flat=True).get(pk=request_id)
    stands = set(disclosed(person))
    rows = Review.objects.filter(subject=work.subject_of(Work.REQUEST, request_id)).order_by("id")
    return [row for row in rows if stands <= set(row.reviewed)]


def reviewers() -> int:
    """How many of the registry's staff review a disclosure, by configuration: at least one."""
    return max(1, int(settings.FINPRO["disclosure_reviewers"]))


def in_hand(request_id: int) -> bool:
    """Whether staff have a request, or have settled something of it: then they decide it, and the rules only advise."""
    subject = work.subject_of(Work.REQUEST, request_id)
    closed = Deficiency.objects.filter(request=request_id, cured_by__startswith="account:")
    return (
        closed.exists()
        or Assignment.objects.filter(subject=subject).exists()
        or Review.objects.filter(subject=subject).exists()
    )


def unsettled(request_id: int, on: date) -> list[approval.Point]:
    """What the rules say is open for a request and nobody of the registry has settled. Every request counts as funded
    until accounts of firms come."""
    settled = waived(request_id)
    found = registry.open_points(request_id, on, funded=True)
    return [point for point in found if (point.reason, point.about) not in settled]


def waived(request_id: int) -> Collection[tuple[str, str]]:
    """Reason and object of what is settled: closed by staff, or, of a disclosure, reviewed by as many as are wanted
    since it last changed. A difference between firms is computed, so nobody waives it."""
    closed = Deficiency.objects.filter(request=request_id, cured_by__startswith="account:")
    found = set(closed.exclude(reason__in=decisions.COMPUTED).order_by("id").values_list("reason", "about"))
    if len(reviews_that_hold(request_id)) >= reviewers():
        found.add((decisions.REVIEWED, ""))
    return found
