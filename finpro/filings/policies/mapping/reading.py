"""What a document says, in the terms of the record."""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from finpro.filings.policies.mapping import pages
from finpro.filings.policies.mapping.document import PRESENT
from finpro.registry.policies import filed

_REGISTERED, _OWNER = "REGISTERED", "OWNER_OFFICER"


def read(document: Mapping[str, Any]) -> filed.Filed:
    """What a document says, in the terms of the record. Raises ValueError for a value that the checks refuse."""
    filing, general = document["filing"], _object(document, "general")
    firm, crd = int(filing["firm_crd"]), int(filing["individual_crd"])
    identifying = _object(document, "identifying")
    kind = _OWNER if str(filing.get("type", "")).startswith("PAGE2") else _REGISTERED
    affiliated = _object(document, "affiliated")
    requests = _requests(document, firm, temporary=bool(_object(_object(document, "signatures"), "15C").get("name")))
    return filed.Filed(
        crd=crd,
        firm=firm,
        name=_read_name(identifying or general),
        born_on=_day(identifying.get("date_of_birth")),
        ssn=_read_ssn(general.get("ssn")),
        description=_read_description(identifying),
        association=_read_association(general, firm, kind),
        offices=tuple(_read_office(row, firm) for row in _rows(general, "offices")),
        fingerprints=_read_fingerprints(_object(document, "fingerprints"), firm),
        other_firms=_read_other_firms(_object(document, "unaffiliated"), affiliated, firm),
        requests=requests,
        affiliates=tuple(_read_affiliate(row, requests) for row in _rows(affiliated, "firms")),
        exams=tuple(map(str, document.get("exam_requests") or ())),
        designations=tuple(sorted(map(str, document.get("designations") or ()))),
        other_names=tuple(_read_other_name(row) for row in _rows(document, "other_names")),
        residences=tuple(_read_residence(row) for row in _rows(document, "residences")),
        employments=tuple(_read_employment(row) for row in _rows(document, "employments")),
        other_businesses=tuple(_read_business(row) for row in _rows(document, "other_business")),
        has_other_business=document.get("has_other_business"),
        answers={str(key): bool(value) for key, value in _object(document, "disclosure").items()},
        reports=tuple(pages.read(row, firm) for row in _rows(document, "drps")),
    )


