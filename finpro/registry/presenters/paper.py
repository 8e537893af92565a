"""The record as a printed document: titles, lines and tables of words, ready for typesetting."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from finpro.registry.presenters.data import as_json
from finpro.registry.presenters.screen import RecordView, record_view
from finpro.registry.selectors import shape
from finpro.rulebook import lookup as rulebook

Section = dict[str, Any]


def as_paper(record: shape.Record, *, brand: str, notice: str, made_on: date) -> dict[str, Any]:
    """What the typesetting template `record.typ` takes. The JSON form of the record travels inside the PDF."""
    view = record_view(record)
    sections = [
        _names(view),
        _registrations(view),
        _exams(view),
        _education(view),
        _employment(view),
        _disclosures(view),
        _residences(view),
        _sources(view),
    ]
    return {
        "brand": brand,
        "notice": notice,
        "title": f"Registration record of {view.legal_name}",
        "lead": f"CRD number {record.crd}. As of {_day(record.on)}. Made on {_day(made_on)} by {brand}.",
        "made_on": [made_on.year, made_on.month, made_on.day],
        "sections": sections,
        "embedded": json.dumps(as_json(record), ensure_ascii=False),
    }


def _section(title: str, *tables: dict[str, Any], lines: Iterable[str] = (), empty: str = "") -> Section:
    kept = [table for table in tables if table["rows"]]
    lines = list(lines)
    return {"title": title, "tables": kept, "lines": lines, "note": "" if kept or lines else empty}


def _table(caption: str, head: list[str], rows: Iterable[list[str]]) -> dict[str, Any]:
    return {"caption": caption, "head": head, "rows": list(rows)}


def _names(view: RecordView) -> Section:
    kinds = {"LEGAL": "Legal name", "OTHER": "Other name"}
    rows = [[kinds[name.kind], name.full, _since(name), _until(name), _ref(view, name)] for name in view.record.names]
    born = f"Date of birth: {_day(view.record.date_of_birth)}." if view.record.date_of_birth else ""
    names = _table("All names", ["Kind", "Name", "Since", "Until", "Source"], rows)
    return _section("Names", names, lines=[born] if born else [])


def _registrations(view: RecordView) -> Section:
    def row(item: shape.Registration) -> list[str]:
        code = item.status.code if item.status else ""
        return [
            rulebook.regulator_name(item.regulator),
            item.category or "Not stated",
            item.firm_name or (f"CRD {item.firm_crd}" if item.firm_crd else "Not stated"),
            rulebook.label("statuses", code) or "Cannot be told",
            _since(item),
            _until(item),
            _ref(view, item),
        ]

    head = ["Regulator", "Category", "Firm", "Status", "Since", "Until", "Source"]
    current = [row(item) for item in view.record.registrations if item.in_force]
    return _section(
        "Registrations",
        _table("In force", head, current),
        _table("Ended", head, [row(item) for item in view.previous]),
        _table("How statuses changed", ["Registration", "Status", "From", "To", "Source"], _status_history(view)),
        empty="The record holds no registration on this date.",
    )


def _status_history(view: RecordView) -> list[list[str]]:
    return [
        [
            f"{rulebook.regulator_name(row.regulator)} {row.category}".strip(),
            rulebook.label("statuses", status.code) or "Cannot be told",
            _since(status),
            _until(status),
            _ref(view, status),
        ]
        for row in view.record.registrations
        if row.has_history
        for status in row.statuses
    ]


def _exams(view: RecordView) -> Section:
    rows = [
        [row.code, rulebook.label("exams", row.code) or row.name, _since(row), _result(row), _ref(view, row)]
        for row in view.record.exams
    ]
    head = ["Code", "Exam", "Taken", "Result", "Source"]
    held = [
        [rulebook.label("designations", row.code) or row.name, _since(row), _until(row), _ref(view, row)]
        for row in view.record.designations
    ]
    designations = _table("Professional designations", ["Designation", "Since", "Until", "Source"], held)
    return _section(
        "Qualifications", _table("Exams", head, rows), designations, empty="The record holds no exam result."
    )


def _result(row: shape.Exam) -> str:
    return rulebook.label("exam_results", row.result)


def _education(view: RecordView) -> Section:
    rows = [
        [str(row.year), row.category, _day(row.due_on), _day(row.completed_on) or "Not completed", _ref(view, row)]
        for row in view.record.regulatory_elements
    ]
    table = _table("Regulatory Element", ["Year", "Category", "Due", "Completed", "Source"], rows)
    return _section("Continuing education", table, empty="The sources hold no continuing education.")


def _employment(view: RecordView) -> Section:
    record = view.record
    firms = [
        [row.firm_name or "", str(row.firm_crd), _since(row), _until(row), _ref(view, row)]
        for row in record.associations
    ]
    spells = [[row.firm_name, str(row.firm_crd), _since(row), _until(row), _ref(view, row)] for row in record.spells]
    head = ["Firm", "CRD number", "From", "To", "Source"]
    return _section(
        "Employment",
        _table("Associations", head, firms),
        _table("As reported, by the firm's name then", head, spells),
        lines=[f"Other business: {row.text}" for row in record.other_businesses],
        empty="The record holds no employment.",
    )


def _disclosures(view: RecordView) -> Section:
    rows, lines = [], []
    for row in view.record.disclosures:
        version = row.version or (row.versions[0] if row.versions else None)
        kind = rulebook.label("disclosure_types", row.type)
        stands = rulebook.label("resolutions", version.resolution) if version else ""
        rows.append([_day(row.event_on), kind, stands, _ref(view, row)])
        if version:
            lines += [f"{kind}, {_day(row.event_on)}. {words}" for words in _details(version.detail)]
    table = _table("Events", ["Date", "Kind", "How it stands", "Source"], rows)
    return _section("Disclosures", table, lines=lines, empty="The record holds no disclosure on this date.")


def _details(detail: Mapping[str, object]) -> Iterator[str]:
    """The details in the source's own words, one line a value."""
    for key, value in detail.items():
        parts = value if isinstance(value, list) else [value]
        for part in parts:
            if isinstance(part, dict):
                yield from (f"{key}, {inner}" for inner in _details(part))
            elif part not in (None, ""):
                yield f"{key}: {part}"


def _residences(view: RecordView) -> Section:
    rows = [
        [
            ", ".join(filter(None, (row.street1, row.street2, row.city, row.state, row.postal, row.country))),
            _since(row),
            _until(row),
            _ref(view, row),
        ]
        for row in view.record.residences
    ]
    table = _table("Addresses", ["Address", "From", "To", "Source"], rows)
    return _section("Residential history", table, empty="The sources hold no home address.")


def _sources(view: RecordView) -> Section:
    lines = [
        f"Source {number}: {origin.service}, {'of' if origin.exact else 'taken on or after'} "
        f"{_day(origin.captured_on)}. {origin.file} {origin.record}".rstrip()
        for origin, number in view.sources.items()
    ]
    return _section("Where these values come from", lines=lines)


def _ref(view: RecordView, fact: shape.Fact) -> str:
    return str(view.sources[fact.origin]) if fact.origin else ""


def _since(fact: shape.Fact) -> str:
    return _day(fact.since) if fact.since else f"Not stated; first seen {_day(fact.first_seen_on)}"


def _until(fact: shape.Fact) -> str:
    return _day(fact.until) if fact.until else ""


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B} {day.year}" if day else ""
