"""The record of one person as a form states it: what a new draft of one firm begins with."""

from datetime import date
from typing import Any

from django.db.models import F, Q

from finpro.kernel import errors
from finpro.registry import models, permissions
from finpro.registry.enums import NameKind
from finpro.registry.policies import filed, ssn
from finpro.registry.selectors import numbers


def filed_form(person_id: int, firm_id: int, on: date) -> filed.Filed:
    """What the record says on a date, as a form of this firm about this person states it.

    Lists stand in the order of the form: newest first, and what goes on before what ended. Raises NotFound for a person
    or firm that is not on record.
    """
    person = models.Person.objects.filter(pk=person_id).first()
    firm_crd = models.Firm.objects.filter(pk=firm_id).values_list("crd", flat=True).first()
    if person is None or firm_crd is None:
        raise errors.NotFound(permissions.NO_RECORD)
    businesses = tuple(_business(row) for row in _dated(models.OtherBusiness, person_id, on))
    return filed.Filed(
        crd=person.crd,
        firm=firm_crd,
        name=_name(person_id, on),
        born_on=person.date_of_birth,
        ssn=_ssn(person),
        description=_description(person_id, on),
        association=_association(person_id, firm_id, firm_crd, on),
        offices=_offices(person_id, firm_id, firm_crd, on),
        fingerprints=_fingerprints(person_id, firm_id, firm_crd, on),
        other_firms=_other_firms(person_id, firm_id, firm_crd, on),
        designations=_designations(person_id, on),
        other_names=_other_names(person_id, on),
        residences=tuple(_residence(row) for row in _all(models.Residence, person_id)),
        employments=tuple(_employment(row) for row in _all(models.EmploymentEntry, person_id)),
        other_businesses=businesses,
        has_other_business=_has_business(person.crd, businesses),
        answers=dict(
            _dated(models.DisclosureAnswer, person_id, on).order_by("question").values_list("question", "answer")
        ),
        reports=_reports(person_id, firm_id),
    )


def _in_force(on: date) -> Q:
    return (Q(starts_on=None) | Q(starts_on__lte=on)) & (Q(ends_on=None) | Q(ends_on__gte=on))


def _dated(model: Any, person_id: int, on: date) -> Any:
    return model.objects.filter(_in_force(on), person=person_id).order_by("id")


def _all(model: Any, person_id: int) -> Any:
    """Rows of a history: all of it, what goes on first, then by end and start."""
    return model.objects.filter(person=person_id).order_by(
        F("ends_on").desc(nulls_first=True), F("starts_on").desc(nulls_last=True), "id"
    )


def _name(person_id: int, on: date) -> filed.LegalName | None:
    rows = models.PersonName.objects.filter(person=person_id, kind=NameKind.LEGAL)
    row = rows.filter(_in_force(on)).order_by("id").first() or rows.order_by("-starts_on", "id").first()
    return filed.LegalName(row.first, row.middle, row.last, row.suffix) if row else None


def _ssn(person: models.Person) -> filed.SocialSecurityNumber | None:
    """The last four digits, where a number is on record and this installation can read it."""
    if person.ssn_sealed is None:
        return None
    try:
        return filed.SocialSecurityNumber(ssn.unseal(bytes(person.ssn_sealed), numbers.keys())[-4:])
    except errors.Refusal:
        return None


def _description(person_id: int, on: date) -> filed.Description | None:
    row = _dated(models.Description, person_id, on).first()
    if row is None:
        return None
    return filed.Description(
        row.sex,
        row.height_ft,
        row.height_in,
        row.weight_lbs,
        row.hair_color,
        row.eye_color,
        row.birth_state_province,
        row.birth_country,
    )


def _association(person_id: int, firm_id: int, firm_crd: int, on: date) -> filed.Association | None:
    """The one in force, or else one that begins later."""
    rows = models.Association.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), person=person_id, firm=firm_id)
    row = rows.order_by("starts_on", "id").first()
    if row is None:
        return None
    return filed.Association(firm_crd, row.starts_on, row.kind, row.contractor, row.billing_code)


def _offices(person_id: int, firm_id: int, firm_crd: int, on: date) -> tuple[filed.Office, ...]:
    rows = models.Office.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), person=person_id, firm=firm_id)
    return tuple(_office(row, firm_crd) for row in rows.select_related("branch").order_by("ordinal", "id"))


