"""Storing exam requests as filings bring them. Windows and appointments come later."""

from datetime import datetime

from finpro.audit import services as audit
from finpro.exams import presenters as _events  # noqa: F401 - says how the events below read
from finpro.exams.enums import Cause
from finpro.exams.models import ExamRequest
from finpro.kernel import db, errors
from finpro.kernel.actor import Actor
from finpro.rulebook import lookup as rulebook


def request(
    *, person_id: int, firm_id: int, exam: str, cause: Cause, about: str, by: Actor, at: datetime
) -> ExamRequest:
    """Store that the exam is asked for, or needed for a registration. `about` is what it came with ("filing:12").

    An exam that is needed while a request for it is open needs no second one: the open one comes back. Asked for
    twice, it is refused (U4-EXM-03). Raises Invalid for an exam that the rulebook does not know.
    """
    if exam not in rulebook.codes("exams"):
        message = f"No exam has the code {exam}"
        raise errors.Invalid(message, [errors.Finding("U4-EXM-01", "error", "/exam_requests", message)])
    db.advisory_lock(f"exams:{person_id}")
    found = ExamRequest.objects.filter(person=person_id, exam=exam, closed_at=None).first()
    if found is not None and (cause is Cause.NEEDED or found.about == about):
        return found
    if found is not None:
        raise errors.Refusal(
            f"A request for {exam} is open for this person already. Nothing was changed. Take it out and file again.",
            "U4-EXM-03",
        )
    made = ExamRequest.objects.create(
        person_id=person_id, firm_id=firm_id, exam=exam, cause=cause, about=about, requested_at=at
    )
    audit.record(
        tag="exam:request:stored", by=by, at=at, subject=about, data={"exam": exam, "cause": Cause(cause).value}
    )
    return made
