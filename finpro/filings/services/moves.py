"""Moving a filing from state to state: the one place that does. The verb that asks for it records the event."""

from datetime import datetime

from finpro.filings import permissions
from finpro.filings.enums import TRANSITIONS, State
from finpro.filings.models import Filing, Move
from finpro.kernel import errors
from finpro.kernel.actor import Actor


def lock(filing_id: int) -> Filing:
    """The filing, locked until the transaction ends: whoever saves, moves, freezes or files waits. Raises NotFound."""
    filing = Filing.objects.select_for_update(of=("self",)).filter(pk=filing_id).first()
    if filing is None:
        raise errors.NotFound(permissions.NO_DRAFT)
    return filing


def move(*, filing: Filing, to: State, by: Actor, at: datetime, reason: str = "") -> Filing:
    """Put a locked filing into another state and note the step. `reason` is what the actor gave as one.

    Other changed fields of `filing` are not saved here. Raises Refusal for a step that is not in the table.
    """
    before = State(filing.state)
    if (before, to) not in TRANSITIONS:
        raise errors.Refusal(
            f"This cannot be done now: the filing is “{before.label}”. Nothing was changed. Open it to see its state.",
            "DRF-01",
        )
    filing.state, filing.moved_at = to, at
    filing.save(update_fields=["state", "moved_at"])
    note(filing=filing, before=before, by=by, at=at, reason=reason)
    return filing


def note(*, filing: Filing, before: State | None, by: Actor, at: datetime, reason: str = "") -> None:
    """Write down a step of the filing that has been taken; `before` None for its beginning."""
    Move.objects.create(
        filing=filing, before=before or "", after=filing.state, at=at, by=by.label, hat=by.hat.value, reason=reason
    )
