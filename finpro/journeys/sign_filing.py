"""A form is signed: sent by the firm, signed or declined by the person, signed by a signatory, recalled, reminded of.

What waits is reminded of, and ended when its time is over, by a job of every morning.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import structlog
from django.db import transaction

from finpro.documents import policies as files
from finpro.documents import services as documents
from finpro.filings.policies.signing import WITHOUT_PERSON, Wish
from finpro.filings.selectors import signing as selectors
from finpro.filings.services import signing as filings
from finpro.filings.services.signing import Given, Paper
from finpro.kernel import actor, clock, errors, jobs
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.signatures import policies as signatures
from finpro.signatures import selectors as envelopes
from finpro.signatures.policies import Shown

log = structlog.get_logger("finpro.signatures")
SCAN, ACKNOWLEDGMENT = "scan", "acknowledgment"


@dataclass(frozen=True, slots=True)
class FirmSigns:
    """What a signatory sends: the own name and consent; of paper the person's name, the date and the scan's bytes;
    where the firm states that it gave the person a copy (15G), how, and the evidence for it."""

    name: str
    consent: bool
    paper_name: str = ""
    paper_signed_on: date | None = None
    paper_scan: bytes = b""
    note: str = ""
    acknowledgment: bytes = b""


def send(*, filing_id: int, wish: Wish, by: Actor, at: datetime) -> None:
    """Send for signature. Raises as filings.services.signing.send."""
    with transaction.atomic():
        filings.send(filing_id=filing_id, wish=wish, by=by, at=at)


def sign(*, filing_id: int, envelope_id: int, name: str, consent: bool, shown: Shown, by: Actor, at: datetime) -> None:
    """The person signs. Raises as filings.services.signing.sign_as_person."""
    with transaction.atomic():
        filings.sign_as_person(
            filing_id=filing_id, envelope_id=envelope_id, given=Given(name, consent), shown=shown, by=by, at=at
        )


def decline(*, filing_id: int, envelope_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The person declines. Raises as filings.services.signing.decline."""
    with transaction.atomic():
        filings.decline(filing_id=filing_id, envelope_id=envelope_id, reason=reason, by=by, at=at)


def recall(*, filing_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The firm stops the signing. Raises as filings.services.signing.recall."""
    with transaction.atomic():
        filings.recall(filing_id=filing_id, reason=reason, by=by, at=at)


def remind(*, filing_id: int, by: Actor, at: datetime) -> None:
    """Remind the person. Raises as filings.services.signing.remind."""
    with transaction.atomic():
        filings.remind(filing_id=filing_id, by=by, at=at)


def sign_for_firm(*, filing_id: int, wish: Wish, signs: FirmSigns, shown: Shown, by: Actor, at: datetime) -> None:
    """A signatory signs, and enters what the person signed on paper where that is how it is signed.

    Raises as filings.services.signing.sign_for_firm, and Invalid for a scan that is no whole PDF, PNG or JPEG, with
    everything else that is to be mended.
    """
    on = legal_date(at)
    asked = selectors.get_panel(by, filing_id, wish, at)
    paper_needed = asked.is_draft and asked.plan.on_paper
    states = asked.is_draft and any(block.key == WITHOUT_PERSON for block in asked.plan.blocks)
    scan, acknowledgment = _checked(signs, on, paper=paper_needed, states=states)
    with transaction.atomic():
        paper = None
        if scan is not None and signs.paper_signed_on is not None:
            kept = _keep(filing_id, SCAN, scan, by, at)
            paper = Paper(signs.paper_name, signs.paper_signed_on, kept)
        evidence = _keep(filing_id, ACKNOWLEDGMENT, acknowledgment, by, at) if acknowledgment is not None else None
        filings.sign_for_firm(
            filing_id=filing_id,
            wish=wish,
            paper=paper,
            given=Given(signs.name, signs.consent, signs.note.strip() if states else "", evidence),
            shown=shown,
            by=by,
            at=at,
        )


def _checked(signs: FirmSigns, on: date, *, paper: bool, states: bool) -> tuple[files.Scan | None, files.Scan | None]:
    """The files that may be kept. Raises Invalid with everything that is to be mended, so that one sends once again."""
    findings: list[errors.Finding] = []
    scan = acknowledgment = None
    if paper:
        scan = _file(signs.paper_scan, on, "/paper_scan", "Choose the scan of the signed page", findings)
        _name(signs.paper_name, "/paper_name", "Type the name as the person signed it", findings)
        if signs.paper_signed_on is None or signs.paper_signed_on > on:
            findings.append(_finding("/paper_signed_on", "Enter the date on the signed page, not one to come"))
    if states:
        if not signs.note.strip():
            findings.append(_finding("/note", "Say when and how the person was given a copy, and what was answered"))
        if signs.acknowledgment:
            acknowledgment = _file(signs.acknowledgment, on, "/acknowledgment", "", findings)
    _name(signs.name, "/name", "Type your full name. It is your signature", findings)
    if not signs.consent:
        findings.append(
            _finding("/consent", "Tick the box to say that you agree to the statement and to signing electronically")
        )
    if findings:
        raise errors.Invalid(findings[0].message, findings)
    return scan, acknowledgment


def _file(content: bytes, on: date, pointer: str, absent: str, findings: list[errors.Finding]) -> files.Scan | None:
    if not content:
        findings.append(_finding(pointer, absent))
        return None
    try:
        return files.scan(content, on)
    except errors.Invalid as invalid:
        findings.append(_finding(pointer, invalid.message))
        return None


def _name(name: str, pointer: str, message: str, findings: list[errors.Finding]) -> None:
    try:
        signatures.typed_name(name)
    except errors.Invalid:
        findings.append(_finding(pointer, message))


def _finding(pointer: str, message: str) -> errors.Finding:
    return errors.Finding("SIG-05", "error", pointer, message)


def _keep(filing_id: int, kind: str, scan: files.Scan, by: Actor, at: datetime) -> UUID:
    return documents.keep(
        kind=kind,
        subject=selectors.subject_of(filing_id),
        content=scan.content,
        media_type=scan.media_type,
        file_name=f"{kind}-{filing_id}.{scan.ending}",
        by=by,
        at=at,
    ).pk


@jobs.periodic(name="journeys.sign_filing.look_after", cron="10 12 * * *")
def look_after() -> None:
    """Every morning: end what was not signed in time, remind of what still waits (rule SIG-02)."""
    at = clock.now()
    by, today = actor.system("signatures"), clock.legal_date(at)
    for one in envelopes.list_late(at):
        filing_id = int(one.subject.partition(":")[2])
        due = signatures.reminders_due(legal_date(one.sent_at), today)
        # One form at a time: what fails for one is no reason to forget the others.
        try:
            with transaction.atomic():
                if signatures.late(one.expires_on, today):
                    filings.expire(filing_id=filing_id, by=by, at=at)
                elif due > one.reminders:
                    filings.remind(filing_id=filing_id, by=by, at=at)
        except errors.FinproError as refused:
            log.warning("form to sign not looked after", filing=filing_id, code=refused.code)
