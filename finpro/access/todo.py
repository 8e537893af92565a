"""What access asks of people: to answer invitations, and, of super account administrators, to certify their users.

A firm does not see these of its people: they are about acting for a firm, perhaps another one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from finpro.access import policies
from finpro.access.policies import Standing
from finpro.access.selectors.asked import ASKED_OF_ONE, OfficeHeld, asked_of
from finpro.kernel import clock, tasks
from finpro.kernel.tasks import Action, Ball, Due, Provider, State, Task, Who


def _mine(who: Who, at: datetime) -> Sequence[Task]:
    if who.user_id is None:
        return []
    on = clock.legal_date(at)
    found = asked_of(who.user_id, on.year, at)
    answer = [_answer(clock.legal_date(found.invited_until))] if found.invited_until else []
    return [*answer, *(_certify(office, on.year) for office in found.offices if _owes(office, on))]


def _theirs(_people: Sequence[Who], _at: datetime) -> Mapping[Who, Sequence[Task]]:
    return {}


def _owes(office: OfficeHeld, on: date) -> bool:
    since = clock.legal_date(office.first_other_at) if office.first_other_at else None
    standing = policies.standing(on.year, on, first_other_on=since, closed=office.closed)
    return standing in {Standing.DUE, Standing.OVERDUE}


def _answer(until: date) -> Task:
    return Task(
        key="access.answer_invitations",
        source="EN-05",
        title="Answer an invitation to act for a firm",
        why="A firm invited you to act for it.",
        action=Action("Answer the invitation", "/account/invitations"),
        ball=Ball.ME,
        state=State.OPEN,
        dues=(Due(until, "The invitation lapses then."),),
    )


def _certify(office: OfficeHeld, year: int) -> Task:
    return Task(
        key=f"access.certify:{office.crd}",
        source="EN-07",
        title=f"Certify the users of firm CRD {office.crd}",
        why="Once a year you look at what each user of your firm may do.",
        action=Action("Certify the users", f"/firm/{office.crd}/admin/certification"),
        ball=Ball.ME,
        state=State.BEGUN if office.opened else State.OPEN,
        dues=(Due(policies.window(year).due_on, "The yearly certification is closed by then."),),
    )


tasks.offer(Provider("access.firms", _mine, _theirs, ASKED_OF_ONE))
