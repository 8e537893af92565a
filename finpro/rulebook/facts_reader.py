"""Reads one JSON object key by key, and notes with a JSON Pointer what does not fit instead of raising."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from finpro.kernel import clock, errors
from finpro.rulebook import lookup

T = TypeVar("T")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Topics whose codes people write in several ways ("AG-EVEP", "CHFC"); everywhere else a code is exact.
SPELT = frozenset({"programs", "designations"})
_NEVER = date(1, 1, 1)
_LARGEST = 10**12


class Node:
    """One object of the document. Each reader takes its key; `close` reports those that nobody took."""

    def __init__(self, value: object, pointer: str, findings: list[errors.Finding]) -> None:
        self.pointer = pointer
        self.findings = findings
        self.values: dict[str, object] = {}
        self.taken: set[str] = set()
        if isinstance(value, dict):
            self.values = {str(key): part for key, part in value.items()}
        else:
            self._note(pointer, "must be an object")
            # One fault is enough: what such a value lacks is not worth naming.
            self.findings = []

    def close(self) -> None:
        """Report every key that was not read."""
        for key in self.values:
            if key not in self.taken:
                self._note(self._at(key), "unknown key")

    def child(self, key: str) -> "Node":
        """The object under `key`; an empty one where it is absent."""
        value = self._take(key)
        return Node({} if value is None else value, self._at(key), self.findings)

    def children(self, key: str) -> "list[Node]":
        """The objects of the list under `key`; none where it is absent."""
        return [Node(part, f"{self._at(key)}/{n}", self.findings) for n, part in enumerate(self._list(key))]

    def text(self, key: str, *, required: bool = True) -> str:
        value = self._take(key, required=required)
        if value is None:
            return ""
        if isinstance(value, str) and value.strip():
            return value
        return self._odd(key, "must be text", "")

    def code(self, key: str, topic: str, *, required: bool = True) -> str:
        """A code of a topic, current or not; empty where it is absent."""
        value = self._take(key, required=required)
        if value is None:
            return ""
        return self._known(value, self._at(key), topic)

    def codes(self, key: str, topic: str) -> tuple[str, ...]:
        """The codes of the list under `key`."""
        return tuple(self._known(part, f"{self._at(key)}/{n}", topic) for n, part in enumerate(self._list(key)))

    def regulator(self, key: str) -> str:
        """The code of an SRO or a jurisdiction."""
        value = self._take(key, required=True)
        if isinstance(value, str) and value in lookup.codes("sros") | lookup.codes("jurisdictions"):
            return value
        return "" if value is None else self._odd(key, "is no code of a regulator that the rulebook knows", "")

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self._take(key, required=required)
        if value is None:
            return None
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return self._odd(key, "is no day of the calendar", None)
        return self._odd(key, "must be a date like 2026-01-31", None)

    def must_day(self, key: str) -> date:
        return self.day(key, required=True) or _NEVER

    def moment(self, key: str) -> datetime | None:
        """An ISO moment; one without an offset is New York time."""
        value = self._take(key)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > 10 else None
        except ValueError:
            moment = None
        if moment is None:
            return self._odd(key, "must be a moment like 2026-01-31T17:00", None)
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.EASTERN)

    def count(self, key: str, *, required: bool = False) -> int | None:
        value = self._take(key, required=required)
        if value is None or _is_count(value):
            return value  # type: ignore[return-value]  # None or a count, as just asked
        return self._odd(key, "must be a whole number of at least 0", None)

    def must_count(self, key: str) -> int:
        return self.count(key, required=True) or 0

    def counts(self, key: str) -> tuple[int, ...] | None:
        """The whole numbers of the list under `key`; None where it is absent."""
        if key not in self.values:
            return None
        found: list[int] = []
        for n, part in enumerate(self._list(key)):
            if isinstance(part, int) and _is_count(part):
                found.append(part)
            else:
                self._note(f"{self._at(key)}/{n}", "must be a whole number of at least 0")
        return tuple(found)

    def must_number(self, key: str) -> Decimal:
        value = self._take(key, required=True)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LARGEST:
            return Decimal(str(value))
        return Decimal(0) if value is None else self._odd(key, "must be a number of at least 0", Decimal(0))

    def flag(self, key: str) -> bool | None:
        value = self._take(key)
        if value is None or isinstance(value, bool):
            return value
        return self._odd(key, "must be true or false", None)

    def money(self, key: str) -> Decimal | None:
        value = self._take(key)
        if value is None:
            return None
        try:
            amount = Decimal(value) if isinstance(value, str) and len(value) <= 20 else None
        except InvalidOperation:
            amount = None
        if amount is None or not amount.is_finite() or amount.as_tuple().exponent not in (0, -2):
            return self._odd(key, 'must be an amount like "65.00"', None)
        return amount

    def in_order(self, first: date | None, last: date | None, key: str) -> None:
        """Report `key` where it lies before the day that it follows."""
        if first and last and last < first:
            self._note(self._at(key), "lies before the day on which this begins")

    def _take(self, key: str, *, required: bool = False) -> object:
        self.taken.add(key)
        value = self.values.get(key)
        if required and value is None:
            self._note(self._at(key), "is missing")
        return value

    def _list(self, key: str) -> list[object]:
        value = self._take(key)
        if value is None or isinstance(value, list):
            return value or []
        return self._odd(key, "must be a list", [])

    def _known(self, value: object, pointer: str, topic: str) -> str:
        if isinstance(value, str):
            found = lookup.by_word(topic, value) if topic in SPELT else None
            code = found.code if found else value
            if code in lookup.codes(topic):
                return code
        self._note(pointer, f"is no code of {topic.replace('_', ' ')} that the rulebook knows")
        return ""

    def _at(self, key: str) -> str:
        return f"{self.pointer}/{key.replace('~', '~0').replace('/', '~1')}"

    def _note(self, pointer: str, message: str) -> None:
        self.findings.append(errors.Finding("FACTS", "error", pointer, message))

    def _odd(self, key: str, message: str, instead: T) -> T:
        self._note(self._at(key), message)
        return instead


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LARGEST
