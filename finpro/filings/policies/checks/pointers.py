"""Where findings point: JSON Pointers into a document."""

import re
from collections.abc import Mapping

from finpro.rulebook.forms.schema import Form, Question

_ROW = re.compile(r"/[^/]+/(\d+)(?:/|$)")


def token(key: str) -> str:
    """A key as a pointer holds it."""
    return key.replace("~", "~0").replace("/", "~1")


def _key(part: str) -> str:
    return part.replace("~1", "/").replace("~0", "~")


def section_of(pointer: str) -> str:
    """The section into which a pointer leads; "" for the form as a whole. The question before a list belongs to it."""
    first = _key(pointer[1:].partition("/")[0])
    return first.removeprefix("has_") if first == "has_other_business" else first


def within(document: object, pointer: str) -> str:
    """The pointer as far as it leads: to what is there, or to the first absent member of an object that is there."""
    here, found = "", document
    for part in pointer.split("/")[1:]:
        if isinstance(found, Mapping):
            here = f"{here}/{part}"
            if _key(part) not in found:
                return here
            found = found[_key(part)]
        elif isinstance(found, list) and part.isdecimal() and int(part) < len(found):
            here = f"{here}/{part}"
            found = found[int(part)]
        else:
            return here
    return here


Place = tuple[int, int, int]
_orders: dict[int, tuple[Form, dict[str, int], dict[str, dict[str, int]]]] = {}


def rank(form: Form, pointer: str) -> Place:
    """The place of a pointer in the order of the form: section, row, question. Reporting pages follow section 14."""
    sections, questions = _order(form)
    where, row = section_of(pointer), _ROW.match(pointer)
    keys = (_key(part) for part in pointer.split("/")[2:])
    inside = questions.get(where, {})
    asked = next((inside[key] for key in keys if key in inside), -1)
    return sections.get(where, len(sections)), int(row.group(1)) if row else -1, asked


def _order(form: Form) -> tuple[dict[str, int], dict[str, dict[str, int]]]:
    made = _orders.get(id(form))
    if made is None or made[0] is not form:
        keys = ["", "filing"]
        for section in form.sections:
            keys += [section.key, "drps"] if section.key == "disclosure" else [section.key]
        inside = {section.key: _places(section.questions) for section in form.sections}
        inside["drps"] = _places(tuple(question for page in form.pages for question in page.questions))
        made = _orders[id(form)] = (form, {key: place for place, key in enumerate(keys)}, inside)
    return made[1], made[2]


def _places(questions: tuple[Question, ...]) -> dict[str, int]:
    return {key: place for place, key in enumerate(dict.fromkeys(question.key for question in questions))}
