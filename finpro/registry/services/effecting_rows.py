"""Writing the lists of a form: names, residences, employment, other business, offices, designations."""

from typing import Any

from django.db.models import Max, Q

from finpro.registry import models
from finpro.registry.enums import NameKind
from finpro.registry.policies import filed
from finpro.registry.services.effecting import Effect

_MODELS: dict[filed.RowKind, Any] = {
    filed.RowKind.OTHER_NAME: models.PersonName,
    filed.RowKind.RESIDENCE: models.Residence,
    filed.RowKind.EMPLOYMENT: models.EmploymentEntry,
    filed.RowKind.OTHER_BUSINESS: models.OtherBusiness,
    filed.RowKind.OFFICE: models.Office,
}
# Of these the period is that of the fact itself, so what a form no longer holds was never so; the others have ended.
_HISTORIES = frozenset({filed.RowKind.RESIDENCE, filed.RowKind.EMPLOYMENT, filed.RowKind.OTHER_BUSINESS})


def removed(effect: Effect, change: filed.Removed) -> None:
    """Take out a row that the form no longer has."""
    narrowed = {"kind": NameKind.OTHER} if change.kind is filed.RowKind.OTHER_NAME else {}
    row = effect.row(_MODELS[change.kind], change.row, **narrowed)
    if change.kind in _HISTORIES:
        effect.rows += 1
        row.delete()
    else:
        effect.end(row)


def legal_name(effect: Effect, change: filed.LegalName) -> None:
    """Let the legal name hold from now on."""
    effect.state(models.PersonName, {"kind": NameKind.LEGAL}, _name(change))


def other_name(effect: Effect, change: filed.OtherName) -> None:
    """Add or correct another name; one that is there already stays."""
    values = _name(change)
    if change.row is not None:
        row = effect.row(models.PersonName, change.row, kind=NameKind.OTHER)
        effect.amend(row, **values)
        return
    held = models.PersonName.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=effect.on), person=effect.person, kind=NameKind.OTHER, **values
    )
    if not held.exists():
        effect.add(models.PersonName, effect.on, kind=NameKind.OTHER, **values)


def _name(name: filed.LegalName | filed.OtherName) -> dict[str, str]:
    parts = {"first": name.first, "middle": name.middle, "last": name.last, "suffix": name.suffix}
    return parts | {"full": " ".join(part for part in parts.values() if part).upper()}


def residence(effect: Effect, change: filed.Residence) -> None:
    """Add or correct a home address."""
    values = _address(change.address) | {"ends_on": change.ends_on, "month_precision": True}
    _put(effect, models.Residence, change.row, change.starts_on, values)


def employment(effect: Effect, change: filed.Employment) -> None:
    """Add or correct an entry of the person's own history."""
    values = {
        "employer": change.employer,
        "kind": change.kind,
        "position": change.position,
        "city": change.city,
        "state": change.state,
        "country": change.country,
        "investment_related": change.investment_related,
        "ends_on": change.ends_on,
    }
    _put(effect, models.EmploymentEntry, change.row, change.starts_on, values, numbered=True)


def other_business(effect: Effect, change: filed.OtherBusiness) -> None:
    """Add or correct a business outside the firm."""
    values = _address(change.address) | {
        "name": change.name,
        "investment_related": change.investment_related,
        "nature": change.nature,
        "position_title": change.position_title,
        "hours_per_month": change.hours_per_month,
        "hours_during_trading": change.hours_during_trading,
        "duties": change.duties,
        "by_month": change.by_month,
        "ends_on": change.ends_on,
        # Public views carry one text (forms.md 1.13).
        "text": ". ".join(part for part in (change.name, change.position_title, change.nature, change.duties) if part),
    }
    _put(effect, models.OtherBusiness, change.row, change.starts_on, values)


def office(effect: Effect, change: filed.Office) -> None:
    """Add or correct where the person works from; a branch that the record lacks is added to the firm's."""
    firm = effect.firm(change.firm)
    values: dict[str, Any] = _address(change.address) | {
        "registered": change.registered,
        "located_at": change.kind == "LOCATED_AT",
        "supervised_from": change.kind == "SUPERVISED_FROM",
        "role": change.role,
        "private_residence": change.private_residence,
        "residential": change.residential,
        "billing_code": change.billing_code,
        "branch_code": change.branch_code,
        "ends_on": change.ends_on,
        "branch": None,
    }
    if change.branch is not None:
        branch, _ = models.Branch.objects.get_or_create(
            firm=firm, code=str(change.branch), defaults={"source": effect.source}
        )
        values |= {"branch": branch, "city": branch.city, "state": branch.state}
    _put(effect, models.Office, change.row, change.starts_on, values, numbered=True, firm=firm)


def designation(effect: Effect, change: filed.Designation) -> None:
    """Note that a designation is held, or no longer is."""
    rows = models.Designation.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=effect.on), person=effect.person, code=change.code
    )
    if change.held and not rows.exists():
        effect.add(models.Designation, effect.on, code=change.code)
    elif not change.held:
        for row in rows.order_by("id"):
            effect.end(row)


def _address(address: filed.Address) -> dict[str, str]:
    return {
        "street1": address.street1,
        "street2": address.street2,
        "city": address.city,
        "state": address.state,
        "country": address.country,
        "postal": address.postal,
    }


def _put(
    effect: Effect,
    model: Any,
    key: int | None,
    starts_on: Any,
    values: dict[str, Any],
    *,
    numbered: bool = False,
    **owned: Any,
) -> None:
    if key is not None:
        effect.amend(effect.row(model, key, **owned), starts_on=starts_on, **values)
        return
    if numbered:
        last = model.objects.filter(person=effect.person, **owned).aggregate(last=Max("ordinal"))["last"]
        values = values | {"ordinal": 0 if last is None else last + 1}
    effect.add(model, starts_on, **owned, **values)
