"""Which table and columns a row of the fold is written to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models as orm

from finpro.registry import models
from finpro.registry.enums import NameKind
from finpro.registry.policies import kinds
from finpro.registry.policies.rows import Row
from finpro.registry.policies.undated import VAGUE

DATED = ("starts_on", "ends_on", "first_seen_on", "end_observed", "source_id", "pointer")


@dataclass(frozen=True, slots=True)
class Ids:
    """Database keys that rows refer to: firms by CRD number, branches by firm and code, parents by `id(row)`."""

    firms: Mapping[int, int]
    branches: Mapping[tuple[int, str], int]
    parents: dict[int, int]
    left: set[int] = field(default_factory=set)  # `id(row)` of parents that forms govern
    kept: set[int] = field(default_factory=set)  # keys of such parents that are there


@dataclass(frozen=True, slots=True)
class Table:
    """A table of dated rows.

    `owner` is the column of the person or firm; `columns` are its own columns, of which the first `keys` tell, with
    the owner and the start, which row it is. `forms`: once a filing about the person was accepted, forms govern "all"
    rows, or those of the "firm" that filed.
    """

    model: type[orm.Model]
    owner: str
    columns: tuple[str, ...]
    keys: int
    kinds: frozenset[str]
    values: Callable[[Row, Ids], tuple[Any, ...]]
    forms: str = ""

    @property
    def is_parent(self) -> bool:
        """Whether rows of another table of the fold refer to its rows."""
        return bool(self.kinds & {kinds.REGISTRATION, kinds.DISCLOSURE})

    @property
    def all_columns(self) -> tuple[str, ...]:
        return ("id", self.owner, *self.columns, *DATED)


def _name(row: Row, ids: Ids) -> tuple[Any, ...]:
    if row.kind == kinds.LEGAL_NAME:
        first, middle, last, suffix, full = row.value
        return NameKind.LEGAL.value, full, first, middle, last, suffix
    return NameKind.OTHER.value, row.key[0], *row.value


def _own(row: Row, ids: Ids) -> tuple[Any, ...]:
    return (*row.key, *row.value)


def _of_firm(row: Row, ids: Ids) -> tuple[Any, ...]:
    firm = row.key[0]
    return (None if firm is None else ids.firms[firm], *row.key[1:], *row.value)


def _office(row: Row, ids: Ids) -> tuple[Any, ...]:
    firm, code, city, state, ordinal = row.key
    branch = ids.branches[firm, code] if code else None
    return ids.firms[firm], branch, city, state, ordinal, *row.value[:4]


def _association(row: Row, ids: Ids) -> tuple[Any, ...]:
    return ids.firms[row.key[0]], None


def _disclosure(row: Row, ids: Ids) -> tuple[Any, ...]:
    told = row.key[2] < VAGUE  # of a flagged one the event's own date is not told
    return (*row.key, row.starts_on if told else None)


def _child(row: Row, ids: Ids) -> tuple[Any, ...]:
    return (ids.parents[id(row.parent)], *row.value)


def _table(
    model: type[orm.Model],
    kind: str | frozenset[str],
    keys: int,
    columns: str,
    values: Callable[[Row, Ids], Any],
    forms: str = "",
) -> Table:
    owned = frozenset({kind}) if isinstance(kind, str) else kind
    return Table(model, "person_id", tuple(columns.split()), keys, owned, values, forms)


# In the order of writing: a parent before its children.
PERSON_TABLES: tuple[Table, ...] = (
    _table(
        models.PersonName,
        frozenset({kinds.LEGAL_NAME, kinds.OTHER_NAME}),
        2,
        "kind full first middle last suffix",
        _name,
        "all",
    ),
    _table(models.Standing, kinds.STANDING, 0, "bc_scope ia_scope", _own),
    _table(models.Designation, kinds.DESIGNATION, 2, "code name", _own, "all"),
    _table(models.OtherBusiness, kinds.OTHER_BUSINESS, 0, "text", _own, "all"),
    _table(
        models.EmploymentSpell,
        kinds.SPELL,
        3,
        "firm_id side ordinal firm_name adviser_only city state country",
        _of_firm,
    ),
    _table(models.Association, kinds.ASSOCIATION, 1, "firm_id contractor", _association, "firm"),
    _table(
        models.Office,
        kinds.OFFICE,
        5,
        "firm_id branch_id city state ordinal located_at supervised_from private_residence registered",
        _office,
        "firm",
    ),
    _table(models.EmploymentEntry, kinds.ENTRY, 4, "employer city state ordinal position", _own, "all"),
    _table(models.ExamResult, kinds.EXAM, 2, "code ordinal name result group", _own),
    _table(models.Registration, kinds.REGISTRATION, 3, "firm_id regulator category", _of_firm, "firm"),
    _table(models.RegistrationStatus, kinds.STATUS, 1, "registration_id status", _child),
    _table(models.Disclosure, kinds.DISCLOSURE, 3, "type docket ordinal event_on", _disclosure),
    _table(models.DisclosureVersion, kinds.VERSION, 1, "disclosure_id resolution detail", _child),
)


def _firm_name(row: Row, ids: Ids) -> tuple[Any, ...]:
    main = row.kind == kinds.FIRM_NAME
    return (row.value if main else row.key)[0], main


FIRM_TABLES: tuple[Table, ...] = (
    Table(
        models.FirmName,
        "firm_id",
        ("name", "is_main"),
        2,
        frozenset({kinds.FIRM_NAME, kinds.FIRM_OTHER_NAME}),
        _firm_name,
    ),
    Table(
        models.FirmAddress,
        "firm_id",
        ("kind", "street1", "street2", "city", "state", "country", "postal"),
        1,
        frozenset({kinds.FIRM_ADDRESS}),
        _own,
    ),
)
