"""Who may decide what others may do. Each refusal is the sentence that the page shows beside the disabled button."""

from collections.abc import Collection, Iterable

from finpro.access.enums import FIRM_SIDE, Entitlement
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.rules import Rule

ADMINISTRATORS = frozenset({Entitlement.ADMIN, Entitlement.ACCOUNT_ADMIN})
# Absent and another firm's read alike.
NO_MEMBER = "There is no such user at your firm. Look at the list of users."


def may_give(by: Actor) -> tuple[Entitlement, ...]:
    """What the actor may give to others (rules EN-01, EN-02): nothing without being an administrator of the firm."""
    if by.hat is not Hat.FIRM:
        return ()
    if by.may(Entitlement.ADMIN):
        return tuple(name for name in FIRM_SIDE if name is not Entitlement.ADMIN)
    if by.may(Entitlement.ACCOUNT_ADMIN):
        return tuple(name for name in FIRM_SIDE if name not in ADMINISTRATORS)
    return ()


def _manage_users(by: Actor, firm_id: int) -> None:
    """Administrators see and manage the users of their own firm."""
    if by.hat is not Hat.FIRM or by.firm_id != firm_id:
        raise errors.NotFound(NO_MEMBER)
    if not by.may(Entitlement.ACCOUNT_ADMIN) and not by.may(Entitlement.ADMIN):
        raise errors.Forbidden("Only the firm's administrators may see and change what its users may do.")


manage_users = Rule(_manage_users)


def _give(by: Actor, firm_id: int, entitlements: Iterable[str]) -> None:
    """Nobody gives what he may not: an account administrator makes no administrators (rules EN-01, EN-02)."""
    _manage_users(by, firm_id)
    beyond = set(entitlements) - {name.value for name in may_give(by)}
    if Entitlement.ADMIN in beyond:
        raise errors.Forbidden(
            "A firm has one super account administrator. He or she hands this over; it cannot be given beside."
        )
    if Entitlement.ACCOUNT_ADMIN in beyond:
        raise errors.Forbidden("Only the super account administrator may make somebody an account administrator.")
    if beyond:
        raise errors.Forbidden("One of these entitlements is not yours to give. Nothing was changed.")


give = Rule(_give)


def _change(by: Actor, firm_id: int, user_id: int, held: Collection[str]) -> None:
    """Whether the actor may change what this user of the firm may do, who holds `held` now (rules EN-01 to EN-03).

    The super account administrator gives himself or herself user rights; nobody else is there to do it.
    """
    _manage_users(by, firm_id)
    own = user_id == by.user_id
    if own and not by.may(Entitlement.ADMIN):
        raise errors.Forbidden("You cannot change what you may do yourself. Your super account administrator can.")
    if Entitlement.ADMIN in held and not own:
        raise errors.Forbidden(
            "The super account administrator is replaced by handing over, or by the registry, and not here."
        )
    if Entitlement.ACCOUNT_ADMIN in held and not by.may(Entitlement.ADMIN):
        raise errors.Forbidden("Only the super account administrator may change or remove an account administrator.")


change = Rule(_change)


def _remove(by: Actor, firm_id: int, user_id: int, held: Collection[str]) -> None:
    """Whether the actor may remove this user of the firm: as for changing, but never oneself (rule EN-03)."""
    _change(by, firm_id, user_id, held)
    if user_id == by.user_id:
        raise errors.Forbidden("You cannot remove yourself. Hand the office over first; your successor can.")


remove = Rule(_remove)


def _administer(by: Actor, firm_id: int) -> None:
    """Certify the firm's users, and hand over: the super account administrator alone (rules EN-01, EN-07)."""
    _manage_users(by, firm_id)
    if not by.may(Entitlement.ADMIN):
        raise errors.Forbidden("Only the firm's super account administrator may do this.")


administer = Rule(_administer)


def _appoint(by: Actor) -> None:
    """The registry names a firm's super account administrator (rule EN-08)."""
    if by.hat is not Hat.STAFF or not by.may(Entitlement.FIRM_ADMIN_NAME):
        raise errors.Forbidden("Only registry staff with that entitlement may name a firm's administrator.")


appoint = Rule(_appoint)


def _give_roles(viewer: Actor) -> None:
    if not (viewer.hat is Hat.STAFF and viewer.may("staff.admin")):
        raise errors.Forbidden("Giving roles of the registry needs an entitlement that you do not have.")


give_roles = Rule(_give_roles)


def _change_role_of(viewer: Actor, user_id: int) -> None:
    _give_roles(viewer)
    if viewer.user_id == user_id:
        raise errors.Forbidden("This is your own role. Somebody else who gives roles has to change or end it.")


change_role_of = Rule(_change_role_of)
