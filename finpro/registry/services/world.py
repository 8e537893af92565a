"""Writing a synthetic world: people and firms that nobody captured, by COPY, a batch in a transaction."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.db import models as orm

from finpro.audit import services as audit
from finpro.kernel import db, errors
from finpro.kernel.actor import Actor
from finpro.registry import models
from finpro.registry.enums import RunState, SourceKind
from finpro.registry.policies import ssn
from finpro.registry.presenters import world as _events  # noqa: F401 - says how the events below read
from finpro.registry.selectors import numbers

SERVICE = "simulation"
COUNTRY = "United States"

# Columns of each list of rows after the person: what a sheet (finpro.journeys.simulation.sheet) holds, in its order.
LAYOUT: dict[str, tuple[type[orm.Model], tuple[str, ...]]] = {
    "names": (models.PersonName, ("starts_on", "ends_on", "kind", "first", "middle", "last", "suffix", "full")),
    "standings": (models.Standing, ("starts_on", "ends_on", "bc_scope", "ia_scope")),
    "designations": (models.Designation, ("starts_on", "ends_on", "code", "name")),
    "residences": (
        models.Residence,
        ("starts_on", "ends_on", "street1", "street2", "city", "state", "country", "postal", "month_precision"),
    ),
    "other_businesses": (models.OtherBusiness, ("starts_on", "ends_on", "text")),
    "spells": (
        models.EmploymentSpell,
        ("starts_on", "ends_on", "firm_id", "side", "firm_name", "adviser_only", "city", "state", "country"),
    ),
    "associations": (models.Association, ("starts_on", "ends_on", "firm_id", "contractor")),
    "offices": (
        models.Office,
        (
            *("starts_on", "ends_on", "firm_id", "branch_id", "ordinal", "located_at", "supervised_from"),
            *("private_residence", "registered", "city", "state"),
        ),
    ),
    "entries": (
        models.EmploymentEntry,
        ("starts_on", "ends_on", "ordinal", "employer", "city", "state", "position"),
    ),
    "exams": (models.ExamResult, ("starts_on", "ends_on", "code", "name", "result", "group")),
    "elements": (
        models.RegulatoryElement,
        ("starts_on", "ends_on", "year", "category", "due_on", "completed_on"),
    ),
}
# Lists that others refer to by position, and the lists that do.
PARENTS: dict[str, tuple[type[orm.Model], tuple[str, ...]]] = {
    "registrations": (models.Registration, ("starts_on", "ends_on", "firm_id", "regulator", "category")),
    "disclosures": (models.Disclosure, ("starts_on", "ends_on", "type", "event_on", "docket", "ordinal")),
}
CHILDREN: dict[str, tuple[str, type[orm.Model], tuple[str, ...]]] = {
    "statuses": ("registrations", models.RegistrationStatus, ("registration_id", "starts_on", "ends_on", "status")),
    "versions": (
        "disclosures",
        models.DisclosureVersion,
        ("disclosure_id", "starts_on", "ends_on", "resolution", "detail"),
    ),
}
SOURCE = (
    *("kind", "run_id", "service", "file", "record", "captured_on", "captured_on_exact", "crd", "digest", "content"),
)


OWNED = ("person_id", "source_id", "first_seen_on")


class FirmRow(Protocol):
    """What a firm to be written must give; `founded_on` and `renamed_on` are ordinals of dates."""

    crd: int
    kind: str
    name: str
    former_name: str
    founded_on: int
    renamed_on: int

    @property
    def branches(self) -> "Sequence[Place]":
        """Its offices, the main one first."""


class Place(Protocol):
    """Where an office is."""

    @property
    def street(self) -> str: ...
    @property
    def city(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def postal(self) -> str: ...


@dataclass(frozen=True, slots=True)
class FirmKeys:
    """Keys of the firms in the record, and of the branches of each, in the order given."""

    firms: list[int]
    branches: list[list[int]]


def open_run(*, kind: str, fingerprint: str, options: Mapping[str, Any], by: Actor, at: datetime) -> models.ImportRun:
    """The run with this fingerprint, finished or interrupted, or a new one that holds `options` in its counters."""
    db.advisory_lock(f"simulation:{kind}:{fingerprint}")
    known = models.ImportRun.objects.filter(kind=kind, fingerprint=fingerprint).order_by("-pk").first()
    if known is not None:
        return known
    return models.ImportRun.objects.create(
        kind=kind, fingerprint=fingerprint, state=RunState.RUNNING, started_at=at, counters=dict(options)
    )


def refuse_taken(*, people: range, firms: range) -> None:
    """Refuse to write where CRD numbers of the world are on the record already."""
    person = models.Person.objects.filter(crd__gte=people.start, crd__lt=people.stop).exists()
    firm = models.Firm.objects.filter(crd__gte=firms.start, crd__lt=firms.stop).exists()
    if person or firm:
        raise errors.Refusal(
            "A synthetic world is on this record already, and a second one would use the same CRD numbers. "
            "Nothing was written. Use an empty database for another world.",
            "simulation-taken",
        )


def has_firms(*, run_id: int) -> bool:
    """Whether an interrupted run has written its firms."""
    return models.Source.objects.filter(run=run_id).exists()


def write_firms(*, run_id: int, on: date, firms: Sequence[FirmRow], by: Actor, at: datetime) -> FirmKeys:
    """Write firms with their names, main addresses and branches; known as of `on`."""
    trace = _context(run_id)
    sources = _sources(run_id, on, [firm.crd for firm in firms], "firm")
    keys = db.reserve_ids(models.Firm, len(firms))
    firm_rows = [
        (key, firm.crd, False, *_numbers(firm), *_scopes(firm), source)
        for key, firm, source in zip(keys, firms, sources, strict=True)
    ]
    db.copy_rows(
        models.Firm,
        ("id", "crd", "is_stub", "bd_sec_number", "ia_sec_number", "bc_scope", "ia_scope", "source_id"),
        firm_rows,
    )
    _firm_names(firms, keys, sources, on)
    _addresses(firms, keys, sources, on)
    branches = _branches(firms, keys, sources)
    audit.record(
        tag="registry:simulation:firms_written",
        by=by,
        at=at,
        subject=f"import_run:{run_id}",
        data={"firms": len(firms), "branches": sum(map(len, branches)), "history": trace},
    )
    return FirmKeys(keys, branches)


def firm_keys(crds: Sequence[int]) -> FirmKeys:
    """The keys of firms written before, by their CRD numbers; branches in the order in which they were written."""
    found = dict(models.Firm.objects.filter(crd__in=crds).values_list("crd", "pk"))
    branches: dict[int, list[int]] = {}
    rows = models.Branch.objects.filter(firm__crd__in=crds).order_by("pk").values_list("firm_id", "pk")
    for firm, branch in rows.iterator(chunk_size=5000):
        branches.setdefault(firm, []).append(branch)
    keys = [found[crd] for crd in crds]
    return FirmKeys(keys, [branches.get(key, []) for key in keys])


def write_people(*, run_id: int, on: date, sheet: Any, cursor: int, by: Actor, at: datetime) -> int:
    """Write one batch of people and move the run's cursor; returns how many rows of the record that were.

    `sheet` has the lists of LAYOUT, PARENTS, CHILDREN and `people` (number, CRD number, date of birth, SSN of nine
    digits), see finpro.journeys.simulation.sheet. The SSN is sealed on the way. Raises Refusal
    without keys to do so, and where the run stands elsewhere than this batch begins.
    """
    run = models.ImportRun.objects.select_for_update().get(pk=run_id)
    if run.cursor != cursor - len(sheet.people) or run.state != RunState.RUNNING:
        raise errors.Refusal(
            "Another process is writing the same world. What it wrote is safe. Let it finish, or stop it and begin again.",
            "simulation-busy",
        )
    ring = numbers.keys()
    trace = _context(run_id)
    sources = _sources(run_id, on, [crd for _, crd, _, _ in sheet.people], "person")
    keys = db.reserve_ids(models.Person, len(sheet.people))
    rows = db.copy_rows(
        models.Person,
        ("id", "source_id", "crd", "date_of_birth", "ssn_sealed", "ssn_lookup"),
        (
            (keys[n], sources[n], crd, born, ssn.seal(number, ring), ssn.lookup(number, ring))
            for n, crd, born, number in sheet.people
        ),
    )
    whose = [(keys[n], sources[n], on) for n in range(len(keys))]
    for name, (model, columns) in LAYOUT.items():
        rows += db.copy_rows(model, (*OWNED, *columns), (whose[row[0]] + row[1:] for row in getattr(sheet, name)))
    for name, (model, columns) in PARENTS.items():
        rows += _family(name, model, columns, sheet, whose)
    run.cursor = cursor
    run.save(update_fields=["cursor"])
    audit.record(
        tag="registry:simulation:people_written",
        by=by,
        at=at,
        subject=f"import_run:{run_id}",
        data={"people": len(keys), "rows": rows, "history": trace},
    )
    return rows


def finish_run(*, run_id: int, counters: Mapping[str, Any], by: Actor, at: datetime) -> None:
    """Mark the run as done; `counters` say what it wrote."""
    models.ImportRun.objects.filter(pk=run_id, state=RunState.RUNNING).update(
        state=RunState.DONE, finished_at=at, counters=dict(counters)
    )
    audit.record(tag="registry:simulation:finished", by=by, at=at, subject=f"import_run:{run_id}", data=dict(counters))


def _family(
    name: str,
    model: type[orm.Model],
    columns: tuple[str, ...],
    sheet: Any,
    whose: Sequence[tuple[int, int, date]],
) -> int:
    """A list that others refer to, and the list that refers to it."""
    parents = getattr(sheet, name)
    keys = db.reserve_ids(model, len(parents))
    rows = db.copy_rows(
        model,
        ("id", *OWNED, *columns),
        ((key, *whose[row[0]], *row[1:]) for key, row in zip(keys, parents, strict=True)),
    )
    for child, (parent, child_model, child_columns) in CHILDREN.items():
        if parent == name:
            rows += db.copy_rows(
                child_model,
                (*OWNED, *child_columns),
                ((*whose[row[0]], keys[row[1]], *row[2:]) for row in getattr(sheet, child)),
            )
    return rows


def _context(run_id: int) -> str:
    """What database history notes beside every row of this transaction."""
    trace = str(uuid.uuid4())
    db.set_local(pghistory__context_id=trace, pghistory__context_metadata=f'{{"import_run": {run_id}}}')
    return trace


def _sources(run_id: int, on: date, crds: Sequence[int], what: str) -> list[int]:
    keys = db.reserve_ids(models.Source, len(crds))
    db.copy_rows(
        models.Source,
        ("id", *SOURCE),
        (
            (
                *(key, SourceKind.SIMULATION.value, run_id, SERVICE, "synthetic world", f"{what} {crd}", on, True, crd),
                *(hashlib.sha256(f"{run_id}/{what}/{crd}".encode()).digest(), None),
            )
            for key, crd in zip(keys, crds, strict=True)
        ),
    )
    return keys


def _numbers(firm: FirmRow) -> tuple[str, str]:
    broker = f"8-{firm.crd % 100_000:05d}" if firm.kind != "adviser" else ""
    adviser = f"801-{firm.crd % 1_000_000:06d}" if firm.kind != "broker" else ""
    return broker, adviser


def _scopes(firm: FirmRow) -> tuple[str, str]:
    return (
        "ACTIVE" if firm.kind != "adviser" else "NOT_IN_SCOPE",
        "ACTIVE" if firm.kind != "broker" else "NOT_IN_SCOPE",
    )


def _firm_names(firms: Sequence[FirmRow], keys: Sequence[int], sources: Sequence[int], on: date) -> None:
    def rows() -> Iterable[tuple[Any, ...]]:
        for key, firm, source in zip(keys, firms, sources, strict=True):
            since = date.fromordinal(firm.founded_on)
            if firm.former_name:
                renamed = date.fromordinal(firm.renamed_on)
                yield key, source, on, since, date.fromordinal(firm.renamed_on - 1), firm.former_name, True
                since = renamed
            yield key, source, on, since, None, firm.name, True

    columns = ("firm_id", "source_id", "first_seen_on", "starts_on", "ends_on", "name", "is_main")
    db.copy_rows(models.FirmName, columns, rows())


def _addresses(firms: Sequence[FirmRow], keys: Sequence[int], sources: Sequence[int], on: date) -> None:
    columns = (
        *("firm_id", "source_id", "first_seen_on", "starts_on", "kind"),
        *("street1", "city", "state", "postal", "country"),
    )
    db.copy_rows(
        models.FirmAddress,
        columns,
        (
            (key, source, on, date.fromordinal(firm.founded_on), "MAIN", *_place(firm.branches[0]))
            for key, firm, source in zip(keys, firms, sources, strict=True)
        ),
    )


def _branches(firms: Sequence[FirmRow], keys: Sequence[int], sources: Sequence[int]) -> list[list[int]]:
    taken = iter(db.reserve_ids(models.Branch, sum(len(firm.branches) for firm in firms)))
    branches = [[next(taken) for _ in firm.branches] for firm in firms]
    columns = ("id", "firm_id", "source_id", "code", "street1", "city", "state", "postal", "country")
    db.copy_rows(
        models.Branch,
        columns,
        (
            (own[number], key, source, str(100_001 + number), *_place(branch))
            for key, firm, source, own in zip(keys, firms, sources, branches, strict=True)
            for number, branch in enumerate(firm.branches)
        ),
    )
    return branches


def _place(branch: Place) -> tuple[str, str, str, str, str]:
    return branch.street, branch.city, branch.state, branch.postal, COUNTRY
