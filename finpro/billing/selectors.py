"""Reading what is owed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finpro.billing import permissions
from finpro.billing.models import FeeLine
from finpro.kernel.actor import Actor
from finpro.rulebook import lookup as rulebook

# Lines whose code is no single fee of the rulebook.
_LABELS = {"LATE_DISCLOSURE": "Late disclosure", "EXAM": "Exam"}


@dataclass(frozen=True, slots=True)
class Owed:
    """One line as people read it: what, why by rule id, how much, and whether it is open."""

    label: str
    code: str
    rule: str
    amount: Decimal
    figures: Mapping[str, str | int]
    charged_on: date
    open: bool


def list_lines(viewer: Actor, firm_id: int, about: str) -> Sequence[Owed]:
    """What a firm owes for one thing ("filing:12"), in the order of noting. Raises NotFound for another firm's."""
    permissions.see_lines(viewer, firm_id)
    rows = FeeLine.objects.filter(firm=firm_id, about=about).order_by("id")
    return [_owed(row) for row in rows]


def _owed(row: FeeLine) -> Owed:
    label = _LABELS.get(row.code) or rulebook.label("fees", row.code)
    part = row.figures.get("part")
    return Owed(
        f"{label} {part}" if part else label,
        row.code,
        row.rule,
        row.amount,
        row.figures,
        row.charged_on,
        row.settled_at is None,
    )
