"""The record in the groups and figures of a page."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from finpro.registry.policies.asks import Ask, asks
from finpro.registry.selectors import shape
from finpro.rulebook import lookup as rulebook


@dataclass(frozen=True, slots=True)
class FirmGroup:
    """Registrations with one firm, or those whose firm the source leaves unknown (`firm_crd` None)."""

    firm_crd: int | None
    firm_name: str
    sros: tuple[shape.Registration, ...]
    states: tuple[shape.Registration, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record ready to be shown. `sources` numbers every origin that a value names, in order of first use.

    `own`: shown to the person, who is told how to correct it; a firm or the registry is not.
    """

    record: shape.Record
    legal_name: str
    other_names: tuple[shape.Name, ...]
    former_names: tuple[shape.Name, ...]
    standing: shape.Standing | None
    current: tuple[FirmGroup, ...]
    previous: tuple[shape.Registration, ...]
    exams: tuple[tuple[str, tuple[shape.Exam, ...]], ...]
    asks: tuple[Ask, ...]
    sources: dict[shape.Origin, int]
    own: bool = True


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the record asks for and its figures. `counts` are (label, number, anchor on the record page)."""

    legal_name: str
    crd: int
    asks: tuple[Ask, ...]
    firms: tuple[shape.Association, ...]
    last_firm: shape.Association | None
    counts: tuple[tuple[str, int, str], ...]
    by_regulator: tuple[tuple[str, int], ...]


_EXAM_GROUPS = (
    ("state", "State securities law exams"),
    ("principal", "Principal and supervisory exams"),
    ("product", "General industry and product exams"),
    ("", "Other exams"),
)


def record_view(record: shape.Record, *, own: bool = True) -> RecordView:
    """Group the record for a page."""
    legal = [name for name in record.names if name.kind == "LEGAL"]
    current = [row for row in record.registrations if row.in_force]
    known = {key for key, _ in _EXAM_GROUPS}
    exams = [
        (title, tuple(row for row in record.exams if row.group == key or (not key and row.group not in known)))
        for key, title in _EXAM_GROUPS
    ]
    return RecordView(
        record,
        record.legal_name,
        tuple(name for name in record.names if name.kind == "OTHER"),
        tuple(name for name in legal if not name.in_force),
        next((row for row in record.standings if row.in_force), None),
        tuple(_firm_groups(current, record.on)),
        tuple(row for row in record.registrations if not row.in_force),
        tuple((title, rows) for title, rows in exams if rows),
        tuple(_asks(record)),
        _sources(record),
        own,
    )


def dashboard(record: shape.Record) -> Dashboard:
    """The few figures of the first page."""
    current = [row for row in record.registrations if row.in_force]
    ended = [row for row in record.associations if not row.in_force]
    sros = rulebook.on(record.on).sros
    kinds = Counter("SRO" if row.regulator in sros else row.category or "Other" for row in current)
    return Dashboard(
        record.legal_name,
        record.crd,
        tuple(_asks(record)),
        record.current_firms,
        max(ended, key=lambda row: row.until or date.min, default=None),
        (
            ("Registrations", len(current), "registrations"),
            (
                "Exams passed",
                sum(row.in_force and row.result in {"PASS", "CREDIT"} for row in record.exams),
                "qualifications",
            ),
            ("Disclosures", sum(row.in_force for row in record.disclosures), "disclosures"),
        ),
        tuple(kinds.most_common()),
    )


def _firm_groups(rows: Iterable[shape.Registration], on: date) -> list[FirmGroup]:
    sros = rulebook.on(on).sros
    groups: dict[int | None, list[shape.Registration]] = {}
    for row in rows:
        groups.setdefault(row.firm_crd, []).append(row)
    return [
        FirmGroup(
            crd,
            rows[0].firm_name or "",
            tuple(sorted((row for row in rows if row.regulator in sros), key=_by_regulator)),
            tuple(sorted((row for row in rows if row.regulator not in sros), key=_by_regulator)),
        )
        for crd, rows in sorted(groups.items(), key=lambda item: (item[0] is None, item[0] or 0))
    ]


def _by_regulator(row: shape.Registration) -> tuple[str, str]:
    return row.regulator, row.category


def _asks(record: shape.Record) -> list[Ask]:
    held = [(row.regulator, row.status.code) for row in record.registrations if row.in_force and row.status]
    return asks(held, rulebook.on(record.on).statuses)


def _sources(record: shape.Record) -> dict[shape.Origin, int]:
    numbers: dict[shape.Origin, int] = {}
    for rows in (
        record.names, record.standings, record.designations, record.registrations, record.exams,
        record.regulatory_elements, record.associations, record.spells, record.entries, record.disclosures,
        record.residences, record.other_businesses,
    ):  # fmt: skip
        for row in rows:
            for part in (
                row,
                *getattr(row, "statuses", ()),
                *getattr(row, "versions", ()),
                *getattr(row, "offices", ()),
            ):
                if part.origin is not None:
                    numbers.setdefault(part.origin, len(numbers) + 1)
    return numbers
