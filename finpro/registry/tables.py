"""A firm's people as a table: columns that sort, rows, and the filters in use as chips."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from markupsafe import Markup, escape

from finpro.registry.selectors.roster import Filters, Line, Roster
from finpro.rulebook import lookup as rulebook
from finpro.ui.filters import as_date
from finpro.ui.page import Column

# Columns in order: label, what it sorts by, whether it is set right.
_COLUMNS = (
    ("Name", "name", False),
    ("CRD number", "crd", True),
    ("Categories", "", False),
    ("States", "", True),
    ("Needs action", "", False),
    ("Office", "", False),
    ("Since", "since", False),
)
_NAMES = {"query": "q", "on": "as_of"}  # of the address, where it differs from the filter's
_UNSTATED = Markup('<span class="fp-absent">Not stated</span>')


@dataclass(frozen=True, slots=True)
class RosterTable:
    """What the page of a roster draws. `chips`: (words, address without this filter). `paging` ends before the number.

    `clear` is the address without any filter, on the same date.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Markup | str]]
    chips: Sequence[tuple[str, str]]
    paging: str
    clear: str


def roster_table(
    roster: Roster, filters: Filters, used: Sequence[tuple[str, Filters]], *, today: date, people: str
) -> RosterTable:
    """The table of one page. `used`: each filter in use in words, and the filters without it (RosterForm.used).

    `people` is the address below which the people of the list are found.
    """
    suffix = f"?as_of={filters.on}" if filters.on != today else ""
    rules = rulebook.on(filters.on)
    return RosterTable(
        [_column(label, key, numeric, filters, today) for label, key, numeric in _COLUMNS],
        [_row(line, rules, people, suffix) for line in roster.lines],
        [(words, address(without, today)) for words, without in used],
        _paging(filters, today),
        address(Filters(on=filters.on), today),
    )


def address(filters: Filters, today: date) -> str:
    """The query of a roster's address that asks for this; what is not set is left out."""
    pairs: list[tuple[str, str]] = []
    for field in fields(filters):
        value = getattr(filters, field.name)
        unset = today if field.name == "on" else field.default
        if value != unset:
            pairs.append((_NAMES.get(field.name, field.name), str(value)))
    return f"?{urlencode(pairs)}"


def _paging(filters: Filters, today: date) -> str:
    query = address(replace(filters, page=1), today)
    return f"{query}{'' if query == '?' else '&'}page="


def _column(label: str, key: str, numeric: bool, filters: Filters, today: date) -> Column:
    if not key:
        return Column(label, numeric)
    current = filters.sort.removeprefix("-") == key
    descending = filters.sort.startswith("-")
    turned = f"-{key}" if current and not descending else key
    order = ("descending" if descending else "ascending") if current else ""
    return Column(label, numeric, address(replace(filters, sort=turned, page=1), today), order)


def _row(line: Line, rules: rulebook.View, people: str, suffix: str) -> tuple[Markup | str, ...]:
    link = Markup('<a class="govuk-link" href="{}{}{}" hx-boost="false">{}</a>').format(
        people, line.crd, suffix, line.name
    )
    return (
        link,
        str(line.crd),
        Markup(", ").join(_category(code, rules) for code in line.categories) or "–",
        str(line.jurisdictions),
        Markup("").join(_ask(code, held, rules) for code, held in line.asks) or "–",
        line.office or _UNSTATED,
        as_date(line.since) if line.since else _UNSTATED,
    )


def _category(code: str, rules: rulebook.View) -> Markup:
    category = rules.categories.get(code)
    return Markup('<abbr title="{}">{}</abbr>').format(category.name, code) if category else escape(code)


def _ask(code: str, regulators: Sequence[str], rules: rulebook.View) -> Markup:
    status = rules.statuses.get(code)
    return Markup(
        '<span class="fp-asks"><strong class="govuk-tag govuk-tag--amber">{}</strong> '
        '<span class="fp-asks__where">{}</span></span>'
    ).format(status.label if status else code, ", ".join(regulators))
