"""What happens to a filing's signatures."""

from collections.abc import Sequence
from datetime import datetime

from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.filings.services import moves
from finpro.kernel.actor import Actor


def supersede(*, filing: Filing, pointers: Sequence[str], by: Actor, at: datetime) -> Filing:
    """An edit at `pointers` voids what was signed: the locked filing is a draft again."""
    return moves.move(filing=filing, to=State.DRAFT, by=by, at=at, reason=", ".join(pointers[:5]))
