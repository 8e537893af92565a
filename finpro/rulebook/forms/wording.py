"""An operator's own texts, laid over ours without touching code: `<folder>/<form>/<version>.toml`.

A table `["disclosure/14A(1)(a)"]` names a question by its section and keys, rows left out; `["drps/CRIM/court/name"]`
one of a reporting page; `["block/15A"]`, `["definition/charged"]`, `["section/residences"]`, `["page/CRIM"]` and
`["type/INITIAL"]` the other texts. What may be said of each is in `TEXTS`; an official number is no text and stays.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from finpro.rulebook import coerce
from finpro.rulebook.errors import Problem, RulebookError
from finpro.rulebook.forms import source
from finpro.rulebook.forms.schema import Form, Group, Question

TEXTS: Mapping[str, tuple[str, ...]] = {
    "question": ("label", "help", "example", "look_back"),
    "section": ("title", "intro"),
    "page": ("title", "intro"),
    "block": ("title", "statement"),
    "definition": ("term", "text"),
    "type": ("title", "used_when"),
}
_folder: list[Path | None] = [None]


def use(folder: str | Path) -> None:
    """Take an operator's folder, or none where it is empty. Nothing is read before a form is asked for."""
    _folder[0] = Path(folder) if str(folder) else None


def folder() -> Path | None:
    """The operator's folder in use."""
    return _folder[0]


def laid_over(form: Form, folder: Path) -> Form:
    """The form with the operator's texts in place of ours. Raises RulebookError for a text that has no place."""
    path = folder / form.form / f"{form.version}.toml"
    if not path.is_file():
        return form
    problems: list[Problem] = []
    table = source.read(path, str(path), problems)
    texts = _texts(table, form, problems) if table is not None else {}
    if problems:
        raise RulebookError(problems)
    return _worded(form, texts, hashlib.sha256(path.read_bytes()).hexdigest()[:12])


def strangers(forms: Sequence[str]) -> list[Problem]:
    """The operator's files for none of these versions of forms ("u4/2009-05"), and a folder that is not there."""
    folder = _folder[0]
    if folder is None:
        return []
    if not folder.is_dir():
        return [Problem(str(folder), 0, "there is no such folder of wording")]
    known = {folder / f"{name}.toml" for name in forms}
    found = sorted(path for path in folder.rglob("*.toml") if path not in known)
    return [Problem(str(path), 0, "no version of a form is called so") for path in found]


Texts = dict[str, dict[str, str]]


def _texts(table: source.Table, form: Form, problems: list[Problem]) -> Texts:
    places = dict(_places(form))
    found: Texts = {}
    for name in table.raw:
        kind = places.get(name)
        piece = table.table(name)
        if piece is None:
            continue
        if kind is None:
            table.fault(name, f"the form has no {name!r}")
            continue
        for key, value in piece.raw.items():
            if key not in TEXTS[kind]:
                piece.fault(key, f"{key} is no text of {name!r}; its texts are {', '.join(TEXTS[kind])}")
                continue
            try:
                text = str(coerce.PARSERS[str](value))
            except coerce.Misfit as misfit:
                piece.fault(key, f"{key} {misfit}")
                continue
            if not text.strip():
                piece.fault(key, f"{key} has no text")
            found.setdefault(name, {})[key] = text
    return found if not problems else {}


def _places(form: Form) -> Iterator[tuple[str, str]]:
    for section in form.sections:
        yield f"section/{section.key}", "section"
        if section.gate is not None:
            yield section.gate.key, "question"
        root = "" if section.shape == "codes" else section.key
        yield from _below(root, section.questions)
    for page in form.pages:
        yield f"page/{page.type}", "page"
        yield from _below(f"drps/{page.type}", page.questions)
    yield from ((f"block/{block.key}", "block") for block in form.blocks)
    yield from ((f"definition/{key}", "definition") for key in form.definitions)
    yield from ((f"type/{found.code}", "type") for found in form.types)


def _below(path: str, questions: Sequence[Question]) -> Iterator[tuple[str, str]]:
    for question in questions:
        name = f"{path}/{question.key}" if path else question.key
        yield name, "question"
        yield from _below(name, question.questions)


def _worded(form: Form, texts: Texts, digest: str) -> Form:
    def own(piece: Any, name: str) -> Any:
        return replace(piece, **texts[name]) if name in texts else piece

    def groups(path: str, found: Sequence[Group]) -> tuple[Group, ...]:
        return tuple(replace(group, questions=_questions(path, group.questions, texts)) for group in found)

    sections = []
    for section in form.sections:
        root = "" if section.shape == "codes" else section.key
        gate = own(section.gate, section.gate.key) if section.gate is not None else None
        worded = replace(section, groups=groups(root, section.groups), gate=gate)
        sections.append(own(worded, f"section/{section.key}"))
    pages = [
        own(replace(page, groups=groups(f"drps/{page.type}", page.groups)), f"page/{page.type}") for page in form.pages
    ]
    return replace(
        form,
        sections=tuple(sections),
        pages=tuple(pages),
        blocks=tuple(own(block, f"block/{block.key}") for block in form.blocks),
        types=tuple(own(found, f"type/{found.code}") for found in form.types),
        definitions={key: own(found, f"definition/{key}") for key, found in form.definitions.items()},
        wording=digest,
    )


def _questions(path: str, questions: Sequence[Question], texts: Texts) -> tuple[Question, ...]:
    found = []
    for question in questions:
        name = f"{path}/{question.key}" if path else question.key
        below = _questions(name, question.questions, texts)
        found.append(replace(question, questions=below, **texts.get(name, {})))  # type: ignore[arg-type]
    return tuple(found)
