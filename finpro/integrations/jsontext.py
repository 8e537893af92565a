"""JSON from outside: strict, and refused in words."""

import json
import re
from collections.abc import Mapping
from typing import NoReturn

from finpro.integrations import values

_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


def _no_number(_text: str) -> NoReturn:
    raise values.Malformed("NaN and Infinity are no JSON")


_parse = json.JSONDecoder(parse_constant=_no_number).decode


def decoded(data: bytes) -> str:
    """The text of a JSON record; raises `values.Malformed` unless it is UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise values.Malformed(f"the text is not UTF-8 (byte {error.start}); save it as UTF-8") from None


def parsed(text: str) -> Mapping[str, object]:
    """A JSON object; raises `values.Malformed` for anything else and for text that no database stores."""
    try:
        document = _parse(text)
    except json.JSONDecodeError as error:
        raise values.Malformed(f"the text is no JSON from character {error.pos} on (cut short or damaged)") from None
    except RecursionError:
        raise values.Malformed("the JSON is nested too deeply") from None
    except values.Malformed:
        raise
    except ValueError:
        raise values.Malformed("the JSON holds a number that is far too long") from None
    if type(document) is not dict:
        raise values.Malformed(f"an object was expected, {values.kind(document)} was found")
    # a short text without such an escape cannot hold what is looked for
    if len(text) > values.LONGEST_TEXT or ("\\u" in text and _SUSPECT.search(text)):
        try:
            values.unstorable(document)
        except RecursionError:
            raise values.Malformed("the JSON is nested too deeply") from None
    return document
