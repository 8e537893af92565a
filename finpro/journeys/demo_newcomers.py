"""People of the demo world who have no account yet, for whoever wants to open one and walk the identity check."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from finpro.access import selectors as access
from finpro.journeys.simulation import firms, people, personal
from finpro.registry.selectors import world as record

# Numbers of the world: after the cast, whose people have accounts; the second is one of those without an SSN.
CAST = 2
ELSEWHERE, FROM_ABROAD = 10, personal.WITHOUT_SSN - 1


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to open an account as. `ssn` is fictitious, nine digits, empty for somebody who has none."""

    title: str
    name: str
    crd: int
    ssn: str
    born_on: date


def list_newcomers(seed: int) -> list[Newcomer]:
    """Somebody at the firm of the cast, who can be vouched for; somebody elsewhere; somebody without an SSN.

    `seed` is that of the world. Whoever has an account by now is left out.
    """
    found = list(_candidates())
    ids = {crd: record.person_id(crd) for _title, crd in found}
    taken = access.claimed(ids.values())
    return [_newcomer(title, crd, seed) for title, crd in found if ids[crd] not in taken]


def _candidates() -> Iterator[tuple[str, int]]:
    colleague = record.first_at(firms.FIRST_CRD, after=people.FIRST_CRD + CAST)
    if colleague is not None:
        yield "Somebody at the administrator's firm, which can vouch", colleague
    for title, number in (
        ("Somebody at another firm", ELSEWHERE),
        ("Somebody without a Social Security number", FROM_ABROAD),
    ):
        crd = people.FIRST_CRD + number
        if crd != colleague and record.has_person(crd):
            yield title, crd


def _newcomer(title: str, crd: int, seed: int) -> Newcomer:
    number = crd - people.FIRST_CRD
    ssn = personal.ssn(seed, number) if personal.has_ssn(number) else ""
    born_on = record.born_on(crd)
    if born_on is None:
        raise LookupError(f"CRD {crd} of the demo world has no date of birth.")
    return Newcomer(title, record.given_name(crd), crd, ssn, born_on)
