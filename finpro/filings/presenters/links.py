"""Addresses of the pages of one filing: the same below whichever side's address of it."""

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Links:
    """`base` is the filing's own address on the reader's side, such as /firm/501/filings/12 or /me/forms/12."""

    base: str

    def section(self, key: str, anchor: str = "", part: str = "") -> str:
        """The page of a section, or a field of it; `part` is which of its pages where it has several."""
        query = f"?{urlencode({'part': part})}" if part else ""
        return f"{self.base}/section/{key}{query}{'#' if anchor else ''}{anchor}"

    def part(self, key: str, what: str) -> str:
        """What is done with a section: done, comment, presence, findings."""
        return f"{self.base}/section/{key}/{what}"

    def row(self, place: str, anchor: str = "") -> str:
        """The page of a row of a list, by its pointer without the first stroke."""
        return f"{self.base}/row/{place}{'#' if anchor else ''}{anchor}"

    def rows(self, what: str) -> str:
        """Where a row is added, removed or restored."""
        return f"{self.base}/rows/{what}"

    def to(self, what: str) -> str:
        """Another page of the filing: access, check, delete, reopen, hand-back."""
        return f"{self.base}/{what}"

    def comment(self, comment_id: int) -> str:
        """Where a comment is settled."""
        return f"{self.base}/comments/{comment_id}/resolve"

    def saving(self, page: str, version: str) -> str:
        """Where one answer is sent by itself; its place is put at the end. The query holds places and codes alone."""
        return f"{self.base}/save?{urlencode({'form': version, 'page': page, 'field': ''})}"
