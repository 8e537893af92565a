"""What forms ask of people: to fill in what a firm has opened to them, to sign (U4I-01, U4I-02, U4I-04),
and, of who has left, to say where he or she lives now (LV-05)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from finpro.filings.enums import State as FilingState
from finpro.filings.selectors import signing, told
from finpro.filings.selectors.signing import ToSign
from finpro.kernel import clock, tasks
from finpro.kernel.days import spelled
from finpro.kernel.tasks import Action, Ball, Due, Provider, State, Task, Who
from finpro.registry.policies.address_duty import ENDS_ON
from finpro.registry.selectors import Leaver, leaver_of
from finpro.registry.selectors.leaving import MAY_OWE
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


def _home(who: Who, at: datetime) -> Sequence[Task]:
    """Known to filings, not to the record alone: while a firm prepares a form, the address is told to that firm."""
    if who.person_id is None:
        return []
    found = leaver_of(who.person_id, clock.legal_date(at))
    return [_check_home(found)] if found.to_check and not told.pending_firms(who.person_id) else []


def _check_home(leaver: Leaver) -> Task:
    """Asked once after each leaving (registry.policies.address_duty.to_check), so it has no day by which it is due: the
    end of the duty is no deadline for the answer."""
    until = leaver.duty.dates.get(ENDS_ON)
    how_long = f"Until {spelled(until)} each" if isinstance(until, date) else "Each"
    return Task(
        key="registry.address_duty",
        source="LV-05",
        title="Check your home address",
        why=f"{how_long} move is yours to report, as no firm files it for you: enter the new address, or say that the "
        "one on record is still right.",
        action=Action("Check your home address", "/me/address"),
        ball=Ball.ME,
        state=State.OPEN,
    )


tasks.offer(Provider("filings.complete", _mine, _theirs, told.OPEN_TO_ONE))
tasks.offer(Provider("filings.sign", _to_sign, _theirs, SENT_TO_ONE))
tasks.offer(Provider("registry.address_duty", _home, _theirs, f"({MAY_OWE} AND NOT {told.PREPARING})"))
