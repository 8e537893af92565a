"""Section 5 of Form U5: registrations that end while the person stays (U5-PAR)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.rule import At, rule
from finpro.filings.policies.checks.u5 import reading

ON = "sro_terminations jurisdiction_terminations"
_AGENT = "AG"


@rule("U5-PAR-01", on=ON, types="P")
def something(case: Case) -> Iterator[At]:
    """At least one registration ends."""
    if not reading.chosen(case):
        yield At("/sro_terminations", "Nothing ends. Choose at least one registration in section 5A or 5B.")


@rule("U5-PAR-02", on=ON, types="P", cheap=False)
def is_held(case: Case) -> Iterator[At]:
    """What ends is held or asked for with this firm."""
    held = reading.held(case)
    if held is None:
        return
    for at, regulator, category in reading.chosen(case):
        if regulator and category and (regulator, category) not in held:
            yield At(at, f"{category} with {regulator} is neither held nor asked for with this firm. Take it out.")


@rule("U5-PAR-03", on="termination disclosure drps", types="P")
def nothing_else(case: Case) -> Iterator[At]:
    """A partial form has no reason and no disclosure."""
    for key in ("reason", "explanation"):
        if values.answered(case.section("termination").get(key)):
            yield At(f"/termination/{key}", "The person stays, so section 3 gives no reason. Take it out.")
    for key in ("disclosure", "drps"):
        if values.answered(case.document.get(key)):
            yield At(f"/{key}", "A partial form discloses nothing; Form U4 does while the person stays. Take this out.")


@rule("U5-PAR-04", on=ON, types="P", severity="warning", cheap=False)
def agents_left(case: Case) -> Iterator[At]:
    """An agent of a jurisdiction stays registered with an organization too."""
    held = reading.held(case) or set()
    left = held - {(regulator, category) for _, regulator, category in reading.chosen(case)}
    if not _sros(case, held) or _sros(case, left):
        return
    agents = sorted(regulator for regulator, category in left if category == _AGENT)
    if agents:
        yield At(
            "/sro_terminations",
            f"The last registration with an SRO ends, and AG stays with {', '.join(agents)}. Look whether it ends too.",
        )


@rule("U5-PAR-05", on=ON, types="P", severity="warning", cheap=False)
def all_of_it(case: Case) -> Iterator[At]:
    """Whoever ends everything files a full form."""
    held = reading.held(case)
    if held and held <= {(regulator, category) for _, regulator, category in reading.chosen(case)}:
        yield At("/sro_terminations", "Every registration with the firm ends. If the person leaves, file a full form.")


def _sros(case: Case, held: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {(regulator, category) for regulator, category in held if regulator in case.book.sros}
