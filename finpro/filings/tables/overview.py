"""The overview of a filing: its sections as a list of tasks, its findings by section, what it went through."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from finpro.filings.enums import EDITABLE, OPEN_TO_PERSON, State
from finpro.filings.policies import checks, places, sections, work
from finpro.filings.policies.documents import innermost_row
from finpro.filings.policies.known import Known
from finpro.filings.presenters.field import id_of
from finpro.filings.presenters.links import Links
from finpro.filings.selectors.overview import Overview, SectionLine
from finpro.kernel.errors import Finding
from finpro.kernel.tasks import Ball
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Section
from finpro.ui.filters import as_date

UNANSWERED = "U4-DIS-01"
LOOKS = {
    State.DRAFT: "blue",
    State.REP_EDITING: "purple",
    State.FIRM_REVIEW: "amber",
    State.PENDING_REP_SIGNATURE: "purple",
    State.REP_SIGNED: "teal",
    State.READY_TO_SUBMIT: "teal",
    State.SUBMITTED: "blue",
    State.ACCEPTED: "green",
    State.REJECTED: "red",
    State.DELETED: "grey",
    State.EXPIRED: "grey",
    State.INVALIDATED: "grey",
}
_FOR_FIRM = {Ball.ME: "Waiting for the person", Ball.FIRM: "Waiting for your firm", Ball.REGISTRY: "With the registry"}
_FOR_PERSON = {Ball.ME: "Waiting for you", Ball.FIRM: "Waiting for your firm", Ball.REGISTRY: "With the registry"}
# Where the person reads another word than the firm.
_OWN_STATES = {
    State.REP_EDITING: "Open to you",
    State.FIRM_REVIEW: "With your firm",
    State.PENDING_REP_SIGNATURE: "Waiting for your signature",
    State.REP_SIGNED: "Signed by you",
}
# Title, address, state, look of the state, hint: a row of `ui.task_list`.
Row = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Hit:
    """One finding, with the address of its field."""

    message: str
    address: str
    rule: str


@dataclass(frozen=True, slots=True)
class Found:
    """The findings of one section, errors and warnings apart."""

    title: str
    errors: Sequence[Hit]
    warnings: Sequence[Hit]


@dataclass(frozen=True, slots=True)
class Board:
    """What the overview's page shows. `ball` and `step`: whose move it is, and what comes next.

    `groups` are the sections under a title each: those open to the person who looks apart from the others.
    """

    overview: Overview
    links: Links
    groups: Sequence[tuple[str, Sequence[Row]]]
    own: bool
    look: str
    ball: str
    step: str
    expires_at: datetime | None
    history: Sequence[tuple[str, datetime, str, str]]

    @property
    def writable(self) -> bool:
        """Whether answers can still be changed, by whichever side."""
        return self.overview.head.state in EDITABLE

    @property
    def state(self) -> str:
        """The state in words, as firm or person says it."""
        state = self.overview.head.state
        return _OWN_STATES.get(state, str(state.label)) if self.own else str(state.label)


def board(found: Overview, links: Links, *, own: bool, draft_days: int) -> Board:
    """The overview as firm or (`own`) person reads it."""
    head = found.head
    whose = work.ball(head.state)
    names = _FOR_PERSON if own else _FOR_FIRM
    return Board(
        found,
        links,
        _groups(found, links, own=own, editing=head.state in (OPEN_TO_PERSON if own else EDITABLE)),
        own,
        LOOKS[head.state],
        names[whose] if whose else "Nothing is left to do",
        _own_step(head.state) if own else work.next_step(head.state),
        work.expires_at(head.touched_at, draft_days) if head.state in work.EXPIRING else None,
        [(str(State(step.after).label), step.at, step.who or _side(step.hat), step.reason) for step in found.steps],
    )


def _side(hat: str) -> str:
    return {"firm": "the firm", "person": "the person", "staff": "the registry"}.get(hat, "the system")


def _own_step(state: State) -> str:
    if state == State.REP_EDITING:
        return (
            "Fill in the sections that are open to you; each answer is saved as you go, and you can stop at any time. "
            "Then hand the form back: your firm checks it, and sends it to you to be signed."
        )
    if state == State.PENDING_REP_SIGNATURE:
        return "Read the form to its end, then sign it, or say why you do not."
    if state == State.REP_SIGNED:
        return "You signed. A signatory of your firm signs next, and files the form."
    if state == State.ACCEPTED:
        return "The registry accepted the form. Your record says what it says."
    if state == State.FIRM_REVIEW:
        return "You handed the form back. You can still change what is open, until your firm goes on."
    return "Your firm goes on with the form. You can read it here."


def _groups(found: Overview, links: Links, *, own: bool, editing: bool) -> list[tuple[str, Sequence[Row]]]:
    """The sections in one list for the firm; for the person who fills in, what is open first."""
    if not (own and editing):
        return [("Sections", list(_rows(found, found.lines, links, own=own, editing=editing)))]
    opened = [line for line in found.lines if line.open_to_person]
    closed = [line for line in found.lines if not line.open_to_person]
    both = (("For you to fill in", opened), ("Filled in by your firm, for you to read", closed))
    return [(title, list(_rows(found, lines, links, own=own, editing=editing))) for title, lines in both if lines]


def _rows(found: Overview, lines: Sequence[SectionLine], links: Links, *, own: bool, editing: bool) -> Iterator[Row]:
    """Each section, and below the disclosure questions the reporting pages that they call for."""
    for line in lines:
        yield _row(line, links, own=own, editing=editing)
        if line.section.key == sections.DISCLOSURE:
            pages = len(found.document.get(sections.PAGES) or ())
            yield (
                "Disclosure reporting pages",
                links.section(sections.DISCLOSURE, part=sections.part_of(line.section, f"/{sections.PAGES}")),
                f"{pages} page{'s' if pages != 1 else ''}" if pages else "None",
                "",
                "One for each event behind a yes in section 14."
                + ("" if _reads(line, own=own, editing=editing) else " Add, change or remove them here."),
            )


def _row(line: SectionLine, links: Links, *, own: bool, editing: bool) -> Row:
    said, look = _progress(line)
    reads = _reads(line, own=own, editing=editing)
    done = line.rep_done_at if own else line.firm_done_at
    if done:
        said, look = (f"Done, {said[0].lower()}{said[1:]}" if line.changes else "Done"), ""
    hints = []
    if reads and own:
        look = ""
    if not own and not reads:
        other = "open to the person" if line.open_to_person else "not open to the person"
        marked = f", who said on {as_date(line.rep_done_at)} that it is done" if line.rep_done_at else ""
        hints.append(f"{other[0].upper()}{other[1:]}{marked}")
    if line.changes is None and line.asked:
        hints.append(f"{line.answered} of {line.asked} needed answers given")
    elif line.changes and not line.complete:
        lacking = line.asked - line.answered
        hints.append(f"{lacking} needed answer{'s' if lacking > 1 else ''} still missing")
    if not line.complete and line.changes is None and not reads:
        hints.append(f"About {line.section.minutes} minute{'s' if line.section.minutes > 1 else ''}")
    if line.remarks:
        hints.append(f"{line.remarks} open comment{'s' if line.remarks > 1 else ''}")
    if line.present:
        hints.append(f"{', '.join(line.present)} {'is' if len(line.present) == 1 else 'are'} here now")
    return (
        f"{line.section.number} {line.section.title}",
        links.section(line.section.key),
        said,
        look,
        f"{'. '.join(hints)}." if hints else "",
    )


def _reads(line: SectionLine, *, own: bool, editing: bool) -> bool:
    """Whether the section is there to be read only, for the side that looks."""
    return not editing or (own and not line.open_to_person)


def _progress(line: SectionLine) -> tuple[str, str]:
    if line.changes is not None:
        # An amendment needs what has changed and no more.
        if not line.changes:
            return "Nothing changed", ""
        return f"{line.changes} change{'s' if line.changes > 1 else ''}", "green" if line.complete else "amber"
    if not line.begun:
        return ("Not begun", "grey") if line.asked else ("Nothing needed", "")
    return ("Answered", "") if line.complete else ("Incomplete", "blue")


def findings(
    found: Overview,
    links: Links,
    known: Known,
    on: date,
    *,
    phase: str = "signature",
    only: str | None = None,
    opened: bool = False,
) -> list[Found]:
    """What the completeness check says of the whole form, or of one section, by section of the form; `opened`: of the
    sections that are open to the person."""
    head = found.head
    said = checks.check(head.form, found.document, known, on, only=only, phase=phase, deep=True)
    if phase == "typing":
        # Who is still writing knows what is not written yet.
        said = [one for one in said if _is_about_an_answer(one, found.document)]
    if opened:
        keys = {line.section.key for line in found.lines if line.open_to_person}
        said = [one for one in said if sections.section_of(one.pointer) in keys]
    return grouped(said, found.document, links, found.lines)


def _is_about_an_answer(one: Finding, document: Mapping[str, Any]) -> bool:
    """Whether a finding is about something that was answered, or about a list as a whole."""
    path = places.named(document, one.pointer)
    return path.count("/") == 1 or reading.answered(places.value_at(document, path))


def grouped(
    said: Sequence[Finding], document: Mapping[str, Any], links: Links, lines: Sequence[SectionLine]
) -> list[Found]:
    """Findings under the titles of their sections, each with the address of its field."""
    by_section: dict[str, list[Finding]] = {}
    for one in said:
        by_section.setdefault(sections.section_of(one.pointer), []).append(one)
    titles = {line.section.key: f"{line.section.number} {line.section.title}" for line in lines}
    specs = {line.section.key: line.section for line in lines}
    ordered = [*[key for key in titles if key in by_section], *[key for key in by_section if key not in titles]]
    return [
        Found(
            titles.get(key, "The filing"),
            _hits([one for one in by_section[key] if one.severity == "error"], document, links, specs),
            _hits([one for one in by_section[key] if one.severity != "error"], document, links, specs),
        )
        for key in ordered
    ]


def _hits(
    said: Sequence[Finding], document: Mapping[str, Any], links: Links, specs: Mapping[str, Section]
) -> list[Hit]:
    """Each finding; of questions of one group of section 14 that have no answer, one for all."""
    section = specs.get(sections.DISCLOSURE)
    if section is None:
        return [_hit(one, document, links, specs) for one in said]
    by_part: dict[str, list[Finding]] = {}
    for number, one in enumerate(said):
        key = sections.part_of(section, one.pointer) if one.rule == UNANSWERED else f"at {number}"
        by_part.setdefault(key, []).append(one)
    return [
        _hit(alike[0], document, links, specs) if len(alike) == 1 else _together(part, alike, section, links)
        for part, alike in by_part.items()
    ]


def _together(part: str, alike: Sequence[Finding], section: Section, links: Links) -> Hit:
    title = section.groups[int(part) - 1].title if part else section.title
    address = links.section(section.key, id_of(alike[0].pointer), part)
    return Hit(f"{title}: {len(alike)} questions have no answer. Answer each by yes or no.", address, UNANSWERED)


def _hit(one: Finding, document: Mapping[str, Any], links: Links, specs: Mapping[str, Section]) -> Hit:
    path = places.named(document, one.pointer)
    section = sections.section_of(path)
    if section not in specs:
        return Hit(one.message, "", one.rule)
    listed, row = innermost_row(path)
    if not listed:
        return Hit(one.message, links.section(section, id_of(path), sections.part_of(specs[section], path)), one.rule)
    return Hit(one.message, links.row(f"{listed}/{row}"[1:], id_of(path)), one.rule)
