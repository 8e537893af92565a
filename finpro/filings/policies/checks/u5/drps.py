"""Disclosure reporting pages of Form U5 (U5-DRP); what only customers' disputes are asked is U5-DIS-07."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.drps import unanswered, unexplained
from finpro.filings.policies.checks.rule import At, rule

ON = "drps"
REVIEW = "INTREV"


@rule("U5-DRP-01", on=ON, types="FA")
def concluded(case: Case) -> Iterator[At]:
    """A review that has ended says when, and what it came to."""
    for at, row, _ in case.reports:
        if row.get("type") != REVIEW or row.get("pending") is not False:
            continue
        if values.dated(row.get("date_concluded")) is None:
            yield At(f"{at}/date_concluded", "The review has ended. Enter on which day.")
        if not values.text(row.get("conclusion")):
            yield At(f"{at}/conclusion", "The review has ended. Say what it concluded.")


@rule("U5-DRP-02", on=ON, types="FA")
def whole(case: Case) -> Iterator[At]:
    """A page answers what it asks, and explains a date that is an estimate."""
    yield from unanswered(case)
    yield from unexplained(case)
