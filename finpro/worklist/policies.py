"""In which order tasks are done."""

from collections.abc import Iterable
from datetime import date

from finpro.kernel.tasks import Task


def in_order(tasks: Iterable[Task]) -> list[Task]:
    """By the date that governs, earliest first; what has none comes last. Then by key, so that the order stands."""
    return sorted(tasks, key=lambda task: (task.governs.on if task.governs else date.max, task.key))
