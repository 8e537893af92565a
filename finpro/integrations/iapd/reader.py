"""The IAPD compilation feed of individuals: XML in ISO-8859-1, usually a zip of 20 members, some 400,000 people.

The element tree was rebuilt from public parsers of the feed; no original file was at hand when this was written.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

from finpro.integrations import archives, values
from finpro.integrations.iapd import feed, people, split

Answer = feed.FeedIndividual | archives.Problem

SUFFIXES = frozenset({".xml"})
_FILE_DATE = re.compile(r"(\d{2})_(\d{2})_(\d{4})")


def read_feed(paths: Iterable[Path | str], *, limits: archives.Limits = archives.DEFAULT) -> Iterator[Answer]:
    """Every person and problem under `paths`, in the same order each time, in one pass and constant memory.

    A problem takes the place of its person. A member that is no feed, or declares entities, gives one problem.
    """
    numbers = count()
    for member in archives.open_members(paths, suffixes=SUFFIXES, limits=limits):
        if isinstance(member, archives.Problem):
            yield member
        else:
            yield from _member(member, numbers, limits)


def _member(member: archives.Member, numbers: Iterator[int], limits: archives.Limits) -> Iterator[Answer]:
    header = split.Header("iso-8859-1", None)
    generated_on: date | None = None
    place, raw = "", b""
    position = 0
    try:
        with member.open() as stream:
            for piece in split.pieces(stream, limits.record_bytes):
                try:
                    if isinstance(piece, values.Malformed):
                        place, raw = f"after person {position}" if position else "", b""
                        raise piece
                    if isinstance(piece, split.Header):
                        header = piece
                        generated_on = _generated_on(piece, member)
                        continue
                    position += 1
                    place, raw = f"person {position}", piece
                    origin = people.Origin(member.file, member.member, place, next(numbers), generated_on)
                    yield people.individual(piece, header.encoding, origin)
                except values.Malformed as error:
                    crd = people.claimed_crd(raw)
                    yield archives.Problem(member.file, member.member, error.pointer, error.reason, place, crd)
    except archives.Unreadable as error:
        place = f"after person {position}" if position else ""
        yield archives.Problem(member.file, member.member, "", error.reason, place)


def _generated_on(header: split.Header, member: archives.Member) -> date | None:
    try:
        if header.generated:
            return values.day(header.generated)
    except values.Malformed as error:
        raise values.Malformed(error.reason, "/GenOn") from None
    named = _FILE_DATE.search(member.file) or _FILE_DATE.search(member.member)
    return values.day(f"{named[1]}/{named[2]}/{named[3]}") if named else None
