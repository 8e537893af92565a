"""Somebody looks at the dashboard: what there is to do, and where the own record stands."""

from collections.abc import Sequence
from datetime import datetime

from finpro.kernel import clock
from finpro.kernel.actor import Actor
from finpro.registry import selectors as registry
from finpro.registry.selectors.shape import Record
from finpro.worklist import presenters as worklist_words
from finpro.worklist import selectors as worklist
from finpro.worklist.presenters import Row


def dashboard(*, by: Actor, at: datetime) -> tuple[Record, Sequence[Row]]:
    """The record as of today, and the tasks, what governs first. Raises NotFound for who is on no record."""
    today = clock.legal_date(at)
    return registry.get_record(by, today), worklist_words.rows(worklist.list_tasks(by, at), today)
