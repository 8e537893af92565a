"""Filing a form, and what comes of it: accepted onto the record, or rejected as a whole with reasons.

Filing twice is harmless: the key of the page that was sent, the locked row and the state each see to it alone.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings

from finpro.audit import services as audit
from finpro.filings import permissions
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.filings.notices import FilingAccepted, FilingRejected, FormAccepted
from finpro.filings.policies import checks, sealed
from finpro.filings.selectors import known, signing
from finpro.filings.services import moves
from finpro.filings.services.telling import tell_firm, tell_person
from finpro.kernel import errors, ids, jobs, vault
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.rulebook.forms import loader

# The job that processes what was filed (journeys.apply_filing).
PROCESS = "filings.process"
_FILED = frozenset({State.SUBMITTED, State.ACCEPTED})
RECEIPT_LENGTH = 10


def submit(*, filing_id: int, key: str, by: Actor, at: datetime) -> Filing:
    """File a form that is ready: it gets a receipt number at once, and is processed by a job of this transaction.

    `key` is the page's own, made when it was drawn. Filed already, by whatever page, the filing comes back as it is.
    Raises NotFound for another firm's filing, Forbidden without the entitlement to file, Refusal for a form that is
    not ready, Invalid with the findings of the completeness check.
    """
    filing = moves.lock(filing_id)
    permissions.submit(by, filing.firm_id)
    if filing.state in _FILED or (filing.state == State.REJECTED and filing.submit_key == key):
        return filing
    if filing.state != State.READY_TO_SUBMIT:
        raise errors.Refusal(
            "This form is not ready to be filed: a signatory of the firm signs it first. Nothing was filed.",
            "FILING_STATE",
        )
    if not key or Filing.objects.filter(submit_key=key).exclude(pk=filing.pk).exists():
        raise errors.Refusal("This page is too old to file with. Nothing was filed. Open it again.", "FILING_KEY")
    on = legal_date(at)
    found = blocking(filing, at)
    if found:
        raise errors.Invalid(
            "Something is missing or wrong in this form. Nothing was filed. Mend what is listed.", found
        )
    filing.submitted_at, filing.submitted_by, filing.filed_on = at, by.label, on
    filing.receipt, filing.submit_key = ids.reference(RECEIPT_LENGTH), key
    filing.decided_at, filing.reasons = None, []
    filing.save(
        update_fields=["submitted_at", "submitted_by", "filed_on", "receipt", "submit_key", "decided_at", "reasons"]
    )
    moves.move(filing=filing, to=State.SUBMITTED, by=by, at=at)
    jobs.defer(PROCESS, lock=f"person:{filing.person_id}", filing_id=filing.pk)
    audit.record(
        tag="filing:form:submitted",
        by=by,
        at=at,
        subject=f"filing:{filing.pk}",
        data={"type": filing.type, "receipt": filing.receipt, "digest": filing.digest},
    )
    return filing


def blocking(filing: Filing, at: datetime) -> list[errors.Finding]:
    """The errors that keep what was signed from being filed, checked whole against the record as it stands."""
    on = legal_date(at)
    document = signing.signed_document(filing)
    form = loader.get(filing.form, filing.version)
    found = checks.check(form, document, known.known_of(filing, document, on), filing.filed_on or on)
    return [finding for finding in found if finding.severity == "error"]


def content_of(filing: Filing) -> tuple[dict[str, Any], str]:
    """What was signed with its signatures, and the nine digits of a number that was typed in it ("" where none was).

    Raises Refusal where this installation lacks the key that opens the number.
    """
    kept = known.typed_ssn(filing.pk)
    digits = sealed.unseal(kept, vault.read_ring(settings.FINPRO["seal_keys"])) if kept else ""
    return signing.signed_document(filing), digits


def accept(*, filing: Filing, rows: int, by: Actor, at: datetime) -> Filing:
    """Note that a locked filing was applied to the record. Firm and person are told."""
    filing.decided_at = at
    filing.save(update_fields=["decided_at"])
    moves.move(filing=filing, to=State.ACCEPTED, by=by, at=at)
    audit.record(
        tag="filing:form:accepted",
        by=by,
        at=at,
        subject=f"filing:{filing.pk}",
        data={"type": filing.type, "receipt": filing.receipt, "rows": rows},
    )
    tell_firm(filing, FilingAccepted, f"accepted:{filing.receipt}", by, at)
    tell_person(filing, FormAccepted, f"accepted:{filing.receipt}", by, at)
    return filing


def reject(*, filing: Filing, found: Sequence[errors.Finding], by: Actor, at: datetime) -> Filing:
    """Refuse a locked filing as a whole, with reasons; nothing of it reached the record. The firm is told."""
    filing.decided_at = at
    filing.reasons = [
        {"rule": one.rule, "severity": one.severity, "pointer": one.pointer, "message": one.message} for one in found
    ]
    filing.save(update_fields=["decided_at", "reasons"])
    moves.move(filing=filing, to=State.REJECTED, by=by, at=at)
    audit.record(
        tag="filing:form:rejected",
        by=by,
        at=at,
        subject=f"filing:{filing.pk}",
        data={"type": filing.type, "receipt": filing.receipt, "rules": sorted({one.rule for one in found})},
    )
    tell_firm(filing, FilingRejected, f"rejected:{filing.receipt}", by, at)
    return filing
