"""Reporting pages of customers' disputes: what makes them reportable under the question they name (U4-DRP).

Forms U4 and U5 ask the same under other numbers: what is judged takes the numbers of a form as `Asks`.
"""

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


class Asks(NamedTuple):
    """The questions of a form about customers, by what they ask for; `named` to `recent` by how their numbers begin.

    `before` and `since` ask for settlements of the old and the new threshold, `damages` for a claimed amount, `named`
    for claims against the person, `others` for claims against others, `recent` for the last months.
    """

    before: tuple[str, ...]
    since: tuple[str, ...]
    damages: tuple[str, ...]
    named: str
    others: tuple[str, str]
    recent: tuple[str, str]


def asks(letter: str) -> Asks:
    """The questions of the form that numbers the first of them `letter` (1)(a): 14I on Form U4, 7E on Form U5."""
    return Asks(
        before=(f"{letter}(1)(c)", f"{letter}(2)(a)"),
        since=(f"{letter}(1)(d)", f"{letter}(2)(b)", f"{letter}(4)(a)"),
        damages=(f"{letter}(3)(a)", f"{letter}(5)(a)"),
        named=f"{letter}(1)",
        others=(f"{letter}(4)", f"{letter}(5)"),
        recent=(f"{letter}(3)", f"{letter}(5)"),
    )


_ASKS = asks("14I")


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
    yield from settled_enough(case, _ASKS)


def settled_enough(case: Case, asks: Asks) -> Iterator[At]:
    """Settlements that are too low for the question, of another time, or not told of."""
    for at, row, named in _disputes(case):
        told = _settlements(at, row)
        for question in named:
            if question in asks.before or question in asks.since:
                faults = [list(_faults(question, settled, early=question in asks.before)) for settled in told]
                if not told:
                    yield At(f"{at}/questions", f"{question} asks for a settlement, and this page tells of none.")
                elif all(faults):
                    yield from faults[0]


def _faults(question: str, settled: Settlement, *, early: bool) -> Iterator[At]:
    windows = lookup.history("constants", "u4_settlement_threshold")
    cut = windows[-1].effective_from
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
    yield from claimed_enough(case, _ASKS)


def claimed_enough(case: Case, asks: Asks) -> Iterator[At]:
    """Claims that are too low for the question."""
    least = case.money("u4_damages_threshold")
    for at, row, named in _disputes(case):
        if not set(asks.damages) & set(named):
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
    yield from recent_enough(case, _ASKS)


def recent_enough(case: Case, asks: Asks) -> Iterator[At]:
    """Complaints that are too old for the question."""
    months = case.book.number("u4_complaint_months")
    for at, row, named in _disputes(case):
        asked = [question for question in named if question.startswith(asks.recent)]
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
    yield from named_rightly(case, _ASKS)


def named_rightly(case: Case, asks: Asks) -> Iterator[At]:
    """Claims against the person under a question about others, the other way round, and claims of too early a time."""
    first = case.book.constants["u4_unnamed_claims_from"].value
    for at, row, named in _disputes(case):
        against_others = [question for question in named if question.startswith(asks.others)]
        against_person = [question for question in named if question.startswith(asks.named)]
        is_named = row.get("person_named")
        if against_others and is_named is True:
            yield At(
                f"{at}/person_named",
                f"{against_others[0]} is for claims against others. Who is named answers under {asks.named}.",
            )
        if against_person and is_named is False:
            yield At(
                f"{at}/person_named",
                f"{against_person[0]} is for claims against the person. Name {' or '.join(asks.others)} instead.",
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
