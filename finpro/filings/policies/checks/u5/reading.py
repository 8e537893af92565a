"""What several rules of Form U5 ask of a case: what a section says now, and what the record knows of this firm."""

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.known import Association, Registration

# Reasons that are explained in words.
EXPLAINED = ("PERMITTED_TO_RESIGN", "DISCHARGED", "OTHER")
GRIDS = (("sro_terminations", "regulator"), ("jurisdiction_terminations", "jurisdiction"))


def said(case: Case, key: str) -> object:
    """An answer of sections 3 and 4: of this form, or where an amendment leaves it as it is that of the one before."""
    section = case.section("termination")
    return section[key] if key in section else values.inside(case.base("termination")).get(key)


def spells(case: Case) -> list[Association] | None:
    """The person's spells with the filing firm, None where they are unknown."""
    known = case.known.person.associations
    return None if known is None else [spell for spell in known if spell.firm_crd == case.firm_crd]


def spell(case: Case) -> Association | None:
    """The spell that the form is about: the open one, of an amendment the one that ended last; None if unknown."""
    found = [one for one in spells(case) or () if (one.ended_on is not None) is case.amends]
    return max(found, key=lambda one: (one.ended_on or case.as_of, one.started_on or case.as_of), default=None)


def held(case: Case) -> set[tuple[str, str]] | None:
    """Regulator and category of what is held or asked for with the filing firm; None where that is unknown."""
    if case.holds is None:
        return None
    return {(regulator, category) for firm, regulator, category in case.holds if firm == case.firm_crd}


def chosen(case: Case) -> list[tuple[str, str, str]]:
    """What section 5 chooses: pointer of the row, regulator or jurisdiction, category."""
    found = []
    for section, key in GRIDS:
        for place, row in case.rows(section):
            found.append((f"/{section}/{place}", values.text(row.get(key)), values.text(row.get("category"))))
    return found


def registered(case: Case) -> list[Registration] | None:
    """Every registration and request with the filing firm, None where they are unknown."""
    known = case.known.person.registrations
    return None if known is None else [row for row in known if row.firm_crd == case.firm_crd]


def covered(case: Case) -> frozenset[str]:
    """The questions of section 7 that need no answer or page here, because the firm certifies that nothing is new.

    The certification of a full form goes on to cover what an amendment leaves as it was.
    """
    now = case.section("disclosure")
    certified = values.inside(case.base("disclosure")) if case.amends else now
    if certified.get("disclosure_certification") is not True:
        return frozenset()
    keys = (key for key, question in case.questions.items() if not question.required)
    return frozenset(key for key in keys if now.get(key) == certified.get(key))
