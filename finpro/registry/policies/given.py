"""CRD numbers that an installation gives itself, to people about whom no source has said anything yet.

They come from a range of their own (`crd_numbers_given_here`): a number that is only the next one free belongs to
somebody else as soon as a source is imported that knows more people.
"""

from collections.abc import Iterable
from datetime import date

from finpro.rulebook import lookup as rulebook

WHY_NOT = (
    "CRD numbers from {first} to {last} are given by this installation to people who have none, so nobody of another "
    "source can have one; the record was left out"
)


def numbers(on: date) -> range:
    """The range as the rulebook has it on a day."""
    value = rulebook.on(on).constants["crd_numbers_given_here"].value
    if not isinstance(value, tuple) or len(value) != 2:
        raise TypeError("the range of CRD numbers has a first and a last one")
    first, last = (int(number) for number in value)
    return range(first, last + 1)


def following(taken: int | None, on: date) -> int | None:
    """The number to give next; `taken` is the highest of the range that is given, None for none. None where none is
    left."""
    found = numbers(on)
    number = found.start if taken is None else taken + 1
    return number if number in found else None


def not_to_be_imported(crds: Iterable[int], on: date) -> dict[int, str]:
    """Of these numbers those that no source can bring, each with the reason."""
    found = numbers(on)
    why = WHY_NOT.format(first=found.start, last=found.stop - 1)
    return {crd: why for crd in crds if crd in found}
