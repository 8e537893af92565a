"""What casework asks of people."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from finpro.casework import selectors as cases
from finpro.kernel import tasks
from finpro.kernel.tasks import Action, Ball, Provider, State, Task, Who


def _mine(who: Who, at: datetime) -> Sequence[Task]:
    # Who stands on the record has nothing left to show.
    asked = who.user_id is not None and who.person_id is None and cases.is_asked(who.user_id)
    return [_ANSWER] if asked else []


def _theirs(people: Sequence[Who], at: datetime) -> Mapping[Who, Sequence[Task]]:
    """Nothing: what the registry asks somebody is not for his or her firm."""
    return {}


_ANSWER = Task(
    key="case.answer",
    source="IDV-12",
    title="Answer the registry’s question",
    why="Your support case waits for you. Until you answer, nothing is decided.",
    action=Action("Answer", "/identity/case"),
    ball=Ball.ME,
    state=State.OPEN,
)

tasks.offer(Provider("case.answer", _mine, _theirs))
