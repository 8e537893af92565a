"""The document that a draft begins with, from what the record says."""

from datetime import date
from decimal import Decimal
from typing import Any

from finpro.filings.policies.mapping import pages
from finpro.registry.policies import filed

Document = dict[str, Any]
PRESENT = "PRESENT"
USA = "USA"
_SPELLINGS_OF_USA = frozenset({"United States", "US", "U.S.", "United States of America"})
_PAGE2 = frozenset({"PAGE2_INITIAL", "PAGE2_AMENDMENT"})


def to_document(said: filed.Filed, *, type: str, on: date, firm_name: str) -> Document:  # noqa: A002
    """The document that a draft of this type begins with, as of a legal date. Only what is told stands in it."""
    document: Document = {
        "filing": {"type": type, "firm_crd": said.firm, "individual_crd": said.crd, "as_of": on.isoformat()},
        "general": _general(said, firm_name),
        "identifying": _identifying(said),
    }
    if type not in _PAGE2:
        document |= _only_of_registered(said)
    rows: dict[str, list[Document]] = {
        "other_names": [_other_name(name) for name in said.other_names],
        "residences": [_residence(row) for row in said.residences],
        "employments": [_employment(row) for row in said.employments],
        "other_business": [_business(row) for row in said.other_businesses],
        "drps": [pages.page(report) for report in said.reports],
    }
    document |= {key: found for key, found in rows.items() if found}
    if said.has_other_business is not None:
        document["has_other_business"] = said.has_other_business
    if said.answers:
        document["disclosure"] = dict(said.answers)
    return {key: value for key, value in document.items() if value not in ({}, [])}


def masked(digits: str) -> str:
    """A Social Security number as a document of ours shows it: the last four digits."""
    return f"XXX-XX-{digits[-4:]}"


def _general(said: filed.Filed, firm_name: str) -> Document:
    name, with_firm = said.name, said.association
    return _told(
        **_name_keys(name),
        firm_crd=said.firm,
        firm_name=firm_name,
        employment_date=_iso(with_firm.starts_on) if with_firm else None,
        firm_billing_code=with_firm.billing_code if with_firm else "",
        individual_crd=said.crd,
        ssn=masked(said.ssn.digits) if said.ssn else "",
        independent_contractor=with_firm.contractor if with_firm else None,
        offices=[_office(office) for office in said.offices] or None,
    )


def _identifying(said: filed.Filed) -> Document:
    looks = said.description or filed.Description()
    return _told(
        **_name_keys(said.name),
        date_of_birth=_iso(said.born_on),
        birth_state_province=looks.birth_state_province,
        birth_country=looks.birth_country,
        sex=looks.sex,
        height_ft=looks.height_ft,
        height_in=looks.height_in,
        weight_lbs=looks.weight_lbs,
        hair_color=looks.hair_color,
        eye_color=looks.eye_color,
    )


def _only_of_registered(said: filed.Filed) -> Document:
    """What a form without registrations does not hold."""
    prints, others = said.fingerprints, said.other_firms
    document: Document = {"designations": list(said.designations)}
    if prints:
        document["fingerprints"] = _told(
            fingerprint_option=prints.option,
            barcode=prints.barcode if prints.option == "SUBMITTING" else "",
            exemption_paragraphs=list(prints.exemptions) or None,
            iar_print_choice=prints.iar_choice,
        )
    if others:
        document["unaffiliated"] = _told(unaffiliated_bd=others.unaffiliated_bd, unaffiliated_ia=others.unaffiliated_ia)
        document["affiliated"] = _told(affiliated_answer=others.affiliated)
    return document


def _name_keys(name: filed.LegalName | filed.OtherName | None) -> Document:
    if name is None:
        return {}
    return {"first_name": name.first, "middle_name": name.middle, "last_name": name.last, "suffix": name.suffix}


def _office(office: filed.Office) -> Document:
    return _told(
        id=f"r{office.row}",
        employmentLocationStartDate=_iso(office.starts_on),
        isRegisteredLocation=office.registered,
        branchCrdNumber=office.branch,
        branchFirmBillingCode=office.billing_code,
        branchCode=office.branch_code,
        location_kind=office.kind,
        role=office.role,
        end_date=_iso(office.ends_on),
        privateResidence=office.private_residence,
        isResidentialSupervisoryLocation=office.residential,
        **_address_keys(office.address),
    )


def _other_name(name: filed.OtherName) -> Document:
    return _told(id=f"r{name.row}", **_name_keys(name))


def _residence(row: filed.Residence) -> Document:
    return _told(id=f"r{row.row}", **_months(row.starts_on, row.ends_on), **_address_keys(row.address))


def _employment(row: filed.Employment) -> Document:
    return _told(
        id=f"r{row.row}",
        **_months(row.starts_on, row.ends_on),
        employer_name=row.employer,
        entry_kind=row.kind,
        city=row.city,
        state=row.state,
        country=_country(row.country),
        position=row.position,
        investment_related=row.investment_related,
    )


def _business(row: filed.OtherBusiness) -> Document:
    return _told(
        id=f"r{row.row}",
        name=row.name,
        investment_related=row.investment_related,
        address=_told(**_address_keys(row.address)) or None,
        nature=row.nature or row.text,
        position_title=row.position_title,
        start_date=f"{row.starts_on:%Y-%m}" if row.starts_on and row.by_month else _iso(row.starts_on),
        end_date=_iso(row.ends_on),
        hours_per_month=_plain(row.hours_per_month),
        hours_during_trading=_plain(row.hours_during_trading),
        duties=row.duties,
    )


def _address_keys(address: filed.Address) -> Document:
    return {
        "street1": address.street1,
        "street2": address.street2,
        "city": address.city,
        "state": address.state,
        "country": _country(address.country),
        "postal": address.postal,
    }


def _country(text: str) -> str:
    """The form's code; public sources spell the country out."""
    return USA if text in _SPELLINGS_OF_USA else text


def _months(starts_on: date | None, ends_on: date | None) -> Document:
    return {"from": f"{starts_on:%Y-%m}" if starts_on else None, "to": f"{ends_on:%Y-%m}" if ends_on else PRESENT}


def _told(**values: Any) -> Document:
    return {key: value for key, value in values.items() if value is not None and value != ""}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: Decimal | None) -> str | None:
    if value is None:
        return None
    return f"{value.normalize():f}"
