"""Writing a synthetic world: people and firms that nobody captured, by COPY, a batch in a transaction."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

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


def write_people(*, run_id: int, on: date, sheet: Any, cursor: int, by: Actor, at: datetime) -> int:
    """Write one batch of people and move the run's cursor; returns how many rows of the record that were.

    `sheet` has the lists of LAYOUT, PARENTS, CHILDREN and `people` (number, CRD number, date of birth, SSN of nine
    digits or ""), see finpro.journeys.simulation.sheet. The SSN is sealed on the way. Raises Refusal
    without keys to do so, and where the run stands elsewhere than this batch begins.
    """
    run = models.ImportRun.objects.select_for_update().get(pk=run_id)
    if run.cursor != cursor - len(sheet.people) or run.state != RunState.RUNNING:
        raise errors.Refusal(
            "Another process is writing the same world. What it wrote is safe. "
            "Let it finish, or stop it and start again.",
            "simulation-busy",
        )
    ring = numbers.keys()
    trace = trace_of(run_id)
    sources = sources_of(run_id, on, [crd for _, crd, _, _ in sheet.people], "person")
    keys = db.reserve_ids(models.Person, len(sheet.people))
    rows = db.copy_rows(
        models.Person,
        ("id", "source_id", "crd", "date_of_birth", "ssn_sealed", "ssn_lookup"),
        (
            (
                keys[n],
                sources[n],
                crd,
                born,
                ssn.seal(number, ring) if number else None,
                ssn.lookup(number, ring) if number else None,
            )
            for n, crd, born, number in sheet.people
        ),
    )
    whose = [(keys[n], sources[n], on) for n in range(len(keys))]
    for name, (model, columns) in LAYOUT.items():
        rows += db.copy_rows(model, (*OWNED, *columns), (whose[row[0]] + row[1:] for row in getattr(sheet, name)))
    for name, (model, columns) in PARENTS.items():
        rows += _family(name, model, columns, sheet, whose)
    run.cursor = cursor
    run.counters = {**run.counters, "rows": run.counters.get("rows", 0) + rows}
    run.save(update_fields=["cursor", "counters"])
    audit.record(
        tag="registry:simulation:people_written",
        by=by,
        at=at,
        subject=f"import_run:{run_id}",
        data={"people": len(keys), "rows": rows, "history": trace},
    )
    return rows


def finish_run(*, run_id: int, by: Actor, at: datetime) -> None:
    """Mark the run as done."""
    run = models.ImportRun.objects.select_for_update().get(pk=run_id)
    run.state, run.finished_at = RunState.DONE, at
    run.save(update_fields=["state", "finished_at"])
    audit.record(tag="registry:simulation:finished", by=by, at=at, subject=f"import_run:{run_id}", data=run.counters)


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


def trace_of(run_id: int) -> str:
    """What database history notes beside every row of this transaction."""
    trace = str(uuid.uuid4())
    db.set_local(pghistory__context_id=trace, pghistory__context_metadata=f'{{"import_run": {run_id}}}')
    return trace


def sources_of(run_id: int, on: date, crds: Sequence[int], what: str) -> list[int]:
    """Write the sources of people or firms (`what`) with these CRD numbers; their keys in that order."""
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
