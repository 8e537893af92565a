"""Somebody looks back: what happened to the own account, who looked at the own record, which mails were sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from finpro.access import selectors as access
from finpro.accounts import selectors as accounts
from finpro.audit import presenters as audit_words
from finpro.audit import selectors as audit
from finpro.audit.selectors import Happened
from finpro.kernel.actor import Actor, Hat
from finpro.notices import notices
from finpro.notices import selectors as outbox
from finpro.notices.enums import State
from finpro.notices.selectors import Letter
from finpro.registry import selectors as registry

PAGE = 50
_STATES = {
    State.QUEUED: "On its way",
    State.SENDING: "On its way",
    State.SENT: "Sent",
    State.FAILED: "Could not be sent",
}
# What shows that somebody saw a record.
SIGHTS = ("record:person:seen", "record:ssn:seen")


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words. `about` names what else it is about, "" for the account itself."""

    at: datetime
    sentence: str
    who: str
    about: str


@dataclass(frozen=True, slots=True)
class SightLine:
    """Somebody saw the record: when, for whom (a firm or the registry, never a person's name), and which part."""

    at: datetime
    side: str
    part: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """A mail that was sent to the account: its heading, the code that stands in it, when, and what became of it."""

    heading: str
    code: str
    at: datetime
    state: str
    look: str


@dataclass(frozen=True, slots=True)
class Pages:
    """A page of lines, newest first. `older` is the event after which the next page goes on, 0 on the last one."""

    lines: Sequence[Any]
    older: int


def activity(*, by: Actor, kind: str = "", before: int = 0) -> Pages:
    """What the account did and what was done to it, as `Line`s; of one kind (a key of audit's KINDS) where named."""
    tags = audit_words.tags_of(kind) if kind in audit_words.KINDS else None
    rows = audit.list_events(subject=by.label, actor=by.label, tags=tags, before=before, limit=PAGE + 1)
    lines = [
        Line(
            row.at,
            audit_words.sentence(row.tag, row.data) if audit_words.known(row.tag) else row.tag,
            audit_words.who(row.actor, row.hat, own=by.label),
            _about(row.subject, by.label),
        )
        for row in rows[:PAGE]
    ]
    return Pages(lines, _older(rows))


def sights(*, by: Actor, before: int = 0) -> Pages:
    """Who looked at the actor's own record, as `SightLine`s; own looks are left out."""
    crd = next((grant.crd for grant in access.list_grants(by.user_id or 0) if grant.hat is Hat.PERSON), 0)
    rows = audit.list_events(subject=f"crd:{crd}", tags=SIGHTS, without_actor=by.label, before=before, limit=PAGE + 1)
    shown = rows[:PAGE]
    names = registry.firm_names({row.data["firm"] for row in shown if "firm" in row.data})
    return Pages([SightLine(row.at, _side(row.hat, row.data, names), _part(row)) for row in shown], _older(rows))


def messages(*, by: Actor, code: str = "") -> list[MessageLine]:
    """The latest mails to the account and to each of its confirmed addresses; with a code only the one that carries it.

    So somebody who doubts a mail looks for its code here: what is not found was not sent by this site. What went to an
    address that is not confirmed is found by its code alone, which stands in the mail: a list of it would tell which
    addresses belong to other accounts, for then the mail goes to their owners.
    """
    held = accounts.list_address_ids(by.user_id or 0, confirmed=not code)
    recipients = [by.label, *(f"email:{address_id}" for address_id in held)]
    return [_message(letter) for letter in outbox.list_letters(recipients=recipients, code=code)]


def _message(letter: Letter) -> MessageLine:
    kind = notices.find(letter.tag)
    look = {State.SENT: "green", State.FAILED: "red"}.get(letter.state, "amber")
    heading = kind.heading if kind else "A message of a kind that is no longer sent"
    return MessageLine(heading, letter.code, letter.queued_at, _STATES[letter.state], look)


def _older(rows: Sequence[Happened]) -> int:
    return rows[PAGE - 1].id if len(rows) > PAGE else 0


def _about(subject: str, own: str) -> str:
    kind, _, number = subject.partition(":")
    return f"CRD {number}" if kind == "crd" and subject != own else ""


def _side(hat: str, data: Mapping[str, Any], names: Mapping[int, str]) -> str:
    if hat == Hat.FIRM:
        crd = data.get("firm", 0)
        name = names.get(crd, "")
        # Looks of before the firm was written down with them.
        return f"{name}, firm CRD {crd}" if name else f"Firm CRD {crd}" if crd else "A firm"
    return {Hat.STAFF: "Registry staff", Hat.SYSTEM: "The system"}.get(Hat(hat), "Another account")


def _part(row: Happened) -> str:
    if row.tag == "record:ssn:seen":
        return "Whole Social Security number"
    part = str(row.data.get("what", "record"))
    return part[:1].upper() + part[1:]
