"""The red-line of three: what the record says, what was signed, and what the draft says now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from finpro.filings.models import Filing
from finpro.filings.policies.sections import REASONS
from finpro.rulebook.forms import labels, reading
from finpro.rulebook.forms.reading import Change
from finpro.rulebook.forms.schema import Form
from finpro.signatures.selectors import EnvelopeView

ABSENT = "Not answered"


@dataclass(frozen=True, slots=True)
class Line:
    """One place where the three are not alike. `place` names section and row; `signed` is "" where nothing was signed.

    `kind` tells the draft against the record: added, changed, removed, or "same" where only the signed one differs.
    """

    pointer: str
    place: str
    label: str
    record: str
    signed: str
    draft: str
    kind: str
    differs_from_signed: bool


@dataclass(frozen=True, slots=True)
class RedLine:
    """Every difference in the order of the form. `signed_at` of the last signature that is compared, if any."""

    lines: Sequence[Line]
    compares_signed: bool

    @property
    def changed(self) -> list[Line]:
        """What was changed after signing."""
        return [line for line in self.lines if line.differs_from_signed]

    @property
    def after_signing(self) -> int:
        """How many places were changed after signing."""
        return sum(line.differs_from_signed for line in self.lines)


def red_line(form: Form, filing: Filing, draft: Mapping[str, Any], signed: EnvelopeView | None) -> RedLine:
    """Compare the three. `draft` is the document as it stands, `signed` the last envelope that somebody signed."""
    against_record = {_key(change): change for change in reading.diff(form, filing.base, draft)}
    content = json.loads(signed.content) if signed is not None else None
    against_signed = {_key(one): one for one in reading.diff(form, content, draft)} if content is not None else {}
    keys = [*against_record, *(key for key in against_signed if key not in against_record)]
    titles = _titles(form)
    lines = []
    for key in keys:
        record, after = against_record.get(key), against_signed.get(key)
        change = record or after
        if change is None or change.pointer.startswith("/signatures"):
            continue
        now = change.after
        was_record = record.before if record else now
        was_signed = after.before if after else now
        lines.append(
            Line(
                pointer=change.pointer,
                place=_place(titles, change.pointer),
                label=_label(change),
                record=_text(form, change, was_record),
                signed=_text(form, change, was_signed) if content is not None else "",
                draft=_text(form, change, now),
                kind=record.kind if record else "same",
                differs_from_signed=after is not None,
            )
        )
    lines += _reasons(titles, filing.base, content, draft)
    return RedLine(lines, content is not None)


def _reasons(
    titles: Mapping[str, str], base: Mapping[str, Any], signed: Mapping[str, Any] | None, draft: Mapping[str, Any]
) -> list[Line]:
    """The differences in why histories have gaps, which stand beside the form's own questions. Of a reason that is
    gone the place is that of all of them."""
    record, before, now = (_said(document or {}) for document in (base, signed, draft))
    found = []
    for key in dict.fromkeys([*now, *before, *record]):
        was, given, told = (rows.get(key, ("", "")) for rows in (record, before, now))
        after = signed is not None and given != told
        if was == told and not after:
            continue
        pointer = f"/{REASONS}/{list(now).index(key)}/reason" if key in now else f"/{REASONS}"
        kind = "same" if was == told else "removed" if key not in now else "changed" if key in record else "added"
        months = (told if key in now else given if key in before else was)[0]
        shown = [
            ABSENT if not words else words if spell == months else f"{spell}: {words}"
            for spell, words in (was, given, told)
        ]
        found.append(
            Line(
                pointer=pointer,
                place=titles.get(key[0], key[0]),
                label=f"Reason for a gap, {months}",
                record=shown[0],
                signed=shown[1] if signed is not None else "",
                draft=shown[2],
                kind=kind,
                differs_from_signed=after,
            )
        )
    return found


def _said(document: Mapping[str, Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """Months and words of each reason, by section and id of its row."""
    rows = document.get(REASONS)
    found = {}
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        months = " to ".join(labels.day(str(row.get(name) or "")) for name in ("from", "to"))
        found[row.get("section", ""), row.get("id") or str(number)] = (months, str(row.get("reason") or "").strip())
    return found


def _key(change: Change) -> tuple[str, str]:
    """Places of the draft; of what is gone there is none, so its own name tells it apart."""
    gone = change.kind == "removed" and isinstance(change.before, dict)
    return change.pointer, f"gone {change.before.get('id', change.label)}" if gone else ""


def _titles(form: Form) -> dict[str, str]:
    titles = {section.key: f"{section.number}. {section.title}" for section in form.sections}
    titles |= {section.gate.key: titles[section.key] for section in form.sections if section.gate is not None}
    return titles | {"drps": "Disclosure reporting pages"}


def _place(titles: Mapping[str, str], pointer: str) -> str:
    _, key, *below = pointer.split("/")
    row = next((int(part) + 1 for part in below if part.isdecimal()), 0)
    return f"{titles.get(key, key)}{f', entry {row}' if row else ''}"


def _label(change: Change) -> str:
    official = change.question.official if change.question is not None else ""
    return f"{official} {change.label}".strip()


def named(form: Form, pointer: str) -> str:
    """A place of a draft in words: its section, then the question; rows go by their ids there, which nobody reads."""
    _, key, *below = pointer.split("/")
    titles = _titles(form)
    if key == REASONS:
        return f"{titles.get(next(iter(below), ''), 'Histories')}: reason for a gap"
    title = titles.get(key, key)
    if key == "drps":
        questions = {one.key: one for page in form.pages for one in page.questions}
    else:
        found = next((one for one in form.sections if one.key == key), None)
        questions = {one.key: one for one in found.questions} if found else {}
    last = None
    for part in below:
        if part in questions:
            last = questions[part]
            questions = {one.key: one for one in last.questions}
    return f"{title}: {last.label}" if last is not None else f"{title}: an entry" if below else title


def _text(form: Form, change: Change, value: Any) -> str:
    if not reading.answered(value):
        return ABSENT
    if isinstance(value, dict) and (change.question is None or change.question.kind == "list"):
        questions = form.page(value["type"]).questions if change.question is None else change.question.questions
        return labels.named(form, questions, "", value) or "An entry"
    return reading.label_of(form, change.question, value) if change.question is not None else str(value)
