"""Section 1 of Form U5: who leaves which firm, and how (U5-GEN)."""

from collections.abc import Iterator

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import Case
from finpro.filings.policies.checks.rule import At, rule
from finpro.filings.policies.checks.u5 import reading


@rule("U5-GEN-01", on="filing", types="FPA", cheap=False)
def associated(case: Case) -> Iterator[At]:
    """The person is with the firm; of an amendment, a full form has ended it."""
    spells = reading.spells(case)
    if spells is None:
        return
    at = "/filing/type"
    if case.amends and not any(spell.ended_on for spell in spells):
        yield At(at, "No full Form U5 of this firm has ended anything. File another type.")
    elif not case.amends and all(spell.ended_on for spell in spells):
        more = "Amend the form that ended it." if spells else "Only the firm that a person is with files Form U5."
        yield At(at, f"The person is not with this firm. {more}")


@rule("U5-GEN-02", on="filing termination", types="FPA")
def one_type(case: Case) -> Iterator[At]:
    """The form is full, partial or an amendment, and section 3 says the same."""
    everything = case.section("termination").get("full_termination")
    at = "/termination/full_termination"
    if case.type == "FULL" and everything is False:
        yield At(at, "A full form ends everything, and section 3 says no. Answer yes, or file a partial one.")
    elif case.type == "PARTIAL" and everything is True:
        yield At(at, "A partial form ends not everything, and section 3 says yes. Answer no, or file a full one.")


@rule("U5-GEN-03", on="general", types="FPA")
def as_recorded(case: Case) -> Iterator[At]:
    """Names and CRD numbers are there, and are those of the record."""
    general, name = case.section("general"), case.known.person.legal_name
    for key, words, recorded in (
        ("first_name", "first name", name.first if name else ""),
        ("last_name", "last name", name.last if name else ""),
    ):
        written = values.plain(general.get(key))
        if not written:
            yield At(f"/general/{key}", f"The {words} is missing. It is that of the record.")
        elif name is not None and written != values.plain(recorded):
            yield At(f"/general/{key}", f"The {words} is not that of the record. Mend the record by Form U4 first.")
    yield from _number(case, "individual_crd", "the person", case.known.person.crd)
    yield from _number(case, "firm_crd", "the firm", case.known.firm.crd)
    if case.known.person.exists is False:
        yield At("/general/individual_crd", "Nobody on the record has this CRD number. Mend the number.")


def _number(case: Case, key: str, whose: str, recorded: int | None) -> Iterator[At]:
    number = values.whole(case.section("general").get(key))
    expected = recorded or values.whole(case.section("filing").get(key))
    if number is None:
        yield At(f"/general/{key}", f"The CRD number of {whose} is missing. Enter it.")
    elif expected not in (None, number):
        yield At(f"/general/{key}", f"This filing is about CRD number {expected}, and the form says {number}. Mend it.")
