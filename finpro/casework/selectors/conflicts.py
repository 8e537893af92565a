"""What is too near to somebody of the registry to work on (rule RV-01)."""

from finpro.casework import permissions
from finpro.casework.selectors import humans
from finpro.kernel.actor import Actor


def why_not_work(viewer: Actor, person_id: int, firm_id: int | None) -> str:
    """Why the viewer may not work on what is about this person and firm; "" where nothing keeps him or her from it."""
    refused = permissions.work_on_requests.why_not(viewer)
    return refused or conflict(viewer, person_id, firm_id)


def conflict(viewer: Actor, person_id: int, firm_id: int | None) -> str:
    """Rule RV-01: why it is too near to the viewer, "" where it is not."""
    if viewer.user_id is None:
        return permissions.NO_WORK
    me, whose = humans.human(viewer.user_id), humans.of_person(person_id)
    return permissions.no_conflict.why_not(me, whose, humans.firms_of(viewer.user_id), firm_id) or ""
