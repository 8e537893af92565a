"""Writing the firms of a synthetic world with their names, addresses and branches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from finpro.audit import services as audit
from finpro.kernel import db
from finpro.kernel.actor import Actor
from finpro.registry import models
from finpro.registry.services import world

COUNTRY = "United States"


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


def has_firms(*, run_id: int) -> bool:
    """Whether an interrupted run has written its firms."""
    return models.Source.objects.filter(run=run_id).exists()


def write_firms(*, run_id: int, on: date, firms: Sequence[FirmRow], by: Actor, at: datetime) -> FirmKeys:
    """Write firms with their names, main addresses and branches; known as of `on`."""
    trace = world.trace_of(run_id)
    sources = world.sources_of(run_id, on, [firm.crd for firm in firms], "firm")
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
