"""Whose record it is: exactly one person, free, whose date of birth fits (rules ACC-06, ACC-07)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from finpro.identity.enums import Reason


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the record whom the number points at. `claimed`: bound to an account already."""

    person_id: int
    born_on: date | None = field(repr=False)
    claimed: bool


@dataclass(frozen=True, slots=True)
class Match:
    """The person, or None and why. The reasons are for the registry; to the outside all of them look alike."""

    person_id: int | None
    reasons: tuple[Reason, ...]


def judge(candidates: Sequence[Candidate], born_on: date, *, often: bool = False) -> Match:
    """The one candidate whose date of birth fits and whom no account has claimed.

    `often`: too many have said lately to be one of them, so nobody is believed by number and date of birth alone.
    A record without a date of birth fits nobody: two things together single somebody out, one does not.
    """
    fitting = [candidate for candidate in candidates if candidate.born_on == born_on]
    if often:
        return Match(None, (Reason.TRIED_OFTEN,))
    if not fitting:
        return Match(None, (Reason.NO_MATCH,))
    if len(fitting) > 1:
        return Match(None, (Reason.AMBIGUOUS,))
    if fitting[0].claimed:
        return Match(None, (Reason.CLAIMED,))
    return Match(fitting[0].person_id, ())
