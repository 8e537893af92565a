"""Reporting pages of customers' disputes: what makes them reportable under the question they name (U4-DRP)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case, Object
from finpro.filings.policies.checks.rule import BUT_CONCURRENCE, At, rule
from finpro.kernel import days
from finpro.rulebook import lookup

ON = "drps"
_BEFORE, _FROM = ["14I(1)(c)", "14I(2)(a)"], ["14I(1)(d)", "14I(2)(b)", "14I(4)(a)"]
_DAMAGES = ("14I(3)(a)", "14I(5)(a)")
_TWO_YEARS = ("14I(3)", "14I(5)")
_UNNAMED = ("14I(4)", "14I(5)")


class Settlement(NamedTuple):
    """A settlement that a page tells of: where its amount and day stand, and what they are."""

    amount_at: str
    amount: Decimal | None
    day_at: str
    day: date | None


def _disputes(case: Case) -> Iterator[tuple[str, Object, tuple[str, ...]]]:
    for at, row, named in case.reports:
        if row.get("type") == "CUST":
            yield at, row, named


def _settlements(at: str, row: Object) -> list[Settlement]:
    found = []
    for holder, where, status, money, day in (
        (row, at, "complaint_status", "settlement_amount", "status_date"),
        (values.inside(row.get("arbitration")), f"{at}/arbitration", "disposition", "amount", "disposition_date"),
        (values.inside(row.get("litigation")), f"{at}/litigation", "disposition", "amount", "date"),
    ):
        if holder.get(status) == "SETTLED":
            amount, ended = values.amount(holder.get(money)), values.dated(holder.get(day))
            found.append(Settlement(f"{where}/{money}", amount, f"{where}/{day}", ended))
    return found


@rule("U4-DRP-04", on=ON, types=BUT_CONCURRENCE)
def settlements(case: Case) -> Iterator[At]:
    """A settlement is as high as the question asks for, and of the time that it asks for."""
    for at, row, named in _disputes(case):
        told = _settlements(at, row)
        for question in named:
            if question in _BEFORE or question in _FROM:
                faults = [list(_faults(question, settled)) for settled in told]
                if not told:
                    yield At(f"{at}/questions", f"{question} asks for a settlement, and this page tells of none.")
                elif all(faults):
                    yield from faults[0]


def _faults(question: str, settled: Settlement) -> Iterator[At]:
    windows = lookup.history("constants", "u4_settlement_threshold")
    cut = windows[-1].effective_from
    early = question in _BEFORE
    if settled.day is not None and (settled.day < cut) is not early:
        when = "before" if early else "on or after"
        yield At(
            settled.day_at,
            f"{question} asks for settlements {when} {values.said(cut)}. Name the other question instead.",
        )
        return
    window = windows[0] if early else windows[-1]
    threshold = Decimal(str(getattr(window, "value", "0")))
    if settled.amount is not None and settled.amount < threshold:
        yield At(
            settled.amount_at,
            f"{question} asks for settlements of {values.dollars(threshold)} or more. This one is not reported there.",
        )


@rule("U4-DRP-05", on=ON, types=BUT_CONCURRENCE)
def damages(case: Case) -> Iterator[At]:
    """Damages are as high as the question asks for, or not stated."""
    least = case.money("u4_damages_threshold")
    for at, row, named in _disputes(case):
        if not set(_DAMAGES) & set(named):
            continue
        precision, claimed = row.get("damages_precision"), values.amount(row.get("alleged_damages"))
        if precision == "GOOD_FAITH_UNDER_5000":
            yield At(
                f"{at}/damages_precision",
                f"A claim that the firm puts under {values.dollars(least)} in good faith is not reported here.",
            )
        elif precision != "NOT_SPECIFIED" and claimed is not None and claimed < least:
            yield At(f"{at}/alleged_damages", f"Claims under {values.dollars(least)} are not reported here.")


@rule("U4-DRP-06", on=ON, types=BUT_CONCURRENCE)
def two_years(case: Case) -> Iterator[At]:
    """A complaint under a question of 24 months was received within them; an amended page is only warned of."""
    months = case.book.number("u4_complaint_months")
    for at, row, named in _disputes(case):
        asked = [question for question in named if question.startswith(_TWO_YEARS)]
        received = values.dated(row.get("date_received"))
        if asked and received is not None and days.months_after(received, months) < case.as_of:
            yield At(
                f"{at}/date_received",
                f"{asked[0]} asks for the last {months} months, and this was received before. It supports no yes.",
                "warning" if row.get("drp_response") == "AMENDED" else "error",
            )


@rule("U4-DRP-07", on=ON, types=BUT_CONCURRENCE)
def named_or_not(case: Case) -> Iterator[At]:
    """The person is named, or not, as the question says; and a claim against others is recent enough."""
    first = case.book.constants["u4_unnamed_claims_from"].value
    for at, row, named in _disputes(case):
        against_others = [question for question in named if question.startswith(_UNNAMED)]
        against_person = [question for question in named if question.startswith("14I(1)")]
        is_named = row.get("person_named")
        if against_others and is_named is True:
            yield At(
                f"{at}/person_named",
                f"{against_others[0]} is for claims against others. Who is named answers under 14I(1).",
            )
        if against_person and is_named is False:
            yield At(
                f"{at}/person_named",
                f"{against_person[0]} is for claims against the person. Name 14I(4) or 14I(5) instead.",
            )
        filed_at, filed = _filed(at, row)
        if against_others and filed is not None and isinstance(first, date) and filed < first:
            yield At(filed_at, f"{against_others[0]} asks for claims filed on or after {values.said(first)}.")


def _filed(at: str, row: Object) -> tuple[str, date | None]:
    for block in ("arbitration", "litigation"):
        for key in ("date_filed", "date_served"):
            day = values.dated(values.inside(row.get(block)).get(key))
            if day is not None:
                return f"{at}/{block}/{key}", day
    return at, None
