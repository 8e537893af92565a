"""A filing as the registry reads it: the form itself, whether it was late, what it costs and what came of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from finpro.casework import permissions
from finpro.casework.selectors.evidence import Fee, Sibling, fees_of
from finpro.filings.enums import FilingType, State
from finpro.filings.models import Filing
from finpro.filings.policies import clocks
from finpro.filings.selectors.signing import signed_document, subject_of
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.registry.models import DisclosureReport, RegistrationRequest
from finpro.rulebook.decisions import Decision
from finpro.rulebook.forms import loader, reading
from finpro.rulebook.forms.schema import Form

NO_FILING = "There is no such filing, or it was not filed yet. Check the receipt number."
_FILED = frozenset({State.SUBMITTED, State.ACCEPTED, State.REJECTED})


@dataclass(frozen=True, slots=True)
class FilingPage:
    """One filing. `changed` are pointers of what an amendment changed. `late` is the decision about its oldest clock,
    None where no page of it has one. `reports`: key, type, and whether it is matched."""

    key: int
    receipt: str
    type: FilingType
    state: State
    filed_on: date | None
    crd: int
    name: str
    firm_crd: int
    firm: str
    form: Form
    document: Mapping[str, Any]
    changed: Collection[str]
    late: Decision | None
    fees: Sequence[Fee]
    requests: Sequence[Sibling]
    reports: Sequence[tuple[int, str, bool]]


def filing_page(viewer: Actor, key: int, at: datetime) -> FilingPage:
    """One filing that was filed. Raises Forbidden for whoever may not see requests, NotFound for a draft or none."""
    permissions.see_registrations(viewer)
    row = Filing.objects.select_related("person", "firm").filter(pk=key, state__in=sorted(_FILED)).first()
    if row is None:
        raise errors.NotFound(NO_FILING)
    on = legal_date(at)
    form = loader.get(row.form, row.version)
    document = signed_document(row)
    filed_on = row.filed_on or on
    subject = subject_of(row.pk)
    made = RegistrationRequest.objects.filter(source__file=subject, person=row.person_id).order_by("id")
    reports = DisclosureReport.objects.filter(source__file=subject, person=row.person_id).order_by("id")
    return FilingPage(
        row.pk,
        row.receipt or "",
        FilingType(row.type),
        State(row.state),
        row.filed_on,
        row.person.crd,
        registry.legal_names([row.person_id], on)[row.person_id],
        row.firm.crd,
        registry.names_of_firms([row.firm_id], on)[row.firm_id],
        form,
        document,
        _changed(form, row, document),
        late_of(row, document, filed_on),
        fees_of(subject),
        [Sibling(one.pk, one.firm_id, one.regulator, one.category, one.state, one.requested_at) for one in made],
        [(one.pk, one.type, one.disclosure_id is not None) for one in reports],
    )


def late_of(row: Filing, document: Mapping[str, Any], filed_on: date) -> Decision | None:
    """Whether what a filing discloses came in time, with its arithmetic; None where nothing of it has a clock."""
    return clocks.judge(loader.get(row.form, row.version), document, row.base, filed_on)


def filed_as(subject: str) -> tuple[int, Decision | None] | None:
    """The key of the filing that a source names ("filing:12"), and whether it was late; None where it is no filing."""
    kind, _, key = subject.partition(":")
    row = Filing.objects.filter(pk=int(key)).first() if kind == "filing" and key.isdecimal() else None
    if row is None or row.filed_on is None:
        return None
    return row.pk, late_of(row, row.content or {}, row.filed_on)


def _changed(form: Form, row: Filing, document: Mapping[str, Any]) -> Collection[str]:
    if FilingType(row.type) not in {FilingType.AMENDMENT, FilingType.PAGE2_AMENDMENT}:
        return ()
    return {change.pointer for change in reading.diff(form, row.base, document) if change.kind != "removed"}
