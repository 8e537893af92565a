"""What went wrong in a file from outside, as a value, so that one bad record never stops the rest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A record, member or file that cannot be used.

    `pointer` is a JSON Pointer (RFC 6901) into the record, "" for all of it; in a feed it counts child elements the
    same way. `record` places the record in its member ("line 12"). `reason` says what kind of value was found and what
    was expected, and never repeats the value: it may be written to a rejects file.
    """

    file: str
    member: str
    pointer: str
    reason: str
    record: str = ""
    crd: int | None = None


class Unreadable(Exception):
    """Raised by the stream of a member that cannot be read on; `reason` fits a `Problem`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
