"""The queue of the record as a table."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from markupsafe import Markup

from finpro.casework.enums import Work
from finpro.casework.policies import work
from finpro.casework.selectors.work import Filters, Line, WorkQueue
from finpro.casework.tables.cases import QueueTable, address
from finpro.registry.enums import RequestState
from finpro.rulebook import lookup as rulebook
from finpro.ui.filters import as_date

COLUMNS = ("About", "Person", "Firm", "State", "Open for", "Since", "Owner")
STATE_LOOKS = {
    RequestState.PENDING: "amber",
    RequestState.DEFICIENT: "red",
    RequestState.APPROVED: "green",
    RequestState.APPROVED_RES: "green",
    RequestState.APPRNT: "teal",
    RequestState.APRSLTS: "teal",
    RequestState.TEMPREG: "teal",
}
_ABSENT = Markup('<span class="fp-absent">{}</span>')


def work_table(
    queue: WorkQueue,
    filters: Filters,
    used: Sequence[tuple[str, Filters]],
    *,
    page_of: Callable[[Work, int], str],
    choose: bool,
) -> QueueTable:
    """The table of one page. `used`: each filter in use in words, and the filters without it (WorkForm.used).

    `page_of` gives the address of a piece of work. `choose`: each row has a box to tick.
    """
    query = address(replace(filters, page=1))
    return QueueTable(
        (*COLUMNS, "Tick") if choose else COLUMNS,
        [(*_row(line, page_of(line.kind, line.key)), *((_box(line),) if choose else ())) for line in queue.lines],
        [(words, address(without)) for words, without in used],
        f"{query}{'' if query == '?' else '&'}page=",
    )


def what(line: Line) -> str:
    """What it is about: regulator and category of a request, the type of a report."""
    if line.kind is Work.REQUEST:
        return f"{rulebook.regulator_name(line.regulator)} {line.category}".strip()
    label = rulebook.label("disclosure_types", line.type)
    return f"{label}: {'to match' if line.kind is Work.MATCH else 'firms differ'}"


def _row(line: Line, href: str) -> tuple[Markup | str, ...]:
    about = Markup('<a class="govuk-link" href="{}">{}</a>').format(href, what(line))
    if line.receipt:
        about += Markup('<br><span class="govuk-hint fp-nowrap">{}</span>').format(line.receipt)
    return (
        about,
        f"{line.name} (CRD {line.crd})",
        f"{line.firm} (CRD {line.firm_crd})" if line.firm_crd else line.firm,
        _state(line),
        line.waiting,
        as_date(line.since),
        "You" if line.mine else line.owner or _ABSENT.format("Nobody"),
    )


def _box(line: Line) -> Markup:
    subject = work.subject_of(line.kind, line.key)
    return Markup(
        '<div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">'
        '<input class="govuk-checkboxes__input" type="checkbox" name="subject" value="{0}" id="tick-{0}">'
        '<label class="govuk-label govuk-checkboxes__label" for="tick-{0}">'
        '<span class="govuk-visually-hidden">Tick {1} of {2}</span></label></div></div>'
    ).format(subject, what(line), line.name)


def _state(line: Line) -> Markup:
    tag = Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>')
    if line.kind is not Work.REQUEST:
        return tag.format(*(("amber", "Unmatched") if line.kind is Work.MATCH else ("red", "Different")))
    if line.answered:
        return tag.format("blue", "Letter answered")
    state = RequestState(line.state)
    return tag.format(STATE_LOOKS.get(state, "grey"), state.label)
