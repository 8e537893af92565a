"""An accepted filing onto the record: the rows that it changes, each naming it as source."""

import hashlib
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from finpro.audit import services as audit
from finpro.kernel import db, errors
from finpro.kernel.actor import Actor
from finpro.registry import models
from finpro.registry.enums import AssociationKind, SourceKind
from finpro.registry.policies import filed, ssn
from finpro.registry.presenters import filings as _events  # noqa: F401 - says how the events below read
from finpro.registry.selectors import numbers
from finpro.registry.services import effecting_reports as reports
from finpro.registry.services import effecting_rows as rows
from finpro.registry.services import refusals
from finpro.registry.services.effecting import Effect
from finpro.registry.services.requests import open_request


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingSource:
    """The filing that the rows come from: `subject` as text ("filing:12"), `form` ("U4"), the receipt people quote."""

    subject: str
    form: str
    receipt: str
    crd: int
    firm_crd: int
    filed_on: date


@dataclass(frozen=True, slots=True)
class Applied:
    """What a filing did. `requests` and `reports` are keys; `rows` counts the rows written, 0 the second time."""

    source_id: int
    requests: tuple[int, ...]
    reports: tuple[int, ...]
    rows: int


def apply(*, changes: Sequence[filed.Change], source: FilingSource, by: Actor, at: datetime) -> Applied:
    """Write the changes of an accepted filing in the caller's transaction: all of them, or none.

    Requests for registration begin as PENDING; deciding them is another step (`decide`). A filing that was applied
    before is not applied again. Raises NotFound for a person who is not on record, Refusal, in words for the firm,
    where the record cannot hold what the filing says.
    """
    person = models.Person.objects.select_for_update().filter(crd=source.crd).first()
    if person is None:
        raise errors.NotFound(f"There is nobody with CRD number {source.crd} on record.")
    row, fresh = _source(source)
    if not fresh:
        return _again(row)
    db.set_local(
        pghistory__context_id=str(uuid.uuid4()), pghistory__context_metadata=json.dumps({"filing": source.subject})
    )
    effect = Effect(person, row, source.filed_on, by.label, at)
    try:
        with transaction.atomic():
            for change in changes:
                _WRITERS[type(change)](effect, change)
    except IntegrityError as error:
        raise errors.Refusal(
            f"{refusals.reason(error)} Nothing was changed. Compare the form with the record and file again.",
            "U4-FRM-02",
        ) from None
    audit.record(
        tag="record:filing:applied",
        by=by,
        at=at,
        subject=f"crd:{source.crd}",
        data={
            "filing": source.subject,
            "rows": effect.rows,
            "requests": len(effect.requests),
            "reports": len(effect.reports),
        },
    )
    return Applied(row.pk, tuple(effect.requests), tuple(effect.reports), effect.rows)


def _source(source: FilingSource) -> tuple[models.Source, bool]:
    return models.Source.objects.get_or_create(
        crd=source.crd,
        service=source.form,
        digest=hashlib.sha256(source.subject.encode()).digest(),
        defaults={
            "kind": SourceKind.FILING,
            "file": source.subject,
            "record": source.receipt,
            "captured_on": source.filed_on,
            "firm_crd": source.firm_crd,
        },
    )


def _again(row: models.Source) -> Applied:
    requests = models.RegistrationRequest.objects.filter(source=row).order_by("id").values_list("id", flat=True)
    made = models.DisclosureReport.objects.filter(source=row).order_by("id").values_list("id", flat=True)
    return Applied(row.pk, tuple(requests), tuple(made), 0)


def _birth(effect: Effect, change: filed.Birth) -> None:
    if effect.person.date_of_birth != change.born_on:
        effect.person.date_of_birth = change.born_on
        effect.person.save(update_fields=["date_of_birth"])
        effect.rows += 1


