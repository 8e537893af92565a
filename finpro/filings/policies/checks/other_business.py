"""Section 13: other business (U4-OBA)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.registrations import elsewhere
from finpro.filings.policies.checks.rule import BUT_CONCURRENCE, At, rule

ON = "other_business"
TEXTS = {
    "name": "name",
    "nature": "nature",
    "position_title": "position",
    "start_date": "beginning",
    "duties": "duties",
}
HOURS = {"hours_per_month": "hours in a month", "hours_during_trading": "hours while markets trade"}


@rule("U4-OBA-01", on=ON, types="IRDP")
def answered(case: Case) -> Iterator[At]:
    """It is answered whether there is other business; an empty list says no."""
    if not isinstance(case.document.get("has_other_business"), bool) and not isinstance(case.document.get(ON), list):
        yield At("/has_other_business", "Say whether the person has other business.")


@rule("U4-OBA-02", on=ON, types=BUT_CONCURRENCE)
def details(case: Case) -> Iterator[At]:
    """A yes has a business, and each business all nine details."""
    answer, rows = case.document.get("has_other_business"), case.rows(ON)
    if answer is True and not rows:
        yield At(f"/{ON}", "No business is described. Add it, or answer no.")
    for place, row in [] if answer is False else rows:
        at = f"/{ON}/{place}"
        absent = {key: said for key, said in TEXTS.items() if not values.text(row.get(key))}
        absent |= {key: said for key, said in HOURS.items() if values.amount(row.get(key)) is None}
        for key, said in absent.items():
            yield At(f"{at}/{key}", f"The {said} of this business: enter it.")
        if not isinstance(row.get("investment_related"), bool):
            yield At(f"{at}/investment_related", "Say whether this business is investment related.")
        if not values.answered(row.get("address")):
            yield At(f"{at}/address", "The address of this business is missing. Enter it.")
    for one in case.missing:
        if one.section == ON and "/address/" in one.pointer:
            yield At(one.pointer, one.message)


@rule("U4-OBA-03", on=ON, types=BUT_CONCURRENCE)
def hours(case: Case) -> Iterator[At]:
    """Hours in trading are no more than hours of the month, and those no more than a month has."""
    most = case.book.number("u4_month_hours")
    for place, row in case.rows(ON):
        at = f"/{ON}/{place}"
        month, trading = (values.amount(row.get(key)) for key in HOURS)
        if month is not None and month > most:
            yield At(f"{at}/hours_per_month", f"A month has at most {most} hours. Enter fewer.")
        if month is not None and trading is not None and trading > month:
            yield At(f"{at}/hours_during_trading", "These are more than the hours in a month. Mend one of the two.")


@rule("U4-OBA-04", on="employments", types=BUT_CONCURRENCE, severity="warning", cheap=False, binds=True)
def also_business(case: Case) -> Iterator[At]:
    """An investment-related employment beside the firms on the form is other business too."""
    rows = dict(case.rows("employments"))
    names = [row.get("name") for _, row in case.rows(ON)]
    beside = [
        place
        for place in elsewhere(case)
        if rows[place].get("investment_related") is True
        and not any(values.same_firm(rows[place].get("employer_name"), name) for name in names)
    ]
    section = case.section("unaffiliated")
    spoken_of = [section.get("unaffiliated_bd"), section.get("unaffiliated_ia")].count(True)
    for place in beside[spoken_of:]:
        yield At(
            f"/employments/{place}",
            "This work goes on and is investment related. List it under other business too, unless it has ended.",
        )
