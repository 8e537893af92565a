"""How tasks read: a row for each, as `ui.task_list` draws it."""

from collections.abc import Iterable
from datetime import date

from finpro.kernel.tasks import Ball, State, Task
from finpro.ui.filters import as_date

# Title, address, state, look of the state, hint.
Row = tuple[str, str, str, str, str]

_WAITING = {Ball.ME: "Waiting for you", Ball.FIRM: "Waiting for your firm", Ball.REGISTRY: "Waiting for the registry"}


def rows(tasks: Iterable[Task], today: date) -> list[Row]:
    """The rows of a list of tasks. Whose move it is stands at the right; why and by when below the title."""
    return [(task.title, task.action.url, _state(task), _look(task, today), _hint(task, today)) for task in tasks]


def _state(task: Task) -> str:
    begun = task.ball is Ball.ME and task.state is State.BEGUN
    return "Begun, waiting for you" if begun else _WAITING[task.ball]


def _look(task: Task, today: date) -> str:
    if task.ball is not Ball.ME:
        return "grey"
    return "red" if task.governs and task.governs.on < today else "blue"


def _hint(task: Task, today: date) -> str:
    due = task.governs
    if due is None:
        return task.why
    when = "Due since" if due.on < today else "Due today," if due.on == today else "Due by"
    further = len(task.dues) - 1
    more = f" {further} more date{'s' if further > 1 else ''} after it." if further else ""
    return f"{when} {as_date(due.on)}. {due.why}{more} {task.why}"
