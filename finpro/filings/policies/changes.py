"""What an accepted form changes on the record (forms.md 2.6): what it says, less what the record said already."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from finpro.filings.enums import FilingType
from finpro.filings.policies import mapping
from finpro.registry.policies import filed

# A firm that joins makes every statement of the form its own; an amendment only what it changes.
JOINING = frozenset({FilingType.INITIAL, FilingType.RELICENSE, FilingType.DUAL, FilingType.PAGE2_INITIAL})


class _HasRow(Protocol):
    @property
    def row(self) -> int | None: ...


R = TypeVar("R", bound=_HasRow)


def changes(
    content: Mapping[str, Any],
    base: Mapping[str, Any],
    type: FilingType,  # noqa: A002 - the form's own word
    *,
    ssn: str = "",
) -> list[filed.Change]:
    """The changes in the order of writing. `base` is the document that the record gave when the draft began.

    `ssn`: the nine digits of a newly typed number, which the content shows by its last four. A concurrence adopts the
    disclosure reports shown and changes nothing else. Exam requests are no change of the record: `exams_asked`.
    """
    said, stood = mapping.read(content), mapping.read({"filing": content["filing"], **base})
    if type is FilingType.CONCURRENCE:
        return [*said.reports]
    return [
        *_identity(said, stood, ssn),
        *_firm(said, stood, joining=type in JOINING),
        *_lists(said, stood),
        *_former(said, stood),  # after what was taken out, or it would be taken out with it
        *_disclosure(said, stood, joining=type in JOINING),
        *_affiliates(said),
        *said.requests,
    ]


def exams_asked(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The exams asked for in section 7, each once."""
    return tuple(dict.fromkeys(mapping.read(content).exams))


def _identity(said: filed.Filed, stood: filed.Filed, ssn: str) -> Iterable[filed.Change]:
    if said.name and said.name != stood.name:
        yield said.name
    if said.born_on and said.born_on != stood.born_on:
        yield filed.Birth(said.born_on)
    digits = ssn or (said.ssn.digits if said.ssn else "")
    if len(digits) == len("123456789"):
        yield filed.SocialSecurityNumber(digits)
    if said.description and said.description != stood.description:
        yield said.description


def _former(said: filed.Filed, stood: filed.Filed) -> Iterable[filed.Change]:
    """A legal name that is given up is kept among the other names, whether the form says so or not."""
    former = stood.name
    if former is None or said.name is None or said.name == former:
        return
    kept = {(name.first, name.middle, name.last, name.suffix) for name in said.other_names}
    if (former.first, former.middle, former.last, former.suffix) not in kept:
        yield filed.OtherName(former.first, former.middle, former.last, former.suffix)


def _firm(said: filed.Filed, stood: filed.Filed, *, joining: bool) -> Iterable[filed.Change]:
    if said.association and (joining or said.association != stood.association):
        yield said.association
    if said.other_firms and said.other_firms != stood.other_firms:
        yield said.other_firms
    if said.fingerprints and said.fingerprints != stood.fingerprints:
        yield said.fingerprints
    yield from _rows(said.offices, stood.offices, filed.RowKind.OFFICE)


def _lists(said: filed.Filed, stood: filed.Filed) -> Iterable[filed.Change]:
    yield from (filed.Designation(code) for code in said.designations if code not in stood.designations)
    yield from (filed.Designation(code, held=False) for code in stood.designations if code not in said.designations)
    yield from _rows(said.other_names, stood.other_names, filed.RowKind.OTHER_NAME)
    yield from _rows(said.residences, stood.residences, filed.RowKind.RESIDENCE)
    yield from _rows(said.employments, stood.employments, filed.RowKind.EMPLOYMENT)
    businesses = () if said.has_other_business is False else said.other_businesses
    yield from _rows(businesses, stood.other_businesses, filed.RowKind.OTHER_BUSINESS)


def _rows(said: tuple[R, ...], stood: tuple[R, ...], kind: filed.RowKind) -> Iterable[Any]:
    """Rows are known again by their key: what is gone, what differs, what is new."""
    before = {row.row: row for row in stood if row.row is not None}
    kept = {row.row for row in said}
    yield from (filed.Removed(kind, key) for key in before if key not in kept)
    yield from (row for row in said if row.row is None or before.get(row.row) != row)


def _disclosure(said: filed.Filed, stood: filed.Filed, *, joining: bool) -> Iterable[filed.Change]:
    for question, answer in said.answers.items():
        if stood.answers.get(question) is not answer:
            yield filed.Answer(question, answer)
    answers = {**stood.answers, **said.answers}
    before = {report.row: report for report in stood.reports}
    kept = {report.row for report in said.reports}
    yield from (filed.Archived(key) for key in before if key is not None and key not in kept)
    for report in said.reports:
        rests = any(answers.get(question, True) for question in report.questions)
        changed = joining or report.row is None or not _same(before.get(report.row), report)
        if changed:
            yield replace(report, closing=not rests)
        elif not rests and report.row is not None:
            yield filed.Archived(report.row)


def _same(before: filed.Report | None, report: filed.Report) -> bool:
    return before is not None and (before.page, before.questions) == (report.page, report.questions)


def _affiliates(said: filed.Filed) -> Iterable[filed.Change]:
    for affiliate in said.affiliates:
        yield affiliate.association
        yield from affiliate.offices
        if affiliate.fingerprints:
            yield affiliate.fingerprints
        yield from affiliate.requests
