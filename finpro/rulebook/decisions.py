"""Decisions out: values that say what was decided, by which rules, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that decided: its id, whether it holds, and one plain sentence."""

    rule: str
    holds: bool
    text: str

    def to_json(self) -> Json:
        return {"rule": self.rule, "holds": self.holds, "text": self.text}


@dataclass(frozen=True, slots=True)
class Decision:
    """One subject's outcome. `dates` hold a date or several; `amounts` are USD; reasons stand in order of deciding."""

    subject: str
    outcome: str
    dates: Mapping[str, date | tuple[date, ...]] = field(default_factory=dict)
    amounts: Mapping[str, Decimal] = field(default_factory=dict)
    numbers: Mapping[str, int | Decimal] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def to_json(self) -> Json:
        return {
            "subject": self.subject,
            "outcome": self.outcome,
            "dates": {key: _days(value) for key, value in self.dates.items()},
            "amounts": {key: f"{value:.2f}" for key, value in self.amounts.items()},
            "numbers": {key: _number(value) for key, value in self.numbers.items()},
            "flags": list(self.flags),
            "reasons": [reason.to_json() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Decisions:
    """What one topic decided as of one legal date."""

    topic: str
    as_of: date
    decisions: tuple[Decision, ...] = ()

    def to_json(self) -> Json:
        """The document that the command line prints and the API answers."""
        return {
            "topic": self.topic,
            "as_of": self.as_of.isoformat(),
            "decisions": [decision.to_json() for decision in self.decisions],
        }


def _days(value: date | tuple[date, ...]) -> str | list[str]:
    return value.isoformat() if isinstance(value, date) else [day.isoformat() for day in value]


def _number(value: int | Decimal) -> int | float:
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
