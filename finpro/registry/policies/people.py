"""Somebody who is to be put on the record, as a value."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Who is to get a number. `number` is a Social Security number as typed, "" for somebody who has none."""

    first: str
    last: str
    born_on: date
    middle: str = ""
    suffix: str = ""
    number: str = ""
