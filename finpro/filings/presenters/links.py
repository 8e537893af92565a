"""Addresses of the pages of one filing: the same below whichever side's address of it."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Links:
    """`base` is the filing's own address on the reader's side, such as /firm/501/filings/12 or /me/forms/12."""

    base: str

    def section(self, key: str, anchor: str = "", part: str = "", done: str = "") -> str:
        """The page of a section, or a field of it; `part` is which of its pages where it has several, `done` what it
        says was done."""
        return f"{self.base}/section/{key}{_query(part=part, done=done)}{'#' if anchor else ''}{anchor}"

    def part(self, key: str, what: str, part: str = "") -> str:
        """What is done with a section: done, comment, presence, findings; from its page `part` where it has several."""
        return f"{self.base}/section/{key}/{what}{_query(part=part)}"

    def row(self, place: str, anchor: str = "") -> str:
        """The page of a row of a list, by its pointer without the first stroke."""
        return f"{self.base}/row/{place}{'#' if anchor else ''}{anchor}"

    def rows(self, what: str) -> str:
        """Where a row is added, removed or restored."""
        return f"{self.base}/rows/{what}"

    def to(self, what: str) -> str:
        """Another page of the filing: access, check, delete, reopen, hand-back."""
        return f"{self.base}/{what}"

    def comment(self, comment_id: int, part: str = "") -> str:
        """Where a comment is settled, seen on a section's page `part` where it has several."""
        return f"{self.base}/comments/{comment_id}/resolve{_query(part=part)}"

    def saving(self, page: str, version: str) -> str:
        """Where one answer is sent by itself; its place is put at the end. The query holds places and codes alone."""
        return f"{self.base}/save?{urlencode({'form': version, 'page': page, 'field': ''})}"


def _query(**given: str) -> str:
    held = {name: value for name, value in given.items() if value}
    return f"?{urlencode(held)}" if held else ""
