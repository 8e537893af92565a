"""Form U5 as a whole: what an amendment may change, free text, and every answer by itself (U5-AMD, U5-FRM)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import ASIDE, Case
from finpro.filings.policies.checks.filing import absent, told, unfit
from finpro.filings.policies.checks.pointers import token
from finpro.filings.policies.checks.rule import At, rule
from finpro.filings.policies.checks.signatures import changed

# Section 1 comes with every form, and says nothing new.
_PREFILLED = "general"


@rule("U5-AMD-01", on="", types="A", cheap=False)
def only_these(case: Case) -> Iterator[At]:
    """An amendment changes the home, reason, date, section 7 and its pages, and nothing else."""
    may = {*case.form.filing_type("AMENDMENT").editable, *ASIDE}
    if case.known.base is None:
        other = [key for key in case.document if key not in may and key != _PREFILLED]
        other = [key for key in other if values.answered(case.document[key])]
    else:
        other = [key for key in changed(case) if key not in may]
    for key in other:
        yield At(f"/{token(key)}", "An amendment of Form U5 does not change this. Take the change back.")
    if case.section("termination").get("full_termination") is False:
        yield At("/termination/full_termination", "What was a full form stays one. Answer yes, or leave this out.")


@rule("U5-AMD-02", on="", types="A", cheap=False)
def amends(case: Case) -> Iterator[At]:
    """An amendment changes something."""
    if case.known.base is not None:
        touched = bool(changed(case))
    else:
        touched = any(values.answered(found) for key, found in case.document.items() if key not in (*ASIDE, _PREFILLED))
    if not touched:
        yield At("", "Nothing differs from what was filed. An amendment changes at least one answer.")


@rule("U5-FRM-01", on="*", types="FPA", severity="warning")
def free_text(case: Case) -> Iterator[At]:
    """Free text holds nothing sensitive. One finding for each hit; it never blocks."""
    yield from told(case)


@rule("U5-FRM-02", on="*", types="FPA", cheap=False)
def required(case: Case) -> Iterator[At]:
    """Every answer that this type requires is given; where another rule says so of one, it is that rule's finding."""
    yield from absent(case)


@rule("U5-FRM-03", on="*", types="FPA", cheap=False)
def fits(case: Case) -> Iterator[At]:
    """Every answer has the form that its question asks for; where another rule says so of one, it is that one's."""
    yield from unfit(case)
