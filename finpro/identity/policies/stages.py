"""Whether somebody still owes a proof of identity."""

from finpro.identity.enums import OPEN, State
from finpro.kernel import tasks
from finpro.kernel.tasks import Ball


def stage(*, state: str, has_claim: bool, acts_for_others: bool, has_case: bool) -> tuple[tasks.State, Ball] | None:
    """Whether proving identity is still to be done, how far it has come and whose move it is; None where it is not.

    `state` is the latest proof's, "" where none was begun. Who is bound to a record has nothing to prove. Who acts for
    a firm or the registry need not, until he or she begins. Where a way failed, the registry has it once there is a
    case.
    """
    if has_claim or state == State.VERIFIED or (not state and acts_for_others):
        return None
    if state in {State.UNMATCHED, State.UNAVAILABLE, State.FAILED} and has_case:
        return tasks.State.WAITING, Ball.REGISTRY
    begun = state in OPEN
    return (tasks.State.BEGUN if begun else tasks.State.OPEN), Ball.ME
