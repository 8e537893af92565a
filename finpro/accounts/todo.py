"""What accounts ask of their owners."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from finpro.accounts import policies
from finpro.accounts.selectors import addresses
from finpro.kernel import clock, tasks
from finpro.kernel.tasks import Action, Ball, Due, Provider, State, Task, Who


def _mine(who: Who, at: datetime) -> Sequence[Task]:
    return _theirs([who], at).get(who, ()) if who.user_id is not None else ()


def _theirs(people: Sequence[Who], at: datetime) -> Mapping[Who, Sequence[Task]]:
    on = clock.legal_date(at)
    held = addresses.facts_of([who.user_id for who in people if who.user_id is not None])
    found = {who: policies.dues(held.get(who.user_id or 0, ()), on) for who in people}
    return {who: [_confirm(dues)] for who, dues in found.items() if dues}


def _confirm(dues: Iterable[Due]) -> Task:
    return Task(
        key="accounts.confirm_addresses",
        source="PRF-01",
        title="Confirm your e-mail addresses",
        why="Mail about your account and your record must reach you.",
        action=Action("Confirm your e-mail addresses", "/account/emails/confirm"),
        ball=Ball.ME,
        state=State.OPEN,
        dues=tuple(dues),
    )


tasks.offer(Provider("accounts.addresses", _mine, _theirs))
