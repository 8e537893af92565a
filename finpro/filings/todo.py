"""What forms ask of people: to fill in what a firm has opened to them, and to sign (U4I-01, U4I-02, U4I-04)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from finpro.filings.enums import State as FilingState
from finpro.filings.selectors import signing, told
from finpro.filings.selectors.signing import ToSign
from finpro.kernel import tasks
from finpro.kernel.tasks import Action, Ball, Due, Provider, State, Task, Who
from finpro.signatures.selectors.envelopes import SENT_TO_ONE


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


def _to_sign(who: Who, at: datetime) -> Sequence[Task]:
    return [_sign(one) for one in signing.list_to_sign([who.person_id])] if who.person_id is not None else []


def _sign(waiting: ToSign) -> Task:
    due = (Due(waiting.expires_on, "Afterwards the form goes back to the firm."),) if waiting.expires_on else ()
    return Task(
        key=f"filings.sign.{waiting.filing_id}",
        source="U4I-02",
        title="Sign Form U4",
        why="Your firm finished the form and asks for your signature. Nobody can change it while it waits for you.",
        action=Action("Sign Form U4", f"/me/forms/{waiting.filing_id}/sign"),
        ball=Ball.ME,
        state=State.OPEN,
        dues=due,
    )


tasks.offer(Provider("filings.complete", _mine, _theirs, told.OPEN_TO_ONE))
tasks.offer(Provider("filings.sign", _to_sign, _theirs, SENT_TO_ONE))
