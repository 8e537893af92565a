"""Reads the specification of a form from its folder and refuses what is not whole.

`data/forms/<form>/<version>/` holds these files.

- `form.toml`: title and first day, `[[type]]`, `[[block]]`; `[[page_question]]` stands first on every reporting page,
  with `codes = "answers"` for the list of what that page may answer.
- `section_<number>_<key>.toml`: a section, its own keys first, then `[[group]]` with `[[group.question]]`; what stands
  below a group or list is `[[group.question.questions]]`, and so on. `[gate]` is the question before a list.
- `drp_<type>.toml`: one reporting page, in the same way.
- `lists*.toml`: `[[list]]` with `[[list.code]]`, or with a table `[list.labels]` of code = "label".
- `definitions.toml`: `[[definition]]`.
- `base = "u4/2009-05"` in form.toml: that version lends its parts, lists, definitions, `[[page_question]]` and
  reporting pages (`like = "CUST"`: see `lending`). Lists and definitions that are not used are not taken.
- `parts.toml`: `[[part]]` with `[[part.question]]`, questions that stand in several places. A table that holds
  `part = "address"` and nothing else stands for them.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from finpro.rulebook import loader as topics
from finpro.rulebook.errors import Problem, RulebookError
from finpro.rulebook.forms import build, plan, wording
from finpro.rulebook.forms.schema import Form

DATA = topics.DATA / "forms"


def get(form: str, version: str | None = None, *, on: date | None = None) -> Form:
    """The specification of a form ("u4"), with the operator's wording laid over it; read once a process.

    Without `version`: the one in force `on` a day, or the latest. KeyError for a form, version or day that has none.
    Raises RulebookError for files that cannot be used.
    """
    if version is None:
        begun = [found for found in versions(form) if on is None or effective_from(form, found) <= on]
        if not begun:
            raise KeyError(f"no version of {form} is in force on {on}")
        version = begun[-1]
    elif version not in versions(form):
        raise KeyError(f"{form} has no version {version}")
    return _get(form, version, wording.folder())


def forms() -> tuple[str, ...]:
    """The forms that have a specification."""
    return tuple(sorted(path.name for path in DATA.iterdir() if path.is_dir()))


@cache
def versions(form: str) -> tuple[str, ...]:
    """The versions of a form, the one that took effect first before the others. KeyError for an unknown form."""
    if form not in forms():
        raise KeyError(f"there is no form {form}")
    names = [path.name for path in (DATA / form).iterdir() if path.is_dir()]
    return tuple(sorted(names, key=lambda name: (effective_from(form, name), name)))


@cache
def effective_from(form: str, version: str) -> date:
    """The first day of a version."""
    return build.effective_from(DATA / form / version)


@cache
def _get(form: str, version: str, overlay: Path | None) -> Form:
    loaded = load(DATA / form / version)
    return wording.laid_over(loaded, overlay) if overlay else loaded


def load(folder: Path) -> Form:
    """The specification in a folder `<form>/<version>`. Raises RulebookError with everything found."""
    problems: list[Problem] = []
    read = build.form(folder, problems)
    if read is None or problems:
        raise RulebookError(_placed(folder, problems))
    form, origins = read

    def report(piece: object, key: str, reason: str) -> None:
        origins[id(piece)].fault(key, f"{key} {reason}")

    plan.references(form, report)
    if problems:
        raise RulebookError(_placed(folder, problems))
    return form


def _placed(folder: Path, problems: list[Problem]) -> list[Problem]:
    place = f"forms/{folder.parent.name}/{folder.name}"
    # What stands in several places by a part is wrong once. A file that is lent stands in another folder.
    return [replace(found, file=posixpath.normpath(f"{place}/{found.file}")) for found in dict.fromkeys(problems)]


def check() -> Mapping[str, Form]:
    """Read and validate every version of every form, and keep them. Raises RulebookError with everything found."""
    problems: list[Problem] = []
    found: dict[str, Form] = {}
    known: list[str] = []
    for form in forms():
        for folder in sorted(path for path in (DATA / form).iterdir() if path.is_dir()):
            known.append(f"{form}/{folder.name}")
            try:
                found[f"{form}/{folder.name}"] = _get(form, folder.name, wording.folder())
            except RulebookError as error:
                problems.extend(error.problems)
    problems.extend(wording.strangers(known))
    if problems:
        raise RulebookError(list(dict.fromkeys(problems)))
    return found
