"""Asking every domain for tasks: of one human being, or of everybody who is with a firm.

Of one human being it is first asked, in one statement, which domains have anything at all; each of those, and of a
firm each provider, loads its facts in one query. So the number of queries never grows with tasks or people.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from finpro.access import selectors as access
from finpro.kernel import clock, tasks
from finpro.kernel.actor import Actor
from finpro.kernel.tasks import Provider, Task, Who
from finpro.registry import permissions
from finpro.worklist import policies


@dataclass(frozen=True, slots=True)
class Owed:
    """One of a firm's people, by CRD number, and what he or she has to do."""

    crd: int
    tasks: tuple[Task, ...]


def list_tasks(viewer: Actor, at: datetime) -> list[Task]:
    """What the viewer has to do, what governs first: for the account, and for the record under the PERSON hat."""
    who = Who(viewer.user_id, viewer.person_id)
    return policies.in_order(task for provider in _waiting(who) for task in provider.mine(who, at))


def _waiting(who: Who) -> list[Provider]:
    """The providers that may have a task for somebody."""
    providers = tasks.providers()
    asked = ", ".join(f"({provider.waits})" for provider in providers)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", {"user": who.user_id, "person": who.person_id})
        found = cursor.fetchone()
    return [provider for provider, waits in zip(providers, found, strict=True) if waits]


def list_firm_tasks(viewer: Actor, firm_id: int, at: datetime) -> list[Owed]:
    """The open tasks of everybody who is with the firm today, by CRD number; who owes nothing is left out.

    Raises NotFound for a firm whose people the viewer may not see.
    """
    permissions.see_firm_people(viewer, firm_id)
    people = access.list_people_of(firm_id, clock.legal_date(at))
    everybody = [who for _, who in people]
    found = [provider.theirs(everybody, at) for provider in tasks.providers()]
    owed = ((crd, [task for each in found for task in each.get(who, ())]) for crd, who in people)
    return [Owed(crd, tuple(policies.in_order(each))) for crd, each in owed if each]
