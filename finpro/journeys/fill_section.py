"""Filling in one section of a form: one answer that is sent by itself, or a whole page, with what a button asks for."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import transaction

from finpro.filings import forms
from finpro.filings import services as filings
from finpro.filings.policies import places, sensitive, typed
from finpro.filings.policies.documents import innermost_row
from finpro.filings.policies.sections import PAGES, REASONS, part_of, section_of
from finpro.filings.presenters.field import Field, id_of
from finpro.filings.presenters.fields import sensitive_parts, spans_of
from finpro.filings.presenters.links import Links
from finpro.filings.selectors.section import names_of, section_page
from finpro.filings.services.answers import Conflict
from finpro.filings.tables.section import Returned, Screen, row_screen, section_screen
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Form, Question
from finpro.ui.filters import as_clock

Data = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldAnswer:
    """What became of one answer. `redraw`: others may be shown or hidden by it, so its page is drawn anew.

    Of a conflict, `mine` and `theirs` are in words, and `again` are the fields that send the own answer once more over
    the other's, as JSON; empty where it cannot be sent again from the page (a Social Security number).
    """

    field: Field
    section: str
    place: str
    part: str = ""
    redraw: bool = False
    problem: str = ""
    who: str = ""
    mine: str = ""
    theirs: str = ""
    at: datetime | None = None
    again: str = ""


def save_field(*, filing_id: int, form: Form, path: str, page: str, data: Data, by: Actor, at: datetime) -> FieldAnswer:
    """Write one answer that was sent by itself. `page` is the type of the reporting page it stands on, "" elsewhere.

    Raises NotFound for what is no question, and as filings.services.save.
    """
    question, sent = forms.read_field(form, path, page, data)
    listed, row = innermost_row(path)
    place = f"{listed}/{row}"[1:] if listed else ""
    section = section_of(path)
    part = part_of(form.section(section), path)
    if sent.problems:
        token = typed.read_token(_last(data, f"v:{path}"))
        field = _field(question, path, f"{token[0]}.{token[1]}")
        return FieldAnswer(field=field, section=section, place=place, part=part, problem=sent.problems[path])
    if not sent.changes:
        field = _field(question, path, _last(data, f"v:{path}"))
        return FieldAnswer(field=field, section=section, place=place, part=part)
    (change,) = sent.changes
    written = filings.save_alone(filing_id=filing_id, form=form, change=change, by=by, at=at)
    if written is None:
        with transaction.atomic():
            written = filings.save(filing_id=filing_id, changes=[change], by=by, at=at)
    if written.conflicts:
        return _conflict(form, question, written.conflicts[0], section, place, data)
    field = replace(
        _field(question, path, typed.token(written.versions[path], change.value)),
        **sensitive_parts(question, change.value, legal_date(at)),
    )
    redraw = question.key in places.revealing(form.form, form.version)
    return FieldAnswer(field=field, section=section, place=place, part=part, redraw=redraw)


def _conflict(form: Form, question: Question, found: Conflict, section: str, place: str, data: Data) -> FieldAnswer:
    token = typed.token(found.version, found.theirs)
    own = {name: list(values) for name, values in data.items() if name.startswith(found.path)}
    again = {**own, f"v:{found.path}": token}
    return FieldAnswer(
        field=_field(question, found.path, token),
        section=section,
        place=place,
        part=part_of(form.section(section), found.path),
        who=_who(found, names_of([found.by])),
        mine=reading.label_of(form, question, found.mine),
        theirs=reading.label_of(form, question, found.theirs),
        at=found.at,
        again="" if question.kind == "ssn" else json.dumps(again),
    )


def _who(found: Conflict, names: Mapping[str, str]) -> str:
    return names.get(found.by) or ("The person" if found.hat == "person" else "Somebody of the firm")


def _field(question: Question, path: str, token: str) -> Field:
    boxes = ("month", "day", "year") if "date" in question.kind or "month" in question.kind else ()
    # Of a choice it is told that it was there: none may be chosen.
    control = {"yes_no": "radios", "code": "radios", "codes": "checkboxes"}.get(question.kind, "")
    return Field(
        control=control, name=path, id=id_of(path), label=question.label, question=question, token=token, boxes=boxes
    )


def _last(data: Data, name: str) -> str:
    return data[name][-1].replace("\x00", "") if data.get(name) else ""


@dataclass(frozen=True, slots=True)
class Where:
    """A section of a filing, or the row at `place` in it, "" for the section itself. `part`: which of its pages, where
    it has several; the first where there is no such page."""

    filing_id: int
    key: str
    place: str
    links: Links
    part: str = ""


def screen(*, where: Where, by: Actor, at: datetime, returned: Returned | None = None) -> Screen:
    """The page of a section or of a row. Raises NotFound for what is not there."""
    page = section_page(by, where.filing_id, where.key, at)
    if where.place:
        return row_screen(page, where.place, where.links, legal_date(at), returned)
    return section_screen(page, where.links, legal_date(at), returned, where.part)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a page that was sent leads on, or, where something in it could not be kept, the page again."""

    address: str = ""
    again: Screen | None = None


