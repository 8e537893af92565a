"""The SEC's rosters of advisers: CSV in Windows-1252, one header line, one firm a row."""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import BinaryIO

from finpro.integrations import archives, values
from finpro.integrations.firm_lists import rows

CRD = "Organization CRD#"
_NAMES = ("Primary Business Name", "Legal Name")
_FILE_DATE = re.compile(r"ia(\d{2})(\d{2})(\d{4}|\d{2})(?!\d)", re.IGNORECASE)
_LOST_DIGITS = re.compile(r"[0-9.]+E\+[0-9]+", re.IGNORECASE)
_LINE_BYTES = 1024 * 1024


def read_roster(
    member: archives.Member, numbers: Iterator[int], *, limits: archives.Limits
) -> Iterator[rows.FirmRow | archives.Problem]:
    """Every firm of one roster, in order. Pointers are `/` and the column's name."""
    lines = _Lines(member, min(limits.record_bytes, _LINE_BYTES))
    listed_on = _listed_on(member)
    header: list[str] | None = None
    try:
        with member.open() as stream:
            reader = csv.reader(lines.decoded(stream))
            while True:
                try:
                    cells = next(reader, None)
                except csv.Error:
                    yield lines.problem("", "the row is no CSV (a quotation mark or a field far too long)")
                    continue
                yield from lines.problems()
                if cells is None:
                    break
                if header is None:
                    header = [cell.strip() for cell in cells]
                    if CRD not in header or not any(name in header for name in _NAMES):
                        yield lines.problem("", "this is no adviser roster: its first line names no CRD number column")
                        return
                elif cells:
                    yield _row(header, cells, lines, next(numbers), listed_on)
    except archives.Unreadable as error:
        yield lines.problem("", error.reason)
    if header is None:
        yield lines.problem("", "the roster is empty")


class _Lines:
    """The decoded lines of a roster, and what was wrong with those left out."""

    def __init__(self, member: archives.Member, limit: int) -> None:
        self._member = member
        self._limit = limit
        self._number = 0
        self._waiting: list[archives.Problem] = []

    @property
    def place(self) -> str:
        return f"line {self._number}" if self._number else ""

    @property
    def member(self) -> archives.Member:
        return self._member

    def problem(self, pointer: str, reason: str, crd: int | None = None) -> archives.Problem:
        return archives.Problem(self._member.file, self._member.member, pointer, reason, self.place, crd)

    def problems(self) -> Iterator[archives.Problem]:
        """What was found since the last time."""
        waiting, self._waiting = self._waiting, []
        yield from waiting

    def decoded(self, stream: BinaryIO) -> Iterator[str]:
        for number, line in archives.bounded_lines(stream, self._limit):
            self._number = number
            if line is None:
                self._waiting.append(self.problem("", "the row is larger than 1 MB; it was left out unread"))
                continue
            try:
                text = _text(line)
            except values.Malformed as error:
                self._waiting.append(self.problem("", error.reason))
                continue
            yield f"{text}\n"


def _text(line: bytes) -> str:
    if line.isascii():
        return line.decode("ascii")
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252")
        except UnicodeDecodeError:
            raise values.Malformed("the row is not in Windows-1252; save the roster in that encoding") from None
    raise values.Malformed("the row is in UTF-8, rosters are in Windows-1252; convert the file first")


def _row(
    header: list[str], cells: list[str], lines: _Lines, number: int, listed_on: date | None
) -> rows.FirmRow | archives.Problem:
    if len(cells) != len(header):
        return lines.problem("", f"the row has {len(cells)} cells, the header has {len(header)}")
    row = dict(zip(header, cells, strict=True))
    column = CRD
    crd: int | None = None
    try:
        crd = values.identifier(row[column])
        column = "SEC Status Effective Date"
        status_on = values.day(row.get(column))
        column = "Latest ADV Filing Date"
        latest_filing_on = values.day(row.get(column))
        column = "Main Office Private Residence Flag"
        office = _address(row, "Main Office")
        column = "Mail Office Private Residence Flag"
        mailing = _address(row, "Mail Office")
        column = ""
        values.unstorable(cells)
    except values.Malformed as error:
        return lines.problem(f"/{values.escape(column)}" if column else "", error.reason, crd)
    text = _reader(row)
    return rows.FirmRow(
        file=lines.member.file,
        member=lines.member.member,
        record=lines.place,
        pointer="",
        sequence=number,
        source=rows.SEC_ROSTER,
        listed_on=listed_on,
        unknown_keys=(),
        crd=crd,
        name=text("Primary Business Name"),
        legal_name=text("Legal Name"),
        ia_name=None,
        other_names=(),
        bd_sec_number=None,
        ia_sec_number=text("SEC#"),
        bc_scope=None,
        ia_scope=None,
        bc_disclosure_flag=None,
        ia_disclosure_flag=None,
        approved_finra_registration_count=None,
        branches_count=None,
        firm_type=text("Firm Type"),
        status=text("SEC Current Status"),
        status_on=status_on,
        latest_filing_on=latest_filing_on,
        organised_in_state=text("3C-State"),
        organised_in_country=text("3C-Country"),
        phone=None,
        ia_phone=_phone(text("Main Office Telephone Number")),
        office=None,
        mailing=None,
        ia_office=office,
        ia_mailing=mailing,
        branches=(),
    )


def _reader(row: Mapping[str, str]) -> Callable[[str], str | None]:
    return lambda column: values.text(row.get(column))


def _address(row: Mapping[str, str], which: str) -> rows.Address | None:
    """None where the row says nothing about that address, not even that it is a private residence."""
    text = _reader(row)
    residence = values.flag(row.get(f"{which} Private Residence Flag"))
    lines = (text(f"{which} Street Address 1"), text(f"{which} Street Address 2"))
    place = (text(f"{which} City"), text(f"{which} State"), text(f"{which} Country"), text(f"{which} Postal Code"))
    return rows.Address(*lines, *place, residence) if residence or any(lines) or any(place) else None


def _phone(text: str | None) -> str | None:
    """Numbers that a spreadsheet turned into 4.4E+11 have lost digits: better none than a wrong one."""
    return None if text is None or _LOST_DIGITS.fullmatch(text) else text


def _listed_on(member: archives.Member) -> date | None:
    """The date in names such as ia07012025-exempt.csv."""
    named = _FILE_DATE.match(member.name)
    if named is None:
        return None
    month, day, year = named.groups()
    try:
        return values.day(f"{month}/{day}/{year if len(year) == 4 else '20' + year}")
    except values.Malformed:
        return None
