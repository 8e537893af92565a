"""What identity asks of people."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from finpro.identity import policies
from finpro.identity import selectors as identity
from finpro.identity.selectors import Proving
from finpro.kernel import tasks
from finpro.kernel.tasks import Action, Ball, Provider, Task, Who


def _mine(who: Who, at: datetime) -> Sequence[Task]:
    # Who stands on the record has proven it.
    found = identity.proving(who.user_id) if who.user_id is not None and who.person_id is None else None
    return _asked(found)


def _theirs(people: Sequence[Who], at: datetime) -> Mapping[Who, Sequence[Task]]:
    """A firm sees the proofs of being one of its people that are under way: it may vouch for them."""
    begun = identity.open_proofs_of([who.person_id for who in people if who.person_id is not None])
    return {who: _asked(begun[who.person_id]) for who in people if who.person_id in begun}


def _asked(proving: Proving | None) -> Sequence[Task]:
    stage = proving and policies.stage(
        state=proving.state,
        has_claim=proving.has_claim,
        acts_for_others=proving.acts_for_others,
        has_case=proving.has_case,
    )
    return [_task(*stage)] if stage else []


def _task(state: tasks.State, ball: Ball) -> Task:
    return Task(
        key="identity.prove",
        source="IDV-01",
        title="Finish proving your identity",
        why="Until it is proven that you are the person on the record, nobody is shown the record here.",
        action=Action("Prove your identity", "/identity/"),
        ball=ball,
        state=state,
    )


tasks.offer(Provider("identity.proof", _mine, _theirs))
