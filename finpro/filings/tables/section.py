"""A section of a draft, or one row of a list in it, as its page draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from finpro.filings.policies import places, typed
from finpro.filings.policies.sections import DISCLOSURE, PAGES, REASONS, part_of, section_of
from finpro.filings.presenters import history
from finpro.filings.presenters.field import Block, Field, RowLine, id_of
from finpro.filings.presenters.fields import Drawing, row_blocks, section_blocks
from finpro.filings.presenters.links import Links
from finpro.filings.selectors.section import SectionPage
from finpro.kernel import errors
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Question, Section


@dataclass(frozen=True, slots=True)
class Offer:
    """A reporting page that a yes calls for. `number` is the question's."""

    number: str
    type: str
    title: str


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a section that has several. `asked` counts its questions that need an answer, `answered` those that
    have one; of reporting pages both count the pages."""

    key: str
    title: str
    address: str
    asked: int
    answered: int
    current: bool

    @property
    def said(self) -> str:
        """How far it is: answered of asked."""
        if self.key == PAGES:
            return f"{self.asked} page{'s' if self.asked != 1 else ''}"
        return f"{self.answered} of {self.asked}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What the page of a section, or of a row (`place`, "" for a section), shows.

    `part` is which of its `parts` of a section that has several pages. `kinds` are reporting pages that can be added,
    (type, title). `earlier` and `later`: title and address of the page before and after.
    """

    page: SectionPage
    links: Links
    title: str
    blocks: Sequence[Block]
    place: str = ""
    page_type: str = ""
    intro: str = ""
    back: tuple[str, str] = ("", "")
    timeline: history.Timeline | None = None
    reporting: Sequence[RowLine] = ()
    removed_pages: Sequence[RowLine] = ()
    offers: Sequence[Offer] = ()
    problems: Sequence[tuple[str, str]] = ()
    part: str = ""
    parts: Sequence[Part] = ()
    kinds: Sequence[tuple[str, str]] = ()
    earlier: tuple[str, str] | None = None
    later: tuple[str, str] | None = None

    @property
    def action(self) -> str:
        """Where the page is sent as a whole."""
        return self.links.row(self.place) if self.place else self.links.section(self.page.section.key, part=self.part)

    def removed(self, path: str) -> RowLine | None:
        """The row that was removed from a list of this page and can be put back, by its path; None for any other."""
        lists = [one.removed for block in self.blocks for one in _every(block.fields)]
        lines = [line for removed in (*lists, self.removed_pages) for line in removed]
        return next((line for line in lines if line.path == path and self.page.may_write), None)

    @property
    def saving(self) -> str:
        """Where a field's answer is sent, its place to be put at the end."""
        return self.links.saving(self.page_type, self.page.head.version)


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back from a form that could not be kept whole: sentences by path, and what had been typed."""

    problems: Mapping[str, str] = field(default_factory=dict)
    sent: typed.Data = field(default_factory=dict)
    versions: Mapping[str, int] = field(default_factory=dict)


def _drawing(page: SectionPage, on: date, returned: Returned) -> Drawing:
    return Drawing(
        form=page.head.form,
        form_name=page.head.form_name,
        document=page.shown,
        stamps=page.stamps,
        removed=page.removed,
        gone=page.gone,
        on=on,
        may_write=page.may_write,
        problems=returned.problems,
        sent=returned.sent,
    )


def section_screen(
    page: SectionPage, links: Links, on: date, returned: Returned | None = None, part: str = ""
) -> Screen:
    """The page of a section; of one with several pages, that of `part`, the first where there is no such part."""
    returned = returned or Returned()
    section = page.section
    drawing = _drawing(page, on, returned)
    parts = _parts(page, links, part)
    part = next((one.key for one in parts if one.current), "")
    blocks = section_blocks(drawing, section.key, part)
    names = dict(enumerate(_titles(page, section)))
    reported = page.shown.get(PAGES, []) if section.key == DISCLOSURE else []
    here = _questions(section, part)
    everything = part in {"", PAGES}
    about = [row for row in reported if row.get("id") and (everything or here & {*(row.get("questions") or ())})]
    earlier, later = _around(page, links, parts)
    return Screen(
        page=page,
        links=links,
        title=section.title,
        blocks=blocks,
        intro=section.intro,
        timeline=history.timeline({**page.shown, REASONS: page.document.get(REASONS, [])}, section.key, names, on),
        reporting=[_reporting(page, row, f"/{PAGES}/{row['id']}") for row in about],
        removed_pages=[
            _reporting(page, places.value_at(page.gone, row.path), row.path)
            for row in page.removed
            if row.list == f"/{PAGES}" and everything
        ],
        offers=[
            offer
            for offer in (_offers(page, reported) if section.key == DISCLOSURE and page.may_write else ())
            if offer.number in here
        ],
        part=part,
        parts=parts,
        kinds=[(kind.type, kind.title) for kind in page.head.form.pages] if part == PAGES and page.may_write else (),
        earlier=earlier,
        later=later,
        problems=[(message, f"#{_target(blocks, path)}") for path, message in returned.problems.items()],
    )


def _parts(page: SectionPage, links: Links, wanted: str) -> list[Part]:
    """The pages of a section that has several: its groups, and of the disclosure questions the reporting pages."""
    section = page.section
    if not section.paged:
        return []
    given = page.shown.get(section.key, {})
    named = [(str(number), group.title, group.questions) for number, group in enumerate(section.groups, 1)]
    if section.key == DISCLOSURE:
        named.append((PAGES, "Disclosure reporting pages", ()))
    keys = [key for key, _, _ in named]
    current = wanted if wanted in keys else keys[0]
    found = []
    for key, title, questions in named:
        needed = [question for question in questions if question.required]
        done = sum(reading.answered(given.get(question.key)) for question in needed)
        count = len(page.shown.get(PAGES) or ()) if key == PAGES else 0
        address = links.section(section.key, part=key)
        found.append(Part(key, title, address, len(needed) or count, done or count, key == current))
    return found


def _questions(section: Section, part: str) -> set[str]:
    """The official numbers of the questions of a part; of all of them where it is none of the groups."""
    groups = [section.groups[int(part) - 1]] if part.isdecimal() else section.groups
    return {question.official or question.key for group in groups for question in group.questions}


def _around(
    page: SectionPage, links: Links, parts: Sequence[Part]
) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    """Title and address of the page before and of the page after."""
    place = next((number for number, part in enumerate(parts) if part.current), 0)
    before, after = (
        (f"{found.number} {found.title}", links.section(found.key)) if found else None
        for found in (page.head.form.section(key) if key else None for key in (page.previous, page.following))
    )
    if parts[:place]:
        before = (parts[place - 1].title, parts[place - 1].address)
    if parts[place + 1 :]:
        after = (parts[place + 1].title, parts[place + 1].address)
    return before, after


def _titles(page: SectionPage, section: Section) -> list[str]:
    rows = page.shown.get(section.key)
    if not isinstance(rows, list):
        return []
    form = page.head.form
    return [
        reading.named(form, section.questions, section.row_title, row) or "Not filled in yet"
        if isinstance(row, dict)
        else ""
        for row in rows
    ]


def _reporting(page: SectionPage, row: Any, path: str) -> RowLine:
    if not isinstance(row, dict) or "type" not in row:
        return RowLine(path, path[1:], "A reporting page")
    spec = page.head.form.page(row["type"])
    answers = ", ".join(row.get("questions") or ()) or "no question chosen yet"
    return RowLine(path, path[1:], f"{spec.title}: {answers}")


def _offers(page: SectionPage, reported: Sequence[Mapping[str, Any]]) -> list[Offer]:
    """For each yes that no reporting page answers yet, the page that it calls for."""
    form = page.head.form
    answered = {number for row in reported for number in row.get("questions") or ()}
    given = page.shown.get(DISCLOSURE, {})
    return [
        Offer(question.official or question.key, question.drp, form.page(question.drp).title)
        for question in page.section.questions
        if question.drp and given.get(question.key) is True and question.key not in answered
    ]


def row_screen(page: SectionPage, place: str, links: Links, on: date, returned: Returned | None = None) -> Screen:
    """The page of one row of a list, `place` its pointer without the first stroke. Raises NotFound where it is gone."""
    returned = returned or Returned()
    path = f"/{place}"
    listed, _, _row = path.rpartition("/")
    form = page.head.form
    found = places.list_at(form, listed)
    row = _row_at(page.shown, path)
    if found is None or row is None:
        raise errors.NotFound("There is no such entry on this form, or it was removed. Look at the list as it is now.")
    drawing = _drawing(page, on, returned)
    blocks = row_blocks(drawing, path)
    title, intro, kind = _row_words(page, found, row)
    return Screen(
        page=page,
        links=links,
        title=title,
        blocks=blocks,
        place=place,
        page_type=kind or _page_type(page, path),
        intro=intro,
        back=_back(page, listed, links),
        problems=[(message, f"#{_target(blocks, path)}") for path, message in returned.problems.items()],
    )


def _row_at(document: Mapping[str, Any], path: str) -> Mapping[str, Any] | None:
    found = places.value_at(document, path)
    return found if isinstance(found, dict) else None


def _row_words(page: SectionPage, found: Question | Section, row: Mapping[str, Any]) -> tuple[str, str, str]:
    form = page.head.form
    if found.key == PAGES:
        spec = form.page(row["type"])
        return spec.title, spec.intro, spec.type
    name = reading.named(form, found.questions, found.row_title, row)
    label = found.title if isinstance(found, Section) else found.label
    return name or f"{label}: new entry", "", ""


def _page_type(page: SectionPage, path: str) -> str:
    """The type of the reporting page that a place lies in, "" for none."""
    keys = path.split("/")
    row = _row_at(page.shown, "/".join(keys[:3])) if keys[1] == PAGES and len(keys) > 2 else None
    return str(row["type"]) if row else ""


def _back(page: SectionPage, listed: str, links: Links) -> tuple[str, str]:
    """Where the list stands: the section's page, or that of the row around it."""
    keys = listed.split("/")[1:]
    for place in range(len(keys) - 1, 0, -1):
        if keys[place][:1] in {"r", "n"} and keys[place][1:].isdecimal():
            return links.row("/".join(keys[: place + 1]), id_of(listed)), "Back to the entry around it"
    section = section_of(listed)
    anchor = "" if listed == f"/{section}" else id_of(listed)
    return links.section(section, anchor, part_of(page.section, listed)), page.section.title


def _target(blocks: Sequence[Block], path: str) -> str:
    """The HTML id that a link to the field of a place leads to."""
    found = next((one for block in blocks for one in _every(block.fields) if one.name == path), None)
    return found.target if found else id_of(path)


def _every(fields: Sequence[Field]) -> Sequence[Field]:
    return [one for outer in fields for one in (outer, *_every(outer.fields))]
