"""How a rule is written down: a function that says what is wrong, registered under its id.

@rule("U4-RES-05", on="residences", types="IRDPA", if_touched=True)
def streets(case):
    yield At("/residences/0/street1", "what is wrong and what to do")

The id begins with the form whose rule it is; `BOOKS` holds the rules of each form.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from finpro.filings.policies.checks.case import Case
from finpro.kernel.errors import Finding

# Filing types by the letters with which rules name them.
TYPES = {
    "I": "INITIAL",
    "R": "RELICENSE",
    "D": "DUAL",
    "A": "AMENDMENT",
    "1": "PAGE2_INITIAL",
    "2": "PAGE2_AMENDMENT",
    "C": "CONCURRENCE",
}
BUT_CONCURRENCE, EVERY = "IRDAP", "IRDAPC"
U5_TYPES = {"F": "FULL", "P": "PARTIAL", "A": "AMENDMENT"}
# Sections that somebody registered until a few days ago may leave as they stand.
STANDING = frozenset({"identifying", "other_names", "residences", "employments", "other_business"})


class At(NamedTuple):
    """One fault: where, what is wrong and what to do. `severity` where it is not that of the rule."""

    pointer: str
    message: str
    severity: str = ""


Says = Callable[[Case], Iterable[At]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the completeness check.

    `on`: the sections into which its findings point ("" for the form as a whole); `types`: the filing types that it is
    asked of. With `if_touched` an amendment is asked only where it changes one of the sections. `cheap` rules are asked
    while somebody types, where they concern the section at hand alone. `stands`: it does not bind a relicensed person
    who leaves the section as it stands.
    """

    id: str
    on: tuple[str, ...]
    types: frozenset[str]
    severity: str
    if_touched: bool
    cheap: bool
    stands: bool
    says: Says

    def applies(self, case: Case) -> bool:
        """Whether the case is asked this rule."""
        if case.type not in self.types:
            return False
        if case.amends and self.if_touched:
            return any(case.touched(section) for section in self.on)
        return not (self.stands and case.stands and not any(case.touched(section) for section in self.on))

    def findings(self, case: Case) -> Iterator[Finding]:
        """What the rule finds in a case that it applies to."""
        for at in self.says(case):
            yield Finding(self.id, at.severity or self.severity, at.pointer, at.message)


RULES: dict[str, Rule] = {}
U5_RULES: dict[str, Rule] = {}
# Of each form its rules and its types of filing.
BOOKS = {"u4": (RULES, TYPES), "u5": (U5_RULES, U5_TYPES)}


def rule(
    id: str,
    *,
    on: str,
    types: str,
    severity: str = "error",
    if_touched: bool = False,
    cheap: bool = True,
    binds: bool = False,
) -> Callable[[Says], Rule]:
    """Register a rule. `on` names sections, apart by spaces; `types` letters of `TYPES` or, of Form U5, `U5_TYPES`.

    In a rule of Form U4 P stands for both types of page 2. `binds`: it holds also for sections that a relicensed person
    may leave as they stand. ValueError for an id that is already there.
    """
    rules, known = BOOKS[id[:2].lower()]
    letters = types.replace("P", "12") if known is TYPES else types
    sections = tuple(on.split()) or ("",)

    def registered(says: Says) -> Rule:
        if id in rules:
            raise ValueError(f"{id} is written down twice")
        made = Rule(
            id,
            sections,
            frozenset(known[letter] for letter in letters),
            severity,
            # A page 2 amendment is asked about what it holds, as the form's own list of its types has it.
            if_touched or ("2" in letters and "A" not in letters),
            cheap,
            not binds and STANDING.issuperset(sections),
            says,
        )
        rules[id] = made
        return made

    return registered
