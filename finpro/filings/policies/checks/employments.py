"""Section 12: employment history (U4-EMP)."""

from collections.abc import Iterator

from finpro.filings.policies import coverage
from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.offices import is_state
from finpro.filings.policies.checks.registrations import elsewhere
from finpro.filings.policies.checks.residences import ordered, uncovered
from finpro.filings.policies.checks.rule import At, rule
from finpro.kernel import days

ON, TYPES = "employments", "IRDPA"
# What is no work for anybody, and therefore never investment related.
STATUSES = frozenset({"MILITARY", "HOMEMAKER", "UNEMPLOYED", "FULL_TIME_EDUCATION", "EXTENDED_TRAVEL"})
_YOUNG_ENTRIES = frozenset({"FULL_TIME_EDUCATION", "OTHER"})


def _covered(case: Case) -> tuple[coverage.Coverage, bool]:
    """How the history covers its window, and whether that was shortened for somebody young."""
    history = case.document.get(ON)
    found = history if isinstance(history, list) else []
    years = case.book.number("employment_history_years")
    start = _young_start(case, found)
    full = coverage.month_of(case.as_of) - years * 12
    return coverage.cover(found, case.as_of, years=years, start=start), start is not None and start > full


def _young_start(case: Case, history: list[object]) -> int | None:
    """The month from which somebody too young for ten years accounts for the time, None where the age is unknown."""
    if case.born_on is None or case.born_on.year > case.as_of.year:
        return None
    first_age, later_age = case.pair("u4_history_start_ages")
    rows = coverage.rows(history, case.as_of)
    first = history[rows[0].index] if rows else None
    with_school = isinstance(first, dict) and first.get("entry_kind") in _YOUNG_ENTRIES
    years = later_age if with_school else first_age
    return coverage.month_of(days.months_after(case.born_on, years * 12))


@rule("U4-EMP-01", on=ON, types=TYPES, if_touched=True)
def whole(case: Case) -> Iterator[At]:
    """Ten years without a gap longer than is tolerated, up to now."""
    yield from uncovered(case, ON, _covered(case)[0], "what the person did")


@rule("U4-EMP-02", on=ON, types="IRD", binds=True)
def filing_firm(case: Case) -> Iterator[At]:
    """The filing firm's entry, from the month of the first day there."""
    start = values.text(case.section("general").get("employment_date"))[:7]
    own = [(place, row) for place, row in case.open_employments() if case.is_own(row)]
    if not own:
        yield At(f"/{ON}", "The filing firm is missing among the present employments. Add it.")
    elif start and not any(row.get("from") == start for _, row in own):
        yield At(
            f"/{ON}/{own[0][0]}/from",
            "Section 1 says another month for the first day with the firm. Enter the same month in both places.",
        )


@rule("U4-EMP-03", on=ON, types="IRD", binds=True)
def other_firms(case: Case) -> Iterator[At]:
    """Entries of the affiliates in section 6, and of a firm that section 3 speaks of."""
    others = [row for _, row in case.open_employments() if not case.is_own(row)]
    unnamed = 0
    for _, firm in case.affiliates:
        name = values.text(firm.get("affiliate_firm_name"))
        if not name:
            unnamed += 1
        elif not any(values.same_firm(row.get("employer_name"), name) for row in others):
            yield At(f"/{ON}", f"The affiliate {name} is missing among the present employments. Add it.")
    if len(others) < unnamed:
        yield At(f"/{ON}", "An affiliate of section 6 is missing among the present employments. Add it.")
    section = case.section("unaffiliated")
    if True in (section.get("unaffiliated_bd"), section.get("unaffiliated_ia")) and not list(elsewhere(case)):
        yield At(f"/{ON}", "The firm that section 3 speaks of is missing among the present employments. Add it.")


@rule("U4-EMP-04", on=ON, types=TYPES, if_touched=True)
def months(case: Case) -> Iterator[At]:
    """Months in order, none in the future."""
    yield from ordered(case, ON)


@rule("U4-EMP-05", on=ON, types=TYPES, if_touched=True)
def said(case: Case) -> Iterator[At]:
    """Name, place, position, and whether it is investment related."""
    for place, row in case.rows(ON):
        at = f"/{ON}/{place}"
        for key, what in (
            ("employer_name", "name"),
            ("city", "city"),
            ("country", "country"),
            ("position", "position"),
        ):
            if not values.text(row.get(key)):
                yield At(f"{at}/{key}", f"The {what} of this entry is missing. Enter it.")
        if not isinstance(row.get("investment_related"), bool):
            yield At(f"{at}/investment_related", "Say whether this was investment related.")
        if row.get("country") == "USA" and not is_state(case, row.get("state")):
            yield At(f"{at}/state", "This entry is in the United States. Choose its state.")


@rule("U4-EMP-06", on=ON, types=TYPES, if_touched=True)
def statuses(case: Case) -> Iterator[At]:
    """What is no employment is not investment related."""
    for place, row in case.rows(ON):
        if row.get("entry_kind") in STATUSES and row.get("investment_related") is True:
            yield At(
                f"/{ON}/{place}/investment_related",
                "Time without employment is never investment related. Answer no, or choose another kind of entry.",
            )


@rule("U4-EMP-07", on=ON, types="I", severity="warning")
def young(case: Case) -> Iterator[At]:
    """The history of somebody too young for ten years begins at 16, or at 18 with school or another entry."""
    found, shortened = _covered(case)
    years = case.book.number("employment_history_years")
    full = coverage.cover(_list(case), case.as_of, years=years)
    if shortened and found.rows and full.missing and full.missing[0] < found.start:
        begins = coverage.named(found.rows[0].first)
        yield At(
            f"/{ON}/{found.rows[0].index}/from",
            f"The history begins in {begins}, which is early enough for this age. Add school before it, if any.",
        )


def _list(case: Case) -> list[object]:
    found = case.document.get(ON)
    return found if isinstance(found, list) else []
