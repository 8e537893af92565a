"""JSON records of a member, one at a time: a document, or JSON lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from finpro.integrations.archives.limits import DEFAULT, Limits
from finpro.integrations.archives.members import Member
from finpro.integrations.archives.problems import Problem, Unreadable

SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
_LINES = (".jsonl", ".ndjson")
_PIECE = 64 * 1024
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Record:
    """The bytes of one JSON text; `line` counts from 1 in JSON lines and is 0 for a document of its own."""

    line: int
    data: bytes

    @property
    def place(self) -> str:
        """ "line 12", or "" for a document of its own."""
        return f"line {self.line}" if self.line else ""


def json_records(member: Member, *, limits: Limits = DEFAULT) -> Iterator[Record | Problem]:
    """The JSON texts of a member: one, or one for each line of `.jsonl` and `.ndjson` (and of a `.json` that holds
    lines). Blank lines are passed over. A record above `limits.record_bytes` is a `Problem`, found without holding
    more than that limit; the next line goes on.
    """
    number = 0
    try:
        if not member.name.lower().endswith(_LINES):
            with member.open() as stream:
                data = _up_to(stream, limits.record_bytes + 1)
            if not _holds_lines(data):
                yield _document(member, data, limits)
                return
            del data
        with member.open() as stream:
            for number, text in bounded_lines(stream, limits.record_bytes):
                if text is None:
                    yield Problem(member.file, member.member, "", _too_large(limits), f"line {number}")
                elif text:
                    yield Record(number, text)
    except Unreadable as error:
        place = f"after line {number}" if number else ""
        yield Problem(member.file, member.member, "", error.reason, place)


def _document(member: Member, data: bytes, limits: Limits) -> Record | Problem:
    if len(data) > limits.record_bytes:
        return Problem(member.file, member.member, "", _too_large(limits))
    return Record(0, data.removeprefix(_BOM))


def _up_to(stream: BinaryIO, size: int) -> bytes:
    """At most `size` bytes; memory is asked for as it fills, since most documents are small."""
    pieces, left = [], size
    while left > 0 and (piece := stream.read(min(_PIECE, left))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _holds_lines(data: bytes) -> bool:
    """A raw line break between two objects cannot stand inside one JSON document."""
    return b"}\n{" in data or b"}\r\n{" in data


def bounded_lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Line number from 1 and line without white space around; None for one above `limit` bytes, whose rest is read
    away in pieces.
    """
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            del line
            while (rest := stream.readline(limit)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line.removeprefix(_BOM).strip() if number == 1 else line.strip()


def _too_large(limits: Limits) -> str:
    return f"the record is larger than {limits.record_bytes // (1024 * 1024)} MB; it was left out unread"
