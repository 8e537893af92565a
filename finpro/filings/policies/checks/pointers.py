"""Where findings point: JSON Pointers into a document."""

import re
from collections.abc import Mapping

from finpro.rulebook.forms.schema import Form

_NUMBER = re.compile(r"/(\d+)")


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


def rank(form: Form, pointer: str) -> tuple[int, int]:
    """The place of a pointer in the order of the form: section, then row. Reporting pages follow section 14."""
    keys = ["", "filing"]
    for section in form.sections:
        keys.append(section.key)
        if section.key == "disclosure":
            keys.append("drps")
    where, row = section_of(pointer), _NUMBER.search(pointer)
    return keys.index(where) if where in keys else len(keys), int(row.group(1)) if row else -1