def _number(effect: Effect, change: filed.SocialSecurityNumber) -> None:
    keys = numbers.keys()
    lookup = ssn.lookup(change.digits, keys)
    if effect.person.ssn_lookup is not None and bytes(effect.person.ssn_lookup) == lookup:
        return
    if models.Person.objects.filter(ssn_lookup=lookup).exclude(pk=effect.person.pk).exists():
        raise errors.Refusal(
            "This Social Security number is on record for somebody else. Nothing was changed. "
            "Check the number; if it is right, tell the registry.",
            "U4-GEN-07",
        )
    effect.person.ssn_sealed, effect.person.ssn_lookup = ssn.seal(change.digits, keys), lookup
    effect.person.save(update_fields=["ssn_sealed", "ssn_lookup"])
    effect.rows += 1


def _description(effect: Effect, change: filed.Description) -> None:
    values = {name: getattr(change, name) for name in change.__dataclass_fields__}
    effect.state(models.Description, {}, values)


def _association(effect: Effect, change: filed.Association) -> None:
    """The association that goes on, or a new one. Its start is corrected where the form says another day."""
    firm = effect.firm(change.firm)
    found = models.Association.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=effect.on), person=effect.person, firm=firm
    )
    row = found.order_by("starts_on", "id").first()
    values: dict[str, Any] = {"contractor": change.contractor, "billing_code": change.billing_code}
    if row is None:
        effect.add(models.Association, change.starts_on or effect.on, firm=firm, kind=change.kind, **values)
        return
    if change.starts_on is not None:
        values["starts_on"] = change.starts_on
    effect.amend(row, **values)


def _other_firms(effect: Effect, change: filed.OtherFirms) -> None:
    values = {
        "unaffiliated_bd": change.unaffiliated_bd,
        "unaffiliated_ia": change.unaffiliated_ia,
        "affiliated": change.affiliated,
    }
    effect.state(models.OtherFirms, {"firm": effect.firm(change.firm)}, values)


def _fingerprints(effect: Effect, change: filed.Fingerprints) -> None:
    """On what the firm relies, and the card: a barcode on record for somebody else is refused."""
    firm = effect.firm(change.firm)
    values = {"option": change.option, "exemptions": list(change.exemptions), "iar_choice": change.iar_choice}
    effect.state(models.FingerprintBasis, {"firm": firm}, values)
    if not change.barcode:
        return
    card = models.FingerprintCard.objects.filter(barcode=change.barcode).first()
    if card is not None and card.person_id != effect.person.pk:
        raise errors.Refusal(
            "The barcode of the fingerprint card is on record for somebody else. Nothing was changed. "
            "Compare it with the card and file again.",
            "U4-FPR-02",
        )
    if card is None:
        card = effect.add(models.FingerprintCard, effect.on, firm=firm, barcode=change.barcode)
        effect.add(models.FingerprintStatus, effect.on, card=card, status="CDPD")


def _request(effect: Effect, change: filed.Request) -> None:
    """Ask for a registration: whoever is to be registered is no longer an owner or officer only."""
    firm = effect.firm(change.firm)
    effect.requests.append(open_request(effect=effect, firm=firm, wanted=change))
    for row in models.Association.objects.filter(
        person=effect.person, firm=firm, ends_on=None, kind=AssociationKind.OWNER_OFFICER
    ).order_by("id"):
        effect.amend(row, kind=AssociationKind.REGISTERED)


_WRITERS: dict[type[Any], Callable[[Effect, Any], None]] = {
    filed.LegalName: rows.legal_name,
    filed.Birth: _birth,
    filed.SocialSecurityNumber: _number,
    filed.Description: _description,
    filed.Association: _association,
    filed.OtherFirms: _other_firms,
    filed.Fingerprints: _fingerprints,
    filed.OtherName: rows.other_name,
    filed.Residence: rows.residence,
    filed.Employment: rows.employment,
    filed.OtherBusiness: rows.other_business,
    filed.Office: rows.office,
    filed.Designation: rows.designation,
    filed.Answer: reports.answer,
    filed.Report: reports.report,
    filed.Archived: reports.archived,
    filed.Request: _request,
    filed.Removed: rows.removed,
}
