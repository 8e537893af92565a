"""The list of a firm's filings as a table, and the filters in use as chips."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

from markupsafe import Markup

from finpro.filings.selectors.listing import Filters, Line, Listing
from finpro.filings.tables.overview import LOOKS
from finpro.kernel.tasks import Ball
from finpro.ui.filters import as_date

COLUMNS = ("Person", "CRD number", "Type", "State", "Waiting for", "Begun", "Last change")
_BALLS = {Ball.ME: "The person", Ball.FIRM: "Your firm", Ball.REGISTRY: "The registry", None: "Nobody"}


@dataclass(frozen=True, slots=True)
class ListTable:
    """What the page draws. `chips`: (words, address without this filter); `paging` ends before the number."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Markup | str]]
    chips: Sequence[tuple[str, str]]
    paging: str


def list_table(listing: Listing, filters: Filters, used: Sequence[tuple[str, Filters]], *, filings: str) -> ListTable:
    """The table of one page. `used` as ListForm.used gives it; `filings` is the address below which filings are."""
    query = _address(replace(filters, page=1))
    return ListTable(
        COLUMNS,
        [_row(line, filings) for line in listing.lines],
        [(words, _address(without)) for words, without in used],
        f"{query}{'' if query == '?' else '&'}page=",
    )


def _address(filters: Filters) -> str:
    pairs = [
        (field.name, str(getattr(filters, field.name)))
        for field in fields(filters)
        if getattr(filters, field.name) != field.default
    ]
    return f"?{urlencode(pairs)}"


def _row(line: Line, filings: str) -> tuple[Markup | str, ...]:
    return (
        Markup('<a class="govuk-link" href="{}/{}">{}</a>').format(filings, line.id, line.name),
        str(line.crd),
        str(line.type.label),
        Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(LOOKS[line.state], line.state.label),
        _BALLS[line.ball],
        as_date(line.created_at),
        as_date(line.touched_at),
    )
