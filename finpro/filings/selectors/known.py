"""What the record says beside a filing, for the completeness check; what it does not really know stays unknown."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from finpro.access import selectors as access
from finpro.exams import selectors as exams
from finpro.filings.enums import Access, FilingType
from finpro.filings.models import Answer, Filing
from finpro.filings.policies import known, mapping
from finpro.filings.policies import signing as signing_policies
from finpro.filings.selectors import prefill
from finpro.firms.selectors import settings_of
from finpro.kernel.clock import legal_date
from finpro.registry import models as registry
from finpro.registry.enums import NameKind
from finpro.registry.selectors import facts, names_of_firms
from finpro.signatures import selectors as envelopes


def known_of(filing: Filing, document: Mapping[str, Any], on: date) -> known.Known:
    """What is known beside the document of a filing on a legal date.

    Of the firm the record knows its number and name alone, and the branches that the form names where it has all of
    them: where it is registered and with whom it is affiliated stands on forms that are not kept here yet.
    """
    return known.Known(
        firm=_firm(filing, document, on),
        person=_person(filing, on),
        draft=_draft(filing, document, on),
        base=filing.base,
        taken_barcodes=_taken(filing.person_id, document),
    )


def _firm(filing: Filing, document: Mapping[str, Any], on: date) -> known.Firm:
    names = names_of_firms([filing.firm_id], on)
    return known.Firm(crd=filing.firm.crd, name=names[filing.firm_id], branches=_branches(document))


def _branches(document: Mapping[str, Any]) -> dict[int, known.Branch] | None:
    """The branches named in the form; None where the record lacks one, for it does not list every branch."""
    general, affiliated = document.get("general") or {}, document.get("affiliated") or {}
    rows = list(general.get("offices") or ())
    for firm in affiliated.get("firms") or ():
        rows += firm.get("offices") or ()
    named = {row["branchCrdNumber"] for row in rows if isinstance(row.get("branchCrdNumber"), int)}
    found = registry.Branch.objects.filter(code__in=[str(number) for number in named]).select_related("firm")
    there = {int(row.code): known.Branch(firm_crd=row.firm.crd) for row in found.order_by("id")}
    return there if named and named == set(there) else None


def _person(filing: Filing, on: date) -> known.Person:
    person = filing.person
    names = registry.PersonName.objects.filter(person=person).order_by("-starts_on", "id")
    legal = [row for row in names if row.kind == NameKind.LEGAL and (row.ends_on is None or row.ends_on >= on)]
    given = facts.facts_of(person.pk, on)
    return known.Person(
        crd=person.crd,
        exists=True,
        legal_name=_name(legal[0]) if legal else None,
        former_names=tuple(_name(row) for row in names if row.kind == NameKind.LEGAL and row not in legal),
        born_on=person.date_of_birth,
        associations=_associations(person.pk),
        registrations=_registrations(person.pk, on),
        exams=tuple(known.ExamResult(code=row.code, on=row.on, result=row.result) for row in given.exams),
        windows=tuple(known.ExamWindow(code=code) for code in exams.open_exams(person.pk)),
        cards=_cards(person.pk),
        reports=_reports(person.pk),
        unaffiliated_stored=registry.OtherFirms.objects.filter(person=person, firm=filing.firm_id).exists(),
    )


def _name(row: registry.PersonName) -> known.Name:
    return known.Name(first=row.first, last=row.last, middle=row.middle, suffix=row.suffix)


def _associations(person_id: int) -> tuple[known.Association, ...]:
    rows = registry.Association.objects.filter(person=person_id).select_related("firm").order_by("starts_on", "id")
    return tuple(
        known.Association(firm_crd=row.firm.crd, started_on=row.starts_on, ended_on=row.ends_on) for row in rows
    )


def _registrations(person_id: int, on: date) -> tuple[known.Registration, ...]:
    return tuple(
        known.Registration(
            firm_crd=row.firm,
            regulator=row.regulator,
            category=row.category,
            status=row.status,
            approved_on=row.approved_on,
            ended_on=row.ended_on,
        )
        for row in facts.facts_of(person_id, on).registrations
        if row.firm is not None
    )


def _cards(person_id: int) -> tuple[known.Card, ...]:
    rows = registry.FingerprintStatus.objects.filter(card__person=person_id, ends_on=None)
    found = rows.select_related("card__firm").order_by("card_id", "id")
    return tuple(
        known.Card(firm_crd=row.card.firm.crd, status=row.status, barcode=row.card.barcode)
        for row in found
        if row.card.ends_on is None
    )


def _reports(person_id: int) -> tuple[known.Report, ...]:
    rows = registry.DisclosureReport.objects.filter(person=person_id, replaced=False, archived=False).order_by("id")
    return tuple(
        known.Report(
            type=row.type, questions=tuple(row.questions), row=f"r{row.pk}", docket=row.docket, event_on=row.event_on
        )
        for row in rows
    )


def _draft(filing: Filing, document: Mapping[str, Any], on: date) -> known.Draft:
    signatures = document.get(signing_policies.SECTION) or {}
    electronic = envelopes.electronic_blocks(f"filing:{filing.pk}")
    return known.Draft(
        created_on=legal_date(filing.created_at),
        person_crd=filing.person.crd,
        rep_edits=filing.access != Access.NONE,
        e_signature=_electronic(filing, document, on),
        signatures={key: known.Signed(digest=digest) for key, digest in electronic.items()} or None,
        digest=filing.digest or None,
        base_is_current=base_is_current(filing, on),
        temporary_wanted="15C" in signatures,
    )


def _electronic(filing: Filing, document: Mapping[str, Any], on: date) -> bool:
    """Whether the person signs here: the firm has turned it on, and an account is bound to the person (SIG-05)."""
    audience = signing_policies.audience(document)
    switched = settings_of(filing.firm_id, on=on, audience=audience).e_signature
    return switched and access.account_of(filing.person_id) is not None


def base_is_current(filing: Filing, on: date) -> bool:
    """Whether the record still says what the draft was made from."""
    now = prefill.document(filing.person_id, filing.firm_id, FilingType(filing.type), on)
    header = {"filing": now["filing"]}
    return mapping.read(now) == mapping.read({**filing.base, **header})


def _taken(person_id: int, document: Mapping[str, Any]) -> frozenset[str]:
    barcode = (document.get("fingerprints") or {}).get("barcode")
    found = registry.FingerprintCard.objects.filter(barcode=barcode).exclude(person=person_id)
    return frozenset({str(barcode)}) if barcode and found.exists() else frozenset()


def typed_ssn(filing_id: int) -> bytes | None:
    """The sealed digits of a number typed in the draft; None where the record's own stands in it."""
    row = Answer.objects.filter(filing=filing_id, path="/general/ssn").exclude(value=None).first()
    return bytes(row.sealed) if row is not None and row.sealed is not None else None
