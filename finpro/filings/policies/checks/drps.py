"""Disclosure reporting pages of every type (U4-DRP); what only customers' disputes are asked is in `customers`."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import chain

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case, Object
from finpro.filings.policies.checks.disclosure import closes, ended
from finpro.filings.policies.checks.pointers import token
from finpro.filings.policies.checks.rule import BUT_CONCURRENCE, At, rule
from finpro.kernel import days

ON = "drps"
# Days on which a sentence or sanction begins or ends may lie ahead.
_MAY_LIE_AHEAD = frozenset({"sentence", "sanctions_ordered"})
# Of each type: the day of the event, and days that follow it.
_ORDER: dict[str, tuple[str, ...]] = {
    "CRIM": ("date_first_charged", "status_date", "disposition_date"),
    "REG": ("date_initiated", "status_date", "resolution_date", "appeal/date_filed"),
    "CIV": ("date_filed", "date_served", "status_date", "resolution_date", "appeal/date"),
    "CUST": ("date_received", "status_date"),
    "INV": ("notice_date", "closed_date"),
    "BANK": ("action_date", "disposition_date"),
    "BOND": ("disposition_date", "payout_date"),
    "JUDG": ("date_filed", "status_date"),
    "TERM": ("termination_date",),
}
_ORDER_INSIDE = {
    "arbitration": ("date_filed", "date_served", "disposition_date"),
    "litigation": ("date_filed", "date_served", "date", "appeal/date"),
}
# Questions about what is pending, and what tells of a page that it is not.
_PENDING_ONLY = frozenset({"14G(1)", "14G(2)", "14H(2)"})
_ORGANIZATION = frozenset({"14A(2)(a)", "14A(2)(b)", "14B(2)(a)", "14B(2)(b)"})
_DEEPEST = 8


@rule("U4-DRP-01", on=ON, types=BUT_CONCURRENCE)
def whole(case: Case) -> Iterator[At]:
    """A page answers what it asks."""
    yield from unanswered(case)


def unanswered(case: Case) -> Iterator[At]:
    """What pages have to answer and do not."""
    for absent in case.missing:
        if absent.section == ON:
            yield At(absent.pointer, absent.message)
    for at, row, _ in case.reports:
        matter = row.get("matter")
        if row.get("type") == "CUST" and isinstance(matter, Mapping) and True not in matter.values():
            yield At(f"{at}/matter", "Say which form the dispute has taken: answer yes to at least one.")


@rule("U4-DRP-02", on=ON, types=BUT_CONCURRENCE)
def estimates(case: Case) -> Iterator[At]:
    """A date that is an estimate is explained."""
    yield from unexplained(case)


def unexplained(case: Case) -> Iterator[At]:
    """Estimated dates of which nothing is explained."""
    for at, row, _ in case.reports:
        for pointer, value in _objects(row, at, 0):
            if value.get("precision") == "EXPLANATION" and not values.text(value.get("explanation")):
                yield At(f"{pointer}/explanation", "This date is an estimate. Explain what is known of it.")


def _objects(value: object, at: str, depth: int) -> Iterator[tuple[str, Object]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        if "precision" in value:
            yield at, value
        for key, part in value.items():
            if isinstance(part, Mapping | list):
                yield from _objects(part, f"{at}/{token(key)}", depth + 1)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _objects(part, f"{at}/{place}", depth + 1)


@rule("U4-DRP-03", on=ON, types=BUT_CONCURRENCE)
def event_dates(case: Case) -> Iterator[At]:
    """No event lies in the future, and none ends before it began."""
    for at, row, _ in case.reports:
        for pointer, day in _days(row, at):
            if day > case.as_of:
                yield At(pointer, "This day lies in the future, and a page tells of what has happened. Mend it.")
        yield from _in_order(row, at, _ORDER.get(values.text(row.get("type")), ()))
        for key, order in _ORDER_INSIDE.items():
            yield from _in_order(values.inside(row.get(key)), f"{at}/{key}", order)


def _days(value: object, at: str, depth: int = 0) -> Iterator[tuple[str, date]]:
    if not isinstance(value, Mapping) or depth > _DEEPEST:
        return
    for key, part in value.items():
        day = values.dated(part)
        if day is not None and key not in ("docket", "id"):
            yield f"{at}/{token(key)}", day
        elif isinstance(part, Mapping) and key not in _MAY_LIE_AHEAD:
            yield from _days(part, f"{at}/{token(key)}", depth + 1)


def _in_order(holder: Object, at: str, order: tuple[str, ...]) -> Iterator[At]:
    first = values.dated(holder.get(order[0])) if order else None
    for key in order[1:] if first else ():
        outer, _, inner = key.partition("/")
        part = holder.get(outer)
        day = values.dated(values.inside(part).get(inner)) if inner else values.dated(part)
        if day is not None and first is not None and day < first:
            yield At(f"{at}/{key}", f"This lies before {values.said(first)}, on which it began. Mend one of the two.")


@rule("U4-DRP-08", on=ON, types=BUT_CONCURRENCE, severity="warning")
def old_bankruptcies(case: Case) -> Iterator[At]:
    """A bankruptcy of more than ten years ago need not be reported."""
    years = case.book.number("u4_bankruptcy_years")
    for at, row, _ in case.reports:
        day = values.dated(row.get("action_date")) if row.get("type") == "BANK" else None
        if day is not None and days.months_after(day, years * 12) < case.as_of:
            yield At(f"{at}/action_date", f"This was more than {years} years ago and need not be reported any more.")


@rule("U4-DRP-09", on=ON, types=BUT_CONCURRENCE)
def satisfied(case: Case) -> Iterator[At]:
    """What is satisfied supports no yes to 14M."""
    for at, row, named in case.reports:
        over = row.get("type") == "JUDG" and row.get("outstanding") is False and "14M" in named
        if over and case.answers.get("14M") and not _only_closes(case, row, "14M"):
            yield At(
                f"{at}/outstanding", "14M asks for what is unsatisfied, and this is satisfied. It supports no yes."
            )


@rule("U4-DRP-10", on=ON, types=BUT_CONCURRENCE)
def closed(case: Case) -> Iterator[At]:
    """What is closed supports no question about what is pending."""
    for at, row, named in case.reports:
        over = row.get("pending") is False or row.get("status") == "FINAL"
        for question in named:
            if over and question in _PENDING_ONLY and case.answers.get(question):
                if _only_closes(case, row, question):
                    continue
                key = "pending" if row.get("pending") is False else "status"
                yield At(f"{at}/{key}", f"{question} asks for what is pending, and this is closed. It supports no yes.")


def _only_closes(case: Case, row: Object, question: str) -> bool:
    """Whether the page ends an event while another one goes on and supports the yes."""
    others = (other for _, other, named in case.reports if question in named and other is not row)
    return closes(row) and any(not ended(other) for other in others)


@rule("U4-DRP-11", on=ON, types=BUT_CONCURRENCE)
def contributions(case: Case) -> Iterator[At]:
    """Nobody contributes more than the whole."""
    for at, row, _ in case.reports:
        for pointer, holder, part, whole_ in (
            (at, row, "individual_contribution", "settlement_amount"),
            (f"{at}/arbitration", values.inside(row.get("arbitration")), "contribution", "amount"),
            (f"{at}/litigation", values.inside(row.get("litigation")), "contribution", "amount"),
        ):
            own, total = values.amount(holder.get(part)), values.amount(holder.get(whole_))
            if own is not None and total is not None and own > total:
                yield At(
                    f"{pointer}/{part}", f"This is more than the whole, {values.dollars(total)}. Mend one of the two."
                )


@rule("U4-DRP-12", on=ON, types=BUT_CONCURRENCE)
def organizations(case: Case) -> Iterator[At]:
    """A criminal page names an organization only where a question about one is."""
    for at, row, named in case.reports:
        if row.get("type") == "CRIM" and values.answered(row.get("controlled_org")) and not _ORGANIZATION & set(named):
            yield At(
                f"{at}/controlled_org",
                "This page names an organization, and no question about one. Name such a question, or take this out.",
            )


@rule("U4-DRP-13", on=ON, types=BUT_CONCURRENCE, severity="warning", cheap=False)
def twice(case: Case) -> Iterator[At]:
    """No two pages report the same event."""
    seen: set[tuple[str, str, date]] = set()
    for report in case.known.person.reports or ():
        if report.docket and report.event_on and report.row not in {row.get("id") for _, row, _ in case.reports}:
            seen.add((report.type, values.plain(report.docket), report.event_on))
    for at, row, _ in case.reports:
        kind = values.text(row.get("type"))
        began = values.dated(row.get(_ORDER[kind][0])) if kind in _ORDER else None
        docket = next((found for found in _dockets(row) if found), "")
        if began is None or not docket:
            continue
        if (kind, docket, began) in seen and row.get("drp_response") != "AMENDED":
            yield At(at, "Another page has the same number and day. Report one event on one page.")
        seen.add((kind, docket, began))


def _dockets(row: Object) -> Iterator[str]:
    court, arbitration = values.inside(row.get("court")), values.inside(row.get("arbitration"))
    litigation = values.inside(values.inside(row.get("litigation")).get("court"))
    for holder in chain((row, court, arbitration, litigation)):
        yield values.plain(holder.get("docket"))


@rule("U4-DRP-14", on=ON, types="A", severity="warning", if_touched=True, cheap=False)
def late(case: Case) -> Iterator[At]:
    """A new event is reported within 30 days of learning of it, or 10 where it disqualifies."""
    before = [row for _, row in values.rows(case.base(ON))]
    known = {row.get("id") for row in before if row.get("id")}
    for at, row, named in case.reports:
        if row in before or (row.get("id") in known and row.get("drp_response") != "AMENDED"):
            continue
        learned = values.day(row.get("date_learned") or row.get("learned_on"))
        disqualifies = any(key in case.questions and case.questions[key].disqualifying for key in named)
        within = case.book.number("u4_amendment_days" + "_disqualification" * disqualifies)
        if learned is not None and learned + timedelta(days=within) < case.as_of:
            due = learned + timedelta(days=within)
            yield At(
                at,
                f"This was due on {values.said(due)}, {within} days after it was learned. A late fee may apply.",
            )
