"""Staff match a disclosure report to the occurrence that it tells of, or undo that."""

from datetime import datetime

from django.db import transaction

from finpro.casework import services as casework
from finpro.casework.enums import Work
from finpro.casework.policies import work
from finpro.casework.selectors.subjects import about
from finpro.journeys import apply_filing
from finpro.kernel.actor import Actor
from finpro.registry import services as registry


def match(*, report_id: int, occurrence: int | None, note: str, by: Actor, at: datetime) -> int:
    """Put a report to an occurrence of its person, or to a new one (None). Returns the occurrence's key.

    Raises Forbidden without the entitlement or for the own record or firm, NotFound and Invalid as the registry does.
    """
    with transaction.atomic():
        found = registry.match_report(report_id=report_id, disclosure_id=occurrence, by=by, at=at)
        casework.matched(report_id=report_id, occurrence=found.pk, new=occurrence is None, note=note, by=by, at=at)
        _look_again(report_id)
    return found.pk


def undo(*, report_id: int, reason: str, note: str, by: Actor, at: datetime) -> None:
    """Take a report from its occurrence, to be matched anew, as long as no decision rests on it."""
    with transaction.atomic():
        casework.unmatched(report_id=report_id, reason=reason, note=note, by=by, at=at)
        registry.unmatch_report(report_id=report_id, by=by, at=at, reason=reason)
        _look_again(report_id)


def _look_again(report_id: int) -> None:
    """Whether firms differ about the event is known anew, so what waits for it is decided anew."""
    found = about(work.subject_of(Work.MATCH, report_id))
    apply_filing.look_again(person_id=found.person_id)
