"""A form's specification as a page of the reference: what it counts, who must fill what, and every question."""

from collections.abc import Iterable, Iterator, Sequence

from finpro.rulebook.forms import loader
from finpro.rulebook.forms.conditions import written
from finpro.rulebook.forms.schema import Condition, Form, Page, Question, Section

_MARKS = {"": "", "known": "general knowledge", "verify": "verify", "design": "ours"}


def reference(name: str) -> str:
    """The Markdown reference page of the newest version of a form. KeyError for an unknown form."""
    form = loader.get(name, loader.versions(name)[-1])
    versions = ", ".join(loader.versions(name))
    lines = [f"# {form.title}", "", *_introduction(form, versions), "", "## In numbers", "", *_counts(form)]
    lines += ["", "## Types of filing", "", *_types(form), "", "## Signature blocks", "", *_blocks(form)]
    for section in form.sections:
        lines += ["", f"## {section.number}. {_escaped(section.title)}", "", *_section(form, section)]
    for page in form.pages:
        lines += ["", f"## {page.type}: {_escaped(page.title)}", "", *_page(form, page)]
    lines += ["", "## Code lists", "", *_lists(form), "", "## Definitions", "", *_definitions(form)]
    return "\n".join(lines) + "\n"


def _introduction(form: Form, versions: str) -> list[str]:
    return [
        f"Version {form.version}, in force from {form.effective_from}. Versions: {versions}. Source: "
        f"{_escaped(form.source)}.",
        "",
        "Generated from the specification (`finpro/rulebook/data/forms`); every page, check, paper and schema is "
        "drawn from it. The words are ours; [an operator can lay the official ones over "
        "them](../how-to/official-wording.md). *verify* marks what no public source settles.",
    ]


def _counts(form: Form) -> list[str]:
    asked = [question for section in form.sections for question in _all(section)]
    disclosure = [question for question in asked if question.drp]
    rows: list[tuple[str, int]] = [
        ("sections", len(form.sections)),
        ("groups", sum(len(section.groups) for section in form.sections)),
        ("questions of the sections, those of rows and objects once", sum(1 for _ in asked)),
        ("disclosure questions", len(disclosure)),
        ("disclosure reporting pages", len(form.pages)),
        *((f"fields of {page.type}", sum(1 for _ in _all(page))) for page in form.pages),
        ("code lists of the form", len(form.lists)),
        ("codes in them", sum(len(found.codes) for found in form.lists.values())),
        ("topics of the rulebook that questions choose from", len(_topics(form))),
        ("definitions", len(form.definitions)),
        ("types of filing", len(form.types)),
        ("signature blocks", len(form.blocks)),
    ]
    return _table(["What", "How many"], [[what, str(count)] for what, count in rows])


def _topics(form: Form) -> set[str]:
    pieces: list[Section | Page] = [*form.sections, *form.pages]
    found = {question.codes for piece in pieces for question in _all(piece)}
    return {codes for codes in found if codes.startswith("rulebook:")}


def _types(form: Form) -> list[str]:
    rows = []
    for section in form.sections:
        cells = []
        for kind in form.types:
            marks = ["complete"] if section.key in kind.complete else []
            marks += ["may change"] if section.key in kind.editable and section.key not in kind.complete else []
            marks += ["none"] if section.key in kind.without else []
            cells.append(", ".join(marks))
        rows.append([f"{section.number} `{section.key}`", *cells])
    rows.append(["always signed", *(", ".join(kind.blocks) for kind in form.types)])
    said = [f"- **{kind.code}**: {_escaped(kind.used_when)}{_mark(kind.mark)}" for kind in form.types]
    return [*said, "", *_table(["Section", *(kind.code for kind in form.types)], rows)]


def _blocks(form: Form) -> list[str]:
    rows = [
        [block.key, _escaped(block.title), block.signer, str(block.order), _MARKS[block.mark]] for block in form.blocks
    ]
    return _table(["Block", "Title", "Signed by", "Turn", "Mark"], rows)


def _section(form: Form, section: Section) -> Iterator[str]:
    opened = {"default": "opened to the person by default", "optional": "opened to the person if the firm wants"}
    told = opened.get(section.rep_edits, "never opened to the person")
    yield f"`{section.key}`, {section.shape}, {told}. Source: {_escaped(section.source)}.{_mark(section.mark)}"
    yield ""
    gate = [section.gate] if section.gate is not None else []
    yield from _questions([*_rows(gate), *_rows(section.questions)])


def _page(form: Form, page: Page) -> Iterator[str]:
    yield f"Answers {', '.join(page.answers)}. Source: {_escaped(page.source)}.{_mark(page.mark)}"
    yield ""
    yield from _questions(_rows(page.questions))


def _questions(rows: Iterable[list[str]]) -> list[str]:
    return _table(["Key", "Number", "Kind", "Question", "Required", "Asked when", "Mark"], list(rows))


def _rows(questions: Sequence[Question], path: str = "") -> Iterator[list[str]]:
    for question in questions:
        codes = f" of {question.codes}" if question.codes else ""
        yield [
            f"`{path}{question.key}`",
            question.official,
            f"{question.kind}{codes}",
            _escaped(question.label),
            _required(question),
            _asked(question),
            _MARKS[question.mark],
        ]
        yield from _rows(question.questions, f"{path}{question.key}/")


def _required(question: Question) -> str:
    if question.prefilled:
        return "from the record"
    if question.required_when:
        return f"when {_all_of(question.required_when)}"
    rows = f"at least {question.at_least}" if question.at_least else ""
    return rows or ("yes" if question.required else "")


def _asked(question: Question) -> str:
    parts = [_all_of(question.when)] if question.when else []
    parts += ["one of " + ", ".join(f"`{written(part)}`" for part in question.when_any)] if question.when_any else []
    return "; ".join(parts)


def _all_of(conditions: Sequence[Condition]) -> str:
    return " and ".join(f"`{written(part)}`" for part in conditions)


def _lists(form: Form) -> list[str]:
    rows = [
        [f"`{found.key}`", _escaped(found.title), str(len(found.codes)), _escaped(found.source), _MARKS[found.mark]]
        for found in form.lists.values()
    ]
    topics = [[f"`{topic}`", "a topic of the rulebook", "", "", ""] for topic in sorted(_topics(form))]
    return _table(["List", "Title", "Codes", "Source", "Mark"], rows + topics)


def _definitions(form: Form) -> list[str]:
    rows = [[_escaped(found.term), _escaped(found.text), _MARKS[found.mark]] for found in form.definitions.values()]
    return _table(["Term", "What it means here", "Mark"], rows)


def _all(piece: Section | Page) -> Iterator[Question]:
    waiting = list(piece.questions)
    if isinstance(piece, Section) and piece.gate is not None:
        waiting.append(piece.gate)
    while waiting:
        question = waiting.pop()
        yield question
        waiting.extend(question.questions)


def _mark(mark: str) -> str:
    return f" *{_MARKS[mark]}*" if mark else ""


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines]


def _escaped(text: str) -> str:
    for mark in "\\*_[]<>`":
        text = text.replace(mark, "\\" + mark)
    return text