def _object(document: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = document.get(key)
    return value if isinstance(value, Mapping) else {}


def _rows(document: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
    value = document.get(key)
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else ()


def _row(row: Mapping[str, Any]) -> int | None:
    """The key of the row on record, of an id like "r12"."""
    name = str(row.get("id", ""))
    return int(name[1:]) if name[:1] == "r" and name[1:].isdecimal() else None


def _text(row: Mapping[str, Any], key: str) -> str:
    return str(row.get(key) or "").strip()


def _day(value: object) -> date | None:
    """A date, or the first day of a month."""
    if not isinstance(value, str) or not value:
        return None
    return date.fromisoformat(value if len(value) > len("2026-01") else f"{value}-01")


def _last(value: object) -> date | None:
    """The last day of a month; None for PRESENT."""
    first = None if value == PRESENT else _day(value)
    return first and first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _hours(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise ValueError("hours are a number") from None


def _flag(row: Mapping[str, Any], key: str) -> bool | None:
    value = row.get(key)
    return value if isinstance(value, bool) else None


def _number(row: Mapping[str, Any], key: str) -> int | None:
    value = row.get(key)
    return int(value) if value not in (None, "") else None


def _read_name(row: Mapping[str, Any]) -> filed.LegalName | None:
    if not _text(row, "last_name"):
        return None
    return filed.LegalName(
        _text(row, "first_name"), _text(row, "middle_name"), _text(row, "last_name"), _text(row, "suffix")
    )


def _read_ssn(value: object) -> filed.SocialSecurityNumber | None:
    """A number as typed; a masked one keeps its last four digits, of which nothing can be written."""
    text = "".join(sign for sign in str(value or "") if sign.isdecimal())
    return filed.SocialSecurityNumber(text) if text else None


def _read_description(row: Mapping[str, Any]) -> filed.Description | None:
    found = filed.Description(
        _text(row, "sex"),
        _number(row, "height_ft"),
        _number(row, "height_in"),
        _number(row, "weight_lbs"),
        _text(row, "hair_color"),
        _text(row, "eye_color"),
        _text(row, "birth_state_province"),
        _text(row, "birth_country"),
    )
    return found if found != filed.Description() else None


def _read_association(row: Mapping[str, Any], firm: int, kind: str) -> filed.Association:
    return filed.Association(
        firm,
        _day(row.get("employment_date")),
        kind,
        _flag(row, "independent_contractor"),
        _text(row, "firm_billing_code"),
    )


def _read_office(row: Mapping[str, Any], firm: int) -> filed.Office:
    return filed.Office(
        firm,
        _day(row.get("employmentLocationStartDate")),
        _day(row.get("end_date")),
        _flag(row, "isRegisteredLocation"),
        _number(row, "branchCrdNumber"),
        _text(row, "location_kind"),
        _text(row, "role"),
        _flag(row, "privateResidence"),
        _flag(row, "isResidentialSupervisoryLocation"),
        _text(row, "branchFirmBillingCode"),
        _text(row, "branchCode"),
        _read_address(row),
        _row(row),
    )


def _read_fingerprints(row: Mapping[str, Any], firm: int) -> filed.Fingerprints | None:
    if not _text(row, "fingerprint_option"):
        return None
    return filed.Fingerprints(
        firm,
        _text(row, "fingerprint_option"),
        tuple(map(str, row.get("exemption_paragraphs") or ())),
        _text(row, "iar_print_choice"),
        _text(row, "barcode"),
    )


def _read_other_firms(
    unaffiliated: Mapping[str, Any], affiliated: Mapping[str, Any], firm: int
) -> filed.OtherFirms | None:
    found = filed.OtherFirms(
        firm,
        _flag(unaffiliated, "unaffiliated_bd"),
        _flag(unaffiliated, "unaffiliated_ia"),
        _flag(affiliated, "affiliated_answer"),
    )
    return found if found != filed.OtherFirms(firm) else None


def _requests(row: Mapping[str, Any], firm: int, *, temporary: bool = False) -> tuple[filed.Request, ...]:
    found = [(_text(each, "regulator"), _text(each, "category")) for each in _rows(row, "sro_requests")]
    found += [(_text(each, "jurisdiction"), _text(each, "category")) for each in _rows(row, "jurisdiction_requests")]
    return tuple(filed.Request(firm, *pair, temporary) for pair in dict.fromkeys(found))


def _read_affiliate(row: Mapping[str, Any], of_filing_firm: tuple[filed.Request, ...]) -> filed.Affiliate:
    firm = int(row["affiliate_firm_crd"])
    own = _requests(row, firm)
    if row.get("copy_filing_firm_regs") == "SAME":
        own = tuple(filed.Request(firm, asked.regulator, asked.category, asked.temporary) for asked in of_filing_firm)
    return filed.Affiliate(
        association=_read_association(row, firm, _REGISTERED),
        offices=tuple(_read_office(each, firm) for each in _rows(row, "offices")),
        fingerprints=_read_fingerprints(row, firm),
        requests=own,
    )


def _read_address(row: Mapping[str, Any]) -> filed.Address:
    return filed.Address(*(_text(row, key) for key in ("street1", "street2", "city", "state", "country", "postal")))


def _read_other_name(row: Mapping[str, Any]) -> filed.OtherName:
    return filed.OtherName(
        _text(row, "first_name"), _text(row, "middle_name"), _text(row, "last_name"), _text(row, "suffix"), _row(row)
    )


def _read_residence(row: Mapping[str, Any]) -> filed.Residence:
    return filed.Residence(_read_address(row), _day(row.get("from")), _last(row.get("to")), _row(row))


def _read_employment(row: Mapping[str, Any]) -> filed.Employment:
    return filed.Employment(
        _text(row, "employer_name"),
        _text(row, "entry_kind"),
        _text(row, "position"),
        _text(row, "city"),
        _text(row, "state"),
        _text(row, "country"),
        _flag(row, "investment_related"),
        _day(row.get("from")),
        _last(row.get("to")),
        _row(row),
    )


def _read_business(row: Mapping[str, Any]) -> filed.OtherBusiness:
    return filed.OtherBusiness(
        _text(row, "name"),
        _flag(row, "investment_related"),
        _read_address(_object(row, "address")),
        _text(row, "nature"),
        _text(row, "position_title"),
        _day(row.get("start_date")),
        _day(row.get("end_date")),
        _hours(row.get("hours_per_month")),
        _hours(row.get("hours_during_trading")),
        _text(row, "duties"),
        by_month=len(_text(row, "start_date")) == len("2026-01"),
        row=_row(row),
    )
