"""One thing done to many drafts of a firm at once: each in a transaction of its own, with an answer for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import structlog
from django.db import transaction

from finpro.filings.enums import OPEN_TO_PERSON, Access, State
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors import signing
from finpro.filings.selectors.access import access_of
from finpro.filings.selectors.listing import Line, list_chosen
from finpro.journeys import draft_filing, sign_filing
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date

log = structlog.get_logger("finpro.filings")
BROKEN = "Something went wrong on our side. Nothing was changed in this form; try it on the form’s own page."


class Verb(StrEnum):
    """What can be done to many drafts."""

    ACCESS = "access"
    REMIND = "remind"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Row:
    """One draft: whether the verb is possible, or was done, and a sentence that says so or why not."""

    line: Line
    done: bool
    said: str


@dataclass(frozen=True, slots=True)
class _Act:
    verb: Callable[[int, Actor, datetime], None]
    ahead: str  # what is going to happen
    after: str  # what has happened


def preview(*, verb: Verb, chosen: Sequence[int], by: Actor, at: datetime) -> list[Row]:
    """What the verb would do to each of the drafts. Another firm's are left out.

    Each is done and undone, so that what is told ahead is what the rules say and nothing else.
    """
    return [_one(verb, line, by, at, really=False) for line in list_chosen(by, chosen, at)]


def run(*, verb: Verb, chosen: Sequence[int], by: Actor, at: datetime) -> list[Row]:
    """Do it to each of the drafts; one that is refused keeps none of the others from being done."""
    return [_one(verb, line, by, at, really=True) for line in list_chosen(by, chosen, at)]


def _one(verb: Verb, line: Line, by: Actor, at: datetime, *, really: bool) -> Row:
    act = _act(verb, line)
    try:
        with transaction.atomic():
            act.verb(line.id, by, at)
            if not really:
                transaction.set_rollback(True)
    except errors.FinproError as refused:
        return Row(line, False, refused.message)
    except Exception:
        log.exception("bulk.failed", filing=line.id, verb=verb.value)
        return Row(line, False, BROKEN)
    return Row(line, True, act.after if really else act.ahead)


def _give_access(filing_id: int, by: Actor, at: datetime) -> None:
    """Open the sections that are usually open. Raises Refusal where sections are open already."""
    shown = access_of(by, filing_id, at)
    if shown.head.state in OPEN_TO_PERSON:
        raise errors.Refusal("It is open to the person already. Nothing was changed.", "DRF-04")
    draft_filing.give_access(filing_id=filing_id, access=Access.PARTIAL, chosen=shown.open, tell=True, by=by, at=at)


def _act(verb: Verb, line: Line) -> _Act:
    """What the verb comes to for this form: of what the person is reminded depends on what it waits for."""
    if verb is Verb.REMIND and line.state is not State.PENDING_REP_SIGNATURE:
        return _TO_FILL_IN
    return _ACTS[verb]


def _remind(filing_id: int, by: Actor, at: datetime) -> None:
    """Remind of what waits for the signature. Raises Refusal where the person was reminded today."""
    if signing.reminded_on(signing.subject_of(filing_id), legal_date(at)):
        raise errors.Refusal("The person was reminded today already. Once a day is enough.", "SIG-02")
    sign_filing.remind(filing_id=filing_id, by=by, at=at)


def _remind_to_fill_in(filing_id: int, by: Actor, at: datetime) -> None:
    draft_filing.remind(filing_id=filing_id, by=by, at=at)


def _send(filing_id: int, by: Actor, at: datetime) -> None:
    sign_filing.send(filing_id=filing_id, wish=Wish(), by=by, at=at)


_TO_FILL_IN = _Act(
    _remind_to_fill_in,
    "Reminds the person by mail that the form waits to be filled in and handed back.",
    "The person was reminded by mail to fill the form in.",
)
_ACTS = {
    Verb.ACCESS: _Act(
        _give_access,
        "Opens the sections that a person usually fills in, and tells the person by mail.",
        "Opened. The person was told by mail.",
    ),
    Verb.REMIND: _Act(
        _remind,
        "Reminds the person by mail that the form waits for the signature.",
        "The person was reminded by mail to sign.",
    ),
    Verb.SEND: _Act(
        _send,
        "Sends the form to the person to sign. Nobody can change it meanwhile.",
        "Sent for signature. The person was told by mail.",
    ),
}
