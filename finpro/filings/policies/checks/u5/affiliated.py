"""Section 6 of Form U5: affiliated firms whose registrations end on the same form (U5-AFF)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.rule import At, rule

ON = "affiliated"


@rule("U5-AFF-01", on=ON, types="FP", cheap=False)
def is_affiliate(case: Case) -> Iterator[At]:
    """Each firm is an affiliate with which the person is."""
    spells, affiliates = case.known.person.associations, case.known.firm.affiliates
    for place, row in case.rows(ON):
        number, at = values.whole(row.get("affiliate_firm_crd")), f"/{ON}/{place}/affiliate_firm_crd"
        if number is None:
            yield At(at, "Enter the CRD number of the affiliated firm.")
        elif affiliates is not None and number not in affiliates:
            yield At(at, f"CRD number {number} is no affiliate of the filing firm. That firm files a form of its own.")
        elif spells is not None and not any(one.firm_crd == number and one.ended_on is None for one in spells):
            yield At(at, f"The person is not with the firm of CRD number {number}. Take it out.")


@rule("U5-AFF-02", on=ON, types="F")
def whole(case: Case) -> Iterator[At]:
    """Where everything ends with an affiliate, date and reason are given."""
    for place, row in case.rows(ON):
        if row.get("full_termination") is not True:
            continue
        if values.day(row.get("date_of_termination")) is None:
            yield At(f"/{ON}/{place}/date_of_termination", "Enter the day on which it ends with this firm.")
        if not values.text(row.get("reason")):
            yield At(f"/{ON}/{place}/reason", "Choose the reason for which the person leaves this firm.")
