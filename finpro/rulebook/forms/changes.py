"""What differs between two documents of one form, question by question."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from finpro.rulebook.forms import answers, labels, plan
from finpro.rulebook.forms.plan import Template, answered
from finpro.rulebook.forms.schema import Form, Question

ADDED, CHANGED, REMOVED = "added", "changed", "removed"


class Change(NamedTuple):
    """One difference. `kind` is added, changed or removed.

    `pointer` leads into the later document, that of something removed into the earlier one. Of a row that is added or
    removed there is one change with the whole row; `question` is then the list, None for a reporting page.
    """

    pointer: str
    question: Question | None
    label: str
    before: Any
    after: Any
    kind: str


def diff(form: Form, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """What differs, in the order of the form. Rows are matched by their id, those without one by what they hold.

    Answers to hidden questions do not count, nor does the order of rows and of codes.
    """
    prepared = plan.of(form)
    old, new = answers.shown(form, before), answers.shown(form, after)
    comparing = _Comparing(form)
    found: list[Change] = []
    for section in prepared.before:
        found.extend(comparing.section(section, old, new))
    found.extend(comparing.pages(prepared, old.get("drps", ()), new.get("drps", ())))
    for section in prepared.after:
        found.extend(comparing.section(section, old, new))
    return found


class _Comparing:
    def __init__(self, form: Form) -> None:
        self.form = form

    def section(self, section: plan.SectionPlan, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
        key = section.section.key
        if section.gate is not None:
            yield from self.one(section.gate, old, new, "")
        if section.whole is not None:
            yield from self.one(section.whole, old, new, "")
        else:
            yield from self.object(section.template, old.get(key, {}), new.get(key, {}), f"/{key}")

    def object(
        self, template: Template, old: Mapping[str, Any], new: Mapping[str, Any], pointer: str
    ) -> Iterator[Change]:
        for node in template.nodes:
            yield from self.one(node, old, new, pointer)

    def one(self, node: plan.Node, old: Mapping[str, Any], new: Mapping[str, Any], pointer: str) -> Iterator[Change]:
        before, after = old.get(node.key), new.get(node.key)
        here = f"{pointer}/{node.key}"
        if node.below is None:
            if not _same(before, after):
                yield _change(here, node.question, node.question.label, before, after)
        elif node.kind == "list":
            yield from self.rows(node, before or (), after or (), here)
        else:
            yield from self.object(node.below, before or {}, after or {}, here)

    def rows(
        self, node: plan.Node, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]], pointer: str
    ) -> Iterator[Change]:
        template = node.below
        for was, now, number in _pairs(old, new):
            here = f"{pointer}/{number}"
            if was is None or now is None or template is None:
                name = labels.row_name(self.form, node.question, now or was or {})
                yield _change(here, node.question, name or node.question.label, was, now)
            else:
                yield from self.object(template, was, now, here)

    def pages(
        self, prepared: plan.Plan, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]
    ) -> Iterator[Change]:
        for was, now, number in _pairs(old, new):
            row = now or was or {}
            page, template = prepared.pages[row["type"]]
            here = f"/drps/{number}"
            if was is None or now is None or was["type"] != now["type"]:
                yield _change(here, None, page.title, was, now)
            else:
                yield from self.object(template, was, now, here)


def _change(pointer: str, question: Question | None, label: str, before: Any, after: Any) -> Change:
    kind = ADDED if not answered(before) else REMOVED if not answered(after) else CHANGED
    return Change(pointer, question, label, before, after, kind)


def _same(before: Any, after: Any) -> bool:
    if not answered(before) or not answered(after):
        return not answered(before) and not answered(after)
    if isinstance(before, list) and isinstance(after, list):
        return sorted(map(str, before)) == sorted(map(str, after))
    return bool(before == after) and isinstance(before, bool) is isinstance(after, bool)


Pair = tuple[dict[str, Any] | None, dict[str, Any] | None, int]


def _pairs(old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> Iterator[Pair]:
    """Rows side by side with the place in the later list, those without a counterpart in the earlier one."""
    waiting: dict[object, list[int]] = {}
    for number, row in enumerate(old):
        waiting.setdefault(_name(row), []).append(number)
    matched: list[tuple[int | None, int]] = []
    for number, row in enumerate(new):
        places = waiting.get(_name(row))
        matched.append((places.pop(0) if places else None, number))
    for was, now in matched:
        yield (None if was is None else old[was]), new[now], now
    for number in sorted(place for places in waiting.values() for place in places):
        yield old[number], None, number


def _name(row: Mapping[str, Any]) -> object:
    identity = row.get("id")
    return ("id", str(identity)) if identity else ("content", answers.canonical(row))
