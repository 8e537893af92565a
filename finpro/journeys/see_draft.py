"""Looking at a form that is being drafted: its overview, what the check finds, who else is there."""

from dataclasses import dataclass
from datetime import datetime

from finpro.filings.policies.known import Known
from finpro.filings.policies.sections import is_drafted
from finpro.filings.presenters.links import Links
from finpro.filings.selectors import section
from finpro.filings.selectors.head import get_head
from finpro.filings.selectors.overview import known_of, overview, rejected_for
from finpro.filings.services import sharing
from finpro.filings.tables.overview import Board, Found, board, findings, grouped
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.clock import legal_date
from finpro.rulebook import lookup as rulebook


@dataclass(frozen=True, slots=True)
class Checked:
    """A filing with what the completeness check finds."""

    board: Board
    found: list[Found]

    @property
    def errors(self) -> int:
        """How many findings stand in the way of filing."""
        return sum(len(one.errors) for one in self.found)

    @property
    def warnings(self) -> int:
        """How many do not."""
        return sum(len(one.warnings) for one in self.found)


def look(*, filing_id: int, links: Links, by: Actor, at: datetime) -> Board:
    """The overview. Raises NotFound for a filing that the actor may not know of."""
    found = overview(by, filing_id, at)
    days = rulebook.on(legal_date(at)).number("u4_draft_days")
    return board(found, links, own=by.hat is Hat.PERSON, draft_days=days)


def check(*, filing_id: int, links: Links, by: Actor, at: datetime) -> Checked:
    """The whole form, checked as before it is sent for signature; for the person, of the sections that are open."""
    shown = look(filing_id=filing_id, links=links, by=by, at=at)
    known = known_of(shown.overview, at)
    return Checked(shown, findings(shown.overview, links, known, legal_date(at), opened=shown.own))


def rejected(*, shown: Board) -> list[Found]:
    """Why the filing was rejected, by section; nothing for one that was not."""
    found = shown.overview
    return grouped(rejected_for(found), found.document, shown.links, found.lines)


def check_section(*, filing_id: int, key: str, links: Links, by: Actor, at: datetime) -> list[Found]:
    """What the cheap checks say of one section while it is filled in: of what is answered, not of what is missing."""
    found = overview(by, filing_id, at)
    return findings(found, links, Known(), legal_date(at), phase="typing", only=key)


def present(*, filing_id: int, key: str, by: Actor, at: datetime) -> list[str]:
    """Note that the actor has the section open, and tell who else has. Raises NotFound for another's filing, and
    for what is no section of it."""
    head = get_head(by, filing_id, legal_date(at))
    if not is_drafted(head.form, head.type, key):
        raise errors.NotFound("There is no such section on this form.")
    sharing.heartbeat(filing_id=filing_id, section=key, by=by, at=at)
    return section.present(by, filing_id, key, at)
