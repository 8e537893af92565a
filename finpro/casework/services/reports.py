"""Staff say to which occurrence a disclosure report belongs. The journey puts it there; here it is said and kept."""

from datetime import datetime

from finpro.audit import services as audit
from finpro.casework.enums import Work
from finpro.casework.models import Assignment
from finpro.casework.policies import decisions, work
from finpro.casework.selectors.reports import why_not_undone
from finpro.casework.services.desk import invalid, step, to_work_on
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry.models import DisclosureReport


def matched(*, report_id: int, occurrence: int, new: bool, note: str, by: Actor, at: datetime) -> None:
    """Write down that a report was matched; nobody has it any more. Raises as `take_work`."""
    found = to_work_on(work.subject_of(Work.MATCH, report_id), by)
    step(found=found, what="matched", by=by, at=at, note=note)
    data = {"work": found.subject, "occurrence": occurrence, "new": int(new)}
    audit.record(tag="work:report:matched", by=by, at=at, subject=f"crd:{found.crd}", data=data)
    Assignment.objects.filter(subject=found.subject).delete()


def unmatched(*, report_id: int, reason: str, note: str, by: Actor, at: datetime) -> None:
    """Write down that a match was undone, and why. Raises as `take_work`, Refusal where it rests on a decision or is
    undone already, Invalid for a reason that is none."""
    found = to_work_on(work.subject_of(Work.MATCH, report_id), by)
    row = DisclosureReport.objects.select_for_update(of=("self",)).get(pk=report_id)
    if row.disclosure_id is None:
        raise errors.Refusal("This report is matched to no occurrence. Nothing was changed.")
    if refused := why_not_undone(row):
        raise errors.Refusal(f"{refused} Nothing was changed.")
    if not decisions.fit([reason], decisions.UNMATCH, legal_date(at)):
        raise invalid("reason", "Choose why the match is undone")
    step(found=found, what="unmatched", by=by, at=at, reasons=[reason], note=note)
    data = {"work": found.subject, "reason": reason}
    audit.record(tag="work:report:unmatched", by=by, at=at, subject=f"crd:{found.crd}", data=data)
