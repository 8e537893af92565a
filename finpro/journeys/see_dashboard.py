"""Somebody looks at the dashboard: what there is to do, and where the own record stands."""

from collections.abc import Sequence
from datetime import datetime

from finpro.journeys import change_address
from finpro.kernel import clock
from finpro.kernel.actor import Actor
from finpro.registry import selectors as registry
from finpro.registry.selectors import Leaver
from finpro.registry.selectors.shape import Record
from finpro.worklist import presenters as worklist_words
from finpro.worklist import selectors as worklist
from finpro.worklist.presenters import Row


def dashboard(*, by: Actor, at: datetime) -> tuple[Record, Sequence[Row], Leaver | None]:
    """The record as of today, the tasks, what governs first, and the duty to report a new address where it runs.

    Raises NotFound for who is on no record.
    """
    today = clock.legal_date(at)
    mine = registry.get_record(by, today)
    tasks = worklist_words.rows(worklist.list_tasks(by, at), today)
    return mine, tasks, change_address.owed(mine=mine, by=by, at=at)
