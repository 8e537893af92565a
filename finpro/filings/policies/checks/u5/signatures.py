"""Section 8 of Form U5: who attests it (U5-SIG)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.rule import At, rule
from finpro.filings.policies.checks.signatures import ON, asks


@rule("U5-SIG-01", on=ON, types="FPA", cheap=False)
def attested(case: Case) -> Iterator[At]:
    """The firm signs 8A and names whom to ask."""
    yield from asks(case, "8A", "An appropriate signatory")
    found = values.inside(case.section(ON).get("8A"))
    if found and not values.text(found.get("contact_phone")):
        yield At(f"/{ON}/8A/contact_phone", "Enter the telephone number at which the firm answers questions.")


@rule("U5-SIG-02", on=ON, types="FA", cheap=False)
def own_statement(case: Case) -> Iterator[At]:
    """The person signs 8B exactly where a statement of the person stands on the page on an internal review."""
    stated = any(
        row.get("type") == "INTREV" and values.text(row.get("individual_statement")) for _, row, _ in case.reports
    )
    if stated:
        yield from asks(case, "8B", "The person")
    elif values.answered(case.section(ON).get("8B")):
        yield At(f"/{ON}/8B", "Block 8B is signed, and no statement of the person is on the form. Take it out.")
