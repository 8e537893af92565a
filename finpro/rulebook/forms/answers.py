"""Reads a document by its form: what of it is asked, what is missing, and the bytes that are signed.

None of these looks at whether an answer makes sense; they never fail for a document that is not as it should be. What
stands where an object, a list or a row should, and is none, is not read.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from finpro.rulebook.forms import plan
from finpro.rulebook.forms.plan import Chain, Node, SectionPlan, Template, answered
from finpro.rulebook.forms.schema import Form, Group, Page, Question, Section

Document = dict[str, Any]


class Item(NamedTuple):
    """A question where it stands in a document.

    `value` is None where nothing is answered or the question is not asked. A list stands before its rows: as a question
    of its own, also where a whole section is a list. `row` is the place of the innermost row it is in, `depth` how
    many groups and rows it is in. `required`: it is asked and needs an answer to be filed.
    """

    section: Section | Page
    group: Group | None
    question: Question
    pointer: str
    value: Any
    asked: bool
    row: int | None
    depth: int
    required: bool


class Missing(NamedTuple):
    """A required answer that is absent, and what to do in a sentence."""

    pointer: str
    section: str
    question: Question
    message: str


def shown(form: Form, document: Mapping[str, Any]) -> Document:
    """The document without answers whose question is hidden, and without what answers no question.

    An answer to a hidden question counts as none for what depends on it. `filing` stays as it is, and so do the `id` of
    rows, the `type` of reporting pages, and `gap_reasons`: why a history does not cover every month. The document given
    is not changed.
    """
    prepared = plan.of(form)
    root: Document = {}
    filing = document.get("filing")
    if isinstance(filing, dict):
        root["filing"] = dict(filing)
    reasons = document.get("gap_reasons")
    if isinstance(reasons, list):
        root["gap_reasons"] = [dict(row) for row in reasons if isinstance(row, dict)]
    without = _without(prepared, root)
    for section in prepared.before:
        if section.section.key not in without:
            _show_section(section, document, root)
    drps = document.get("drps")
    if isinstance(drps, list) and "drps" not in without:
        root["drps"] = [row for found in drps if (row := _show_page(prepared, found, root)) is not None]
    for section in prepared.after:
        if section.section.key not in without:
            _show_section(section, document, root)
    return root


def _without(prepared: plan.Plan, root: Document) -> frozenset[str]:
    kind = root.get("filing", {}).get("type")
    return prepared.without.get(kind, frozenset()) if isinstance(kind, str) else frozenset()


def _show_section(section: SectionPlan, document: Mapping[str, Any], root: Document) -> None:
    gate, key = section.gate, section.section.key
    if gate is not None and gate.key in document and gate.asked((root, None), root):
        root[gate.key] = document[gate.key]
    if key not in document or _closed(section, root):
        return
    value = document[key]
    if section.whole is None:
        if isinstance(value, dict):
            root[key] = {}
            _show(section.template, value, root[key], None, root)
    elif section.whole.kind == "list":
        if isinstance(value, list):
            root[key] = _show_rows(section.template, value, None, root)
    elif section.whole.asked((root, None), root):
        root[key] = _copy(value)


def _closed(section: SectionPlan, root: Document) -> bool:
    return section.gate is not None and root.get(section.gate.key) is False


def _show_page(prepared: plan.Plan, row: Any, root: Document) -> Document | None:
    kind = row.get("type") if isinstance(row, dict) else None
    found = prepared.pages.get(kind) if isinstance(kind, str) else None
    if found is None:
        return None
    into = {key: row[key] for key in ("id", "type") if key in row}
    _show(found[1], row, into, None, root)
    return into


def _show_rows(template: Template, rows: list[Any], around: Chain | None, root: Document) -> list[Document]:
    found = []
    for row in rows:
        if isinstance(row, dict):
            into = {"id": row["id"]} if "id" in row else {}
            _show(template, row, into, around, root)
            found.append(into)
    return found


def _show(template: Template, value: Mapping[str, Any], into: Document, around: Chain | None, root: Document) -> None:
    chain: Chain = (into, around)
    for node in template.order:
        key = node.key
        if key not in value or not (node.free or node.asked(chain, root)):
            continue
        found = value[key]
        if node.below is None:
            into[key] = _copy(found)
        elif node.kind == "list":
            if isinstance(found, list):
                into[key] = _show_rows(node.below, found, chain, root)
        elif isinstance(found, dict):
            # Put in place first: what is in it may look at it from the object around.
            inner: Document = {}
            into[key] = inner
            _show(node.below, found, inner, chain, root)


def _copy(value: Any) -> Any:
    if isinstance(value, list):
        return list(value)
    return dict(value) if isinstance(value, dict) else value


def walk(form: Form, document: Mapping[str, Any]) -> list[Item]:
    """Every question of the form in its order, with its answer; those of lists once for each row.

    Questions that are hidden come too, with `asked` false and without a value; so do those of sections that the type of
    filing does not have. Rows of reporting pages stand behind the disclosure questions in the document's order.
    """
    prepared = plan.of(form)
    root = shown(form, document)
    without = _without(prepared, root)
    items: list[Item] = []
    for section in prepared.before:
        _walk_section(section, root, section.section.key not in without, items)
    for number, row in enumerate(root.get("drps", ())):
        page, template = prepared.pages[row["type"]]
        _Walk(page, root, items).object(template, (row, None), f"/drps/{number}", number, 1)
    for section in prepared.after:
        _walk_section(section, root, section.section.key not in without, items)
    return items


def _walk_section(section: SectionPlan, root: Document, has: bool, items: list[Item]) -> None:
    outer: Chain = (root, None)
    walking = _Walk(section.section, root, items)
    if section.gate is not None:
        walking.one(section.gate, outer if has else None, "", None, 0)
    if section.whole is not None:
        open_ = has and not _closed(section, root)
        walking.one(section.whole, outer if open_ else None, "", None, 0)
    else:
        value = root.get(section.section.key, {})
        walking.object(section.template, (value, None) if has else None, f"/{section.section.key}", None, 0)


class _Walk:
    """One section being walked."""

    def __init__(self, section: Section | Page, root: Document, items: list[Item]) -> None:
        self.section, self.root, self.items = section, root, items
        self.groups = {id(question): group for group in section.groups for question in group.questions}
        self.group: Group | None = None

    def object(self, template: Template, chain: Chain | None, pointer: str, row: int | None, depth: int) -> None:
        """The questions of an object; `chain` is None where it is hidden."""
        for node in template.nodes:
            self.one(node, chain, pointer, row, depth)

    def one(self, node: Node, chain: Chain | None, pointer: str, row: int | None, depth: int) -> None:
        """A question and what is below it."""
        group = self.groups.get(id(node.question))
        if group is not None:
            self.group = group
        asked = chain is not None and (node.free or node.asked(chain, self.root))
        value = chain[0].get(node.key) if asked and chain is not None else None
        needed = asked and node.needed and chain is not None and node.required(chain, self.root)
        here = f"{pointer}/{node.key}"
        self.items.append(
            Item(self.section, group or self.group, node.question, here, value, asked, row, depth, needed)
        )
        if node.below is None:
            return
        if node.kind == "list":
            for number, found in enumerate(value or ()):
                self.object(node.below, (found, chain), f"{here}/{number}", number, depth + 1)
        else:
            self.object(node.below, (value or {}, chain) if asked else None, here, row, depth + 1)


def missing(
    form: Form,
    document: Mapping[str, Any],
    type: str,  # noqa: A002 - the form's word
    touched: Collection[str] = (),
) -> list[Missing]:
    """The required answers that are absent: in the sections that this type of filing completes, and in those `touched`.

    Reporting pages ("drps") belong to the disclosure section. Signatures are no answers: who signs last is not asked.
    KeyError for a type that the form does not have.
    """
    sections = {*form.filing_type(type).complete, *touched}
    if "disclosure" in sections:
        sections.add("drps")
    found = []
    for item in walk(form, document):
        key = item.section.key if isinstance(item.section, Section) else "drps"
        if not item.required or key not in sections or _listed(item, document):
            continue
        asked = item.question
        if asked.kind == "list":
            rows = len(item.value or ())
            if rows < max(asked.at_least, 1):
                found.append(Missing(item.pointer, key, asked, _too_few(asked)))
        elif not (answered(item.value.get("date")) if _is_dated(item) else answered(item.value)):
            found.append(Missing(item.pointer, key, asked, f"“{asked.label}” has no answer. Give one to file."))
    return found


def _listed(item: Item, document: Mapping[str, Any]) -> bool:
    """Whether the list behind a gate speaks for it: an empty one says no."""
    section = item.section
    return isinstance(section, Section) and item.question is section.gate and section.key in document


def _is_dated(item: Item) -> bool:
    return item.question.kind == "dated" and isinstance(item.value, dict)


def _too_few(question: Question) -> str:
    least = max(question.at_least, 1)
    rows = "one entry" if least == 1 else f"{least} entries"
    return f"“{question.label}” needs at least {rows}. Add what is missing to file."


def canonical(document: Mapping[str, Any]) -> bytes:
    """The document as the bytes whose SHA-256 is its digest: keys sorted, no spaces, UTF-8."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")
