"""What was filed is checked again and applied to the record as a whole, or rejected as a whole; then each request for
registration is decided as far as the rules decide it.

Every job writes its effect in one transaction, under a key that a second run of it finds: whenever a worker dies, what
it did stands, or is done anew.
"""

from datetime import datetime

from django.db import transaction

from finpro.billing import policies as fees
from finpro.billing import services as billing
from finpro.casework import services as casework
from finpro.casework.selectors.waived import in_hand, unsettled
from finpro.exams import services as exams
from finpro.exams.enums import Cause
from finpro.filings.enums import FilingType, State
from finpro.filings.models import Filing
from finpro.filings.policies import clocks
from finpro.filings.policies.changes import changes, exams_asked
from finpro.filings.selectors import signing
from finpro.filings.services import moves, submission
from finpro.journeys import seal_filing
from finpro.kernel import actor, clock, errors, jobs
from finpro.registry import selectors as record
from finpro.registry import services as registry
from finpro.registry.enums import REQUEST_OPEN, RequestState
from finpro.registry.policies import filed
from finpro.rulebook.facts import RegistrationRequest
from finpro.rulebook.forms import loader

BY = actor.system("filings")
DECIDES = actor.system("registrations")


@jobs.job(name=submission.PROCESS)
def process(*, filing_id: int) -> None:
    """Accept or reject what was filed. A filing that is no longer waiting is left alone."""
    at = clock.now()
    with transaction.atomic():
        filing = moves.lock(filing_id)
        if filing.state != State.SUBMITTED:
            return
        with jobs.effect(f"filing:{filing_id}:{filing.receipt}", at=at) as fresh:
            if fresh:
                _decide(filing, at)


def _decide(filing: Filing, at: datetime) -> None:
    found = submission.blocking(filing, at)
    if found:
        submission.reject(filing=filing, found=found, by=BY, at=at)
        return
    try:
        with transaction.atomic():
            _apply(filing, at)
    except (errors.Refusal, errors.NotFound, errors.Invalid) as refused:
        reason = errors.Finding(refused.code or "U4-FRM-02", "error", "", refused.message)
        submission.reject(filing=filing, found=[reason], by=BY, at=at)


def _apply(filing: Filing, at: datetime) -> None:
    """Record, exam requests, fee lines, decision on the filing and the jobs that follow: together."""
    content, digits = submission.content_of(filing)
    kind = FilingType(filing.type)
    on = filing.filed_on or clock.legal_date(at)
    subject = signing.subject_of(filing.pk)
    made = changes(content, filing.base, kind, ssn=digits)
    source = registry.FilingSource(
        subject=subject,
        form=filing.form.upper(),
        receipt=filing.receipt or "",
        crd=filing.person.crd,
        firm_crd=filing.firm.crd,
        filed_on=on,
    )
    applied = registry.apply(changes=made, source=source, by=BY, at=at)
    wanted = [change for change in made if isinstance(change, filed.Request)]
    stored = _exams(filing, content, wanted, subject, at)
    form = loader.get(filing.form, filing.version)
    billing.charge(
        firm_id=filing.firm_id,
        person_id=filing.person_id,
        lines=fees.fees_of_u4(
            type=kind.value,
            filed_on=on,
            categories=[request.category for request in wanted],
            discloses=any(isinstance(change, filed.Report) for change in made) and kind is not FilingType.CONCURRENCE,
            late=clocks.judge(form, content, filing.base, on),
            exams=stored,
        ),
        about=subject,
        on=on,
        by=BY,
        at=at,
    )
    submission.accept(filing=filing, rows=applied.rows, by=BY, at=at)
    seal_filing.make.defer(filing_id=filing.pk)
    # Those of this filing, and whatever else of the person waited: two firms may agree now, an answer may be there.
    look_again(person_id=filing.person_id)


def _exams(
    filing: Filing, content: dict[str, object], wanted: list[filed.Request], subject: str, at: datetime
) -> list[str]:
    """The exams asked for, and those that the requested registrations need; each once. What was stored now."""
    asked = exams_asked(content)
    also = tuple((request.regulator, request.category) for request in wanted)
    on = filing.filed_on or clock.legal_date(at)
    needed = {
        exam
        for request in wanted
        for exam in record.qualified(
            filing.person_id, RegistrationRequest(request.regulator, request.category), also, on
        ).missing
    }
    stored = []
    for exam, cause in [*((exam, Cause.ASKED) for exam in asked), *((exam, Cause.NEEDED) for exam in sorted(needed))]:
        row = exams.request(
            person_id=filing.person_id, firm_id=filing.firm_id, exam=exam, cause=cause, about=subject, by=BY, at=at
        )
        if row.about == subject and exam not in stored:
            stored.append(exam)
    return stored


@jobs.job(name="registrations.decide", lock="request:{request_id}")
def decide_request(*, request_id: int) -> None:
    """Decide a request as far as the rules do: approve it where nothing is open, else say what is. Harmless to repeat:
    a decided one is left alone, what is said already is not said twice, and what staff settled is not asked for again,
    and what they have in hand is left to them to approve. Firm and person are told of a move."""
    at = clock.now()
    with transaction.atomic():
        points = unsettled(request_id, clock.legal_date(at))
        hold = in_hand(request_id)
        request = registry.decide(request_id=request_id, points=points, hold=hold, by=DECIDES, at=at)
        if request.moved_at == at:
            casework.tell(request_id=request_id, state=RequestState(request.state), by=DECIDES, at=at)


def look_again(*, person_id: int) -> int:
    """Have every request of a person that waits decided anew, after something has come in; how many those are."""
    waiting = record.waiting_requests(person_id, REQUEST_OPEN)
    for key in waiting:
        decide_request.defer(request_id=key)
    return len(waiting)
