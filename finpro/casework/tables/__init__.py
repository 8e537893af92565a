"""Lists of the registry's work as tables."""

from finpro.casework.tables.cases import LOOKS, queue_table
from finpro.casework.tables.work import STATE_LOOKS, work_table

__all__ = ["LOOKS", "STATE_LOOKS", "queue_table", "work_table"]
