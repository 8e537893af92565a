"""Section 2 of Form U5: the last home that the firm knows of (U5-RES)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.offices import full_address
from finpro.filings.policies.checks.rule import At, rule

ON = "residence"


@rule("U5-RES-01", on=ON, types="F")
def home(case: Case) -> Iterator[At]:
    """The address is whole, and no post office box."""
    section = case.section(ON)
    yield from full_address(case, f"/{ON}", section, "residence")
    for key in ("street1", "street2"):
        if values.is_box(section.get(key)):
            yield At(f"/{ON}/{key}", "Nobody lives in a post office box. Enter street and number.")
