"""Second factors that their owner has lost, all of them, and the registry was shown who it is."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from finpro.accounts.models import User
from finpro.accounts.notices.safety import FactorsLifted, FactorsReportedLost
from finpro.accounts.services import sessions
from finpro.audit import services as audit
from finpro.kernel.actor import Actor
from finpro.notices import services as notices


def report_lost(*, user_id: int, case: str, by: Actor, at: datetime) -> None:
    """Somebody says that every second factor of the account is lost; its owner is told, once for a case."""
    audit.record(tag="account:recovery:asked", by=by, at=at, subject=f"account:{user_id}", data={"case": case})
    notices.queue(kind=FactorsReportedLost, cause=f"case:{case}", recipient=f"account:{user_id}", data={}, by=by, at=at)


def lift_factors(*, user_id: int, by: Actor, at: datetime) -> int:
    """Take every second factor from an account, end its sessions, and tell its owner; how many there were.

    What the account is bound to stays; who acts for a firm or the registry sets up a new factor before doing so again.
    """
    User.objects.select_for_update().filter(pk=user_id).first()
    count: int = Authenticator.objects.filter(user_id=user_id).delete()[0]
    sessions.end_other_sessions(user_id=user_id)
    event = audit.record(tag="account:factor:lifted", by=by, at=at, subject=f"account:{user_id}", data={"count": count})
    notices.queue(
        kind=FactorsLifted,
        cause=f"event:{event.pk}",
        recipient=FactorsLifted.recipient_of(user_id),
        data={},
        by=by,
        at=at,
    )
    return count
