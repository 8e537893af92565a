"""Asking every domain for tasks: of one human being, or of everybody who is with a firm.

Each provider is asked once and loads its facts in one query, so the number of queries grows with the providers, never
with tasks or people.
"""

from dataclasses import dataclass
from datetime import datetime

from finpro.access import selectors as access
from finpro.kernel import clock, tasks
from finpro.kernel.actor import Actor
from finpro.kernel.tasks import Task, Who
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
    return policies.in_order(task for provider in tasks.providers() for task in provider.mine(who, at))


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