def send(*, where: Where, data: Data, by: Actor, at: datetime) -> Outcome:
    """Write what was changed on a page, then do what its button asks for: go on, add a row, remove or restore one.

    What cannot be kept, and what somebody else answered meanwhile, comes back with the page; the rest is written.
    Raises as filings.services.save.
    """
    shown = screen(where=where, by=by, at=at)
    sent = forms.read_page(shown.blocks, data)
    problems = dict(sent.problems)
    if sent.changes:
        with transaction.atomic():
            written = filings.save(filing_id=where.filing_id, changes=sent.changes, by=by, at=at)
        problems |= _told(shown, written.conflicts)
    if problems:
        returned = Returned(problems, data)
        again = screen(where=where, by=by, at=at, returned=returned)
        return Outcome(again=again)
    return Outcome(_after(shown, where.filing_id, data, where.links, by, at))


def _told(shown: Screen, conflicts: Sequence[Conflict]) -> dict[str, str]:
    form = shown.page.head.form
    names = names_of(conflict.by for conflict in conflicts)
    found = {}
    for conflict in conflicts:
        question = places.question_at(form, conflict.path, shown.page_type)
        theirs = reading.label_of(form, question, conflict.theirs) if question is not None else ""
        found[conflict.path] = (
            f"{_who(conflict, names)} saved “{theirs or 'no answer'}” at {as_clock(conflict.at)}, while you wrote. "
            "Yours stands here and is not saved. Save again to keep yours, or type the other"
        )
    return found


def _after(shown: Screen, filing_id: int, data: Data, links: Links, by: Actor, at: datetime) -> str:
    """Do what the button asks for, and say where the way leads on."""
    here = shown.action
    if added := _last(data, "add"):
        return links.row(_add(filing_id, added, {}, by, at))
    if path := _last(data, "mask"):
        _mask(shown, filing_id, path, by, at)
        return f"{here}#{id_of(path)}"
    if report := _last(data, "report"):
        return links.row(_add(filing_id, f"/{PAGES}", _begun(shown.page.head.form, report), by, at))
    for name, verb in (("remove", filings.remove_row), ("restore", filings.restore_row)):
        if path := _last(data, name):
            listed, _, row = path.rpartition("/")
            with transaction.atomic():
                verb(filing_id=filing_id, list_path=listed, row=row, by=by, at=at)
            return f"{here}{'&' if '?' in here else '?'}{urlencode({'done': name, 'row': path})}"
    if _last(data, "then") == "stay":
        return here
    if shown.place:
        listed = f"/{shown.place}".rpartition("/")[0]
        if _last(data, "then") == "another" and listed != f"/{PAGES}":
            return links.row(_add(filing_id, listed, {}, by, at))
        return shown.back[0]
    return shown.later[1] if shown.later else links.base


def _begun(form: Form, report: str) -> dict[str, Any]:
    """What a reporting page begins with that was asked for as its type and the question it answers."""
    kind, _, number = report.partition(":")
    page = next((page for page in form.pages if page.type == kind and number in {"", *page.answers}), None)
    if page is None:
        raise errors.NotFound("There is no such reporting page on this form. Nothing was added.")
    return {"type": kind, "questions": [number] if number else None, "drp_response": "INITIAL"}


def _mask(shown: Screen, filing_id: int, path: str, by: Actor, at: datetime) -> None:
    """Put X for what looks sensitive in the text at a place, as it stands now."""
    page = section_page(by, filing_id, shown.page.section.key, at)
    stamp, text = page.stamps.get(path), places.value_at(page.shown, path)
    if stamp is None or not isinstance(text, str):
        return
    spans = spans_of(text, legal_date(at))
    if not spans:
        return
    for span in reversed(spans):
        text = sensitive.mask(text, span)
    with transaction.atomic():
        filings.save(filing_id=filing_id, changes=[filings.Change(path, text, stamp.version)], by=by, at=at)


def _add(filing_id: int, listed: str, values: Mapping[str, Any], by: Actor, at: datetime) -> str:
    with transaction.atomic():
        row = filings.add_row(filing_id=filing_id, list_path=listed, values=values, by=by, at=at)
    return f"{listed}/{row}"[1:]


def add_months(*, filing_id: int, data: Data, links: Links, by: Actor, at: datetime) -> str:
    """Add an entry for months of which a history says nothing, or the reason why; answers where the way leads on.

    Raises as filings.services.add_row.
    """
    listed = _last(data, "list")
    reason = _last(data, "reason").replace("\x00", " ").strip()[:500]
    values = {name: _last(data, name) for name in ("from", "to") if typed.is_month(_last(data, name))}
    if not listed.startswith(f"/{REASONS}/"):
        return links.row(_add(filing_id, listed, values, by, at))
    if reason:
        _add(filing_id, listed, {**values, "reason": reason}, by, at)
    return links.section(section_of(listed), "history")