def _office(row: models.Office, firm_crd: int) -> filed.Office:
    branch, place = row.branch, row.branch if row.branch and not row.street1 else row
    number = int(branch.code) if branch and branch.code.isascii() and branch.code.isdigit() else None
    registered = bool(row.registered) and number is not None
    address = filed.Address(place.street1, place.street2, row.city, row.state, place.country, place.postal)
    return filed.Office(
        firm_crd,
        row.starts_on,
        row.ends_on,
        row.registered,
        number if registered else None,
        "LOCATED_AT" if row.located_at else "SUPERVISED_FROM" if row.supervised_from else "",
        row.role,
        row.private_residence,
        row.residential,
        row.billing_code,
        row.branch_code,
        filed.Address() if registered else address,
        row.pk,
    )


def _fingerprints(person_id: int, firm_id: int, firm_crd: int, on: date) -> filed.Fingerprints | None:
    row = _dated(models.FingerprintBasis, person_id, on).filter(firm=firm_id).first()
    if row is None:
        return None
    card = _dated(models.FingerprintCard, person_id, on).filter(firm=firm_id).order_by("-id").first()
    barcode = card.barcode if card else ""
    return filed.Fingerprints(firm_crd, row.option, tuple(row.exemptions), row.iar_choice, barcode)


def _other_firms(person_id: int, firm_id: int, firm_crd: int, on: date) -> filed.OtherFirms | None:
    row = _dated(models.OtherFirms, person_id, on).filter(firm=firm_id).first()
    return filed.OtherFirms(firm_crd, row.unaffiliated_bd, row.unaffiliated_ia, row.affiliated) if row else None


def _designations(person_id: int, on: date) -> tuple[str, ...]:
    rows = _dated(models.Designation, person_id, on).exclude(code="")
    return tuple(sorted({row.code for row in rows}))


def _other_names(person_id: int, on: date) -> tuple[filed.OtherName, ...]:
    rows = _dated(models.PersonName, person_id, on).filter(kind=NameKind.OTHER)
    return tuple(filed.OtherName(row.first, row.middle, row.last, row.suffix, row.pk) for row in rows)


def _address(row: Any) -> filed.Address:
    return filed.Address(row.street1, row.street2, row.city, row.state, row.country, row.postal)


def _residence(row: models.Residence) -> filed.Residence:
    return filed.Residence(_address(row), row.starts_on, row.ends_on, row.pk)


def _employment(row: models.EmploymentEntry) -> filed.Employment:
    return filed.Employment(
        row.employer,
        row.kind,
        row.position,
        row.city,
        row.state,
        row.country,
        row.investment_related,
        row.starts_on,
        row.ends_on,
        row.pk,
    )


def _business(row: models.OtherBusiness) -> filed.OtherBusiness:
    return filed.OtherBusiness(
        row.name,
        row.investment_related,
        _address(row),
        row.nature,
        row.position_title,
        row.starts_on,
        row.ends_on,
        row.hours_per_month,
        row.hours_during_trading,
        row.duties,
        row.text if not row.name else "",
        row.by_month,
        row.pk,
    )


def _has_business(crd: int, businesses: tuple[filed.OtherBusiness, ...]) -> bool | None:
    """Absence is an answer only where a form has been filed."""
    if businesses:
        return True
    return False if models.Source.objects.filter(crd=crd, firm_crd__isnull=False).exists() else None


def _reports(person_id: int, firm_id: int) -> tuple[filed.Report, ...]:
    """The firm's own latest reports, and those of other firms about events of which it has told nothing itself."""
    rows = list(
        models.DisclosureReport.objects.filter(person=person_id, replaced=False, archived=False)
        .select_related("firm")
        .order_by("id")
    )
    own = [row for row in rows if row.firm_id == firm_id]
    told = {row.disclosure_id for row in own} - {None}
    followed = {row.made_from_id for row in own}
    known, others = set(told), []
    for row in reversed([row for row in rows if row.firm_id != firm_id]):
        if row.pk in followed or row.disclosure_id in known:
            continue
        if row.disclosure_id is not None:
            known.add(row.disclosure_id)
        others.append(row)
    return tuple(report(row) for row in [*own, *reversed(others)])


def report(row: models.DisclosureReport) -> filed.Report:
    """A report on record as the form states it."""
    return filed.Report(
        row.firm.crd,
        row.type,
        tuple(row.questions),
        dict(row.page),
        row.response,
        row.event_on,
        row.docket,
        row.pk,
    )
