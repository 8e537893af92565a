"""Noting what is owed. Accounts that pay it come later; until then every line stays open."""

from collections.abc import Sequence
from datetime import date, datetime

from finpro.audit import services as audit
from finpro.billing import presenters as _events  # noqa: F401 - says how the events below read
from finpro.billing.models import FeeLine
from finpro.billing.policies import Line
from finpro.kernel.actor import Actor


def charge(
    *, firm_id: int, person_id: int | None, lines: Sequence[Line], about: str, on: date, by: Actor, at: datetime
) -> list[FeeLine]:
    """Note the lines against the firm, each once: `about` ("filing:12") with code and part is its key."""
    made = []
    for line in lines:
        row, fresh = FeeLine.objects.get_or_create(
            key=f"{about}/{line.code}/{line.part}",
            defaults={
                "firm_id": firm_id,
                "person_id": person_id,
                "code": line.code,
                "rule": line.rule,
                "amount": line.amount,
                "about": about,
                "figures": {**line.figures, **({"part": line.part} if line.part else {})},
                "charged_on": on,
                "charged_at": at,
            },
        )
        made.append(row)
        if fresh:
            audit.record(
                tag="billing:line:charged",
                by=by,
                at=at,
                subject=about,
                data={"code": line.code, "rule": line.rule, "amount": f"{line.amount:.2f}"},
            )
    return made
