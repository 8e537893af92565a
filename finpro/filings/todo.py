"""What forms ask of people: to fill in what a firm has opened to them (U4I-01, U4I-04)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from finpro.filings.enums import State as FilingState
from finpro.filings.selectors import told
from finpro.kernel import tasks
from finpro.kernel.tasks import Action, Ball, Provider, State, Task, Who


def _mine(who: Who, at: datetime) -> Sequence[Task]:
    found = told.with_person([who.person_id]) if who.person_id is not None else []
    return [_complete(filing) for _person, filing, state in found if state == FilingState.REP_EDITING]


def _theirs(people: Sequence[Who], at: datetime) -> Mapping[Who, Sequence[Task]]:
    """Nothing: a firm sees its own drafts in its list, and is not told of another firm's."""
    return {}


def _complete(filing: int) -> Task:
    return Task(
        key=f"filings.complete.{filing}",
        source="U4I-01",
        title="Complete Form U4",
        why="Your firm opened sections of the form to you. Fill them in and hand the form back.",
        action=Action("Complete Form U4", f"/me/forms/{filing}"),
        ball=Ball.ME,
        state=State.OPEN,
    )


tasks.offer(Provider("filings.complete", _mine, _theirs))
