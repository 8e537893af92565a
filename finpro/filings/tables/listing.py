"""The list of a firm's filings as a table, and the filters in use as chips."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from urllib.parse import urlencode

from markupsafe import Markup

from finpro.filings.selectors.listing import Filters, Line, Listing
from finpro.filings.tables.overview import LOOKS
from finpro.kernel.clock import legal_date
from finpro.kernel.tasks import Ball
from finpro.ui.filters import as_date

COLUMNS = ("Person", "CRD number", "Type", "State", "Waiting for", "Begun", "Last change")
_BALLS = {Ball.ME: "The person", Ball.FIRM: "Your firm", Ball.REGISTRY: "The registry", None: "Nobody"}


@dataclass(frozen=True, slots=True)
class ListTable:
    """What the page draws. `chips`: (words, address without this filter); `paging` ends before the number. `pickable`:
    how many rows have a box by which they are chosen."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Markup | str]]
    chips: Sequence[tuple[str, str]]
    paging: str
    pickable: int


def list_table(
    listing: Listing, filters: Filters, used: Sequence[tuple[str, Filters]], *, filings: str, at: datetime
) -> ListTable:
    """The table of one page. `used` as ListForm.used gives it; `filings` is the address below which filings are."""
    query = _address(replace(filters, page=1))
    return ListTable(
        COLUMNS,
        [_row(line, filings, at) for line in listing.lines],
        [(words, _address(without)) for words, without in used],
        f"{query}{'' if query == '?' else '&'}page=",
        sum(_pickable(line) for line in listing.lines),
    )


def _address(filters: Filters) -> str:
    pairs = [
        (field.name, str(getattr(filters, field.name)))
        for field in fields(filters)
        if getattr(filters, field.name) != field.default
    ]
    return f"?{urlencode(pairs)}"


def _row(line: Line, filings: str, at: datetime) -> tuple[Markup | str, ...]:
    return (
        _chosen(line, filings),
        str(line.crd),
        str(line.type.label),
        Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(LOOKS[line.state], line.state.label),
        _BALLS[line.ball],
        as_date(line.created_at),
        Markup('{} <span class="fp-note">{}</span>').format(as_date(line.touched_at), _age(line, at)),
    )


def _pickable(line: Line) -> bool:
    """Whether something can be done to it together with others: it waits for the firm or for the person."""
    return line.ball in {Ball.FIRM, Ball.ME}


def _chosen(line: Line, filings: str) -> Markup:
    """The name as a link; before it, of a form that is not decided yet, the box by which it is chosen."""
    link = Markup('<a class="govuk-link" href="{}/{}">{}</a>').format(filings, line.id, line.name)
    if not _pickable(line):
        return link
    return Markup(
        '<span class="fp-pick"><span class="govuk-checkboxes govuk-checkboxes--small fp-pick__box">'
        '<span class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" type="checkbox" name="chosen" '
        'value="{0}" id="pick-{0}"><label class="govuk-label govuk-checkboxes__label" for="pick-{0}">'
        '<span class="govuk-visually-hidden">Choose the form of {1}</span></label></span></span>{2}</span>'
    ).format(line.id, line.name, link)


def _age(line: Line, at: datetime) -> str:
    """How long ago the last change was, in words."""
    days = (legal_date(at) - legal_date(line.touched_at)).days
    return "today" if days <= 0 else "yesterday" if days == 1 else f"{days} days ago"
