"""A firm with a super account administrator, an account administrator and a filer, for tests of who may do what."""

from dataclasses import dataclass
from types import SimpleNamespace

from finpro.access import services as access
from finpro.access.enums import FIRM_SIDE, Entitlement
from finpro.access.models import Membership
from finpro.accounts import services as accounts
from finpro.kernel.actor import Actor, Hat, system
from tests.registry import small_world as world

BY = system("tests")
SUPER = [name.value for name in FIRM_SIDE]
AA = [Entitlement.ACCOUNT_ADMIN.value, Entitlement.ROSTER_VIEW.value]
FILER = ["roster.view", "u4.draft", "u4.submit"]


@dataclass(frozen=True)
class Acting:
    """An account that acts for a firm: the membership and the actor as the door makes it."""

    user_id: int
    membership: Membership | None
    actor: Actor

    def again(self):
        """The actor with what the membership holds now."""
        held = Membership.objects.get(user=self.user_id, firm=self.actor.firm_id, ended_at=None).entitlements
        return acting(self.user_id, self.actor.firm_id, held)


def acting(user_id, firm_id, held):
    """The actor of an account under the firm's hat."""
    return Actor(Hat.FIRM, f"account:{user_id}", user_id, firm_id=firm_id, entitlements=frozenset(held))


def account(name, at, **options):
    """An account with a confirmed address."""
    return accounts.open_account(email=f"{name.lower()}@example.org", name=name, password=None, by=BY, at=at, **options)


def own(user):
    """The actor of an account without any hat."""
    return Actor(Hat.ACCOUNT, f"account:{user.pk}", user.pk)


def member(firm, name, held, at):
    """A new account that acts for the firm."""
    user = account(name, at)
    membership = access.grant_membership(user_id=user.pk, firm_id=firm.pk, entitlements=held, by=BY, at=at)
    return Acting(user.pk, membership, acting(user.pk, firm.pk, held))


def staffed(at, crd=501, name="Alder Securities LLC", prefix=""):
    """The firm with its three: `boss`, `aide` and `filer`."""
    firm = world.firm(crd, name)
    return SimpleNamespace(
        firm=firm,
        boss=member(firm, f"{prefix}Bo", SUPER, at),
        aide=member(firm, f"{prefix}Ada", AA, at),
        filer=member(firm, f"{prefix}Fay", FILER, at),
    )
