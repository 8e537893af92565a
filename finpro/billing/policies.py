"""What an accepted filing costs (forms.md 4, rules FEE-01 to FEE-05), line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from finpro.rulebook import lookup as rulebook
from finpro.rulebook.decisions import Decision

# Types by which somebody joins a firm.
_REGISTERING = frozenset({"INITIAL", "RELICENSE", "DUAL"})


@dataclass(frozen=True, slots=True)
class Line:
    """One charge. `part` tells it from others of the same filing; `figures` are what the amount was computed from."""

    code: str
    rule: str
    amount: Decimal
    part: str = ""
    figures: Mapping[str, str | int] = field(default_factory=dict)


def fees_of_u4(
    *,
    type: str,  # noqa: A002 - the form's own word
    filed_on: date,
    categories: Sequence[str],
    discloses: bool,
    late: Decision | None,
    exams: Sequence[str],
) -> list[Line]:
    """The lines of an accepted Form U4 by the fees of the day of filing.

    `categories` are those asked for; `discloses` whether a disclosure report is new or changed; `late` the decision on
    the oldest late event; `exams` those whose request was stored with the filing.
    """
    rules = rulebook.on(filed_on)
    lines = []
    if type in _REGISTERING and any(category != "RA" for category in categories):
        lines.append(Line("U4_REGISTRATION", "FEE-01", rules.fees["U4_REGISTRATION"].amount))
    if discloses:
        lines.append(Line("DISCLOSURE_PROCESSING", "FEE-02", rules.fees["DISCLOSURE_PROCESSING"].amount))
    if late is not None and late.outcome == "late":
        figures: dict[str, str | int] = {name: int(value) for name, value in late.numbers.items()}
        due = late.dates.get("due_on")
        if isinstance(due, date):
            figures["due_on"] = due.isoformat()
        lines.append(Line("LATE_DISCLOSURE", "FEE-03", late.amounts["fee"], figures=figures))
    for code in dict.fromkeys(exams):
        fee = rules.exams[code].fee if code in rules.exams else None
        if fee is not None:
            lines.append(Line("EXAM", "FEE-05", fee, part=code))
    return lines
