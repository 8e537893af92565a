"""Who may see and move a case, decide who somebody is, and vouch for a firm. The sentence stands beside the button."""

from finpro.casework.policies import Human, same_human
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.rules import Rule

# Absent and not to be seen read alike.
NO_CASE = "There is no such case, or you may not see it. Check the number."
NO_REQUEST = "There is no such request among those your firm has to answer. It may have ended meanwhile."
OWN_CASE = (
    "This case is about your own account, or about one that shares your record, an e-mail address or the telephone "
    "with it. Somebody else of the registry has to work on it."
)
OWN_VOUCHING = (
    "This request comes from your own account, or from one that shares your record, an e-mail address or the telephone "
    "with it. Nobody vouches for himself or herself. Somebody else of the firm has to answer it."
)


def _see_cases(viewer: Actor) -> None:
    if not (viewer.hat is Hat.STAFF and viewer.may("cases.view")):
        raise errors.Forbidden("Only registry staff with the entitlement may see support cases.")


see_cases = Rule(_see_cases)


def _work_on(viewer: Actor, me: Human, whose: Human | None) -> None:
    """`whose` is the human whom the case is about, None where it is about no account."""
    if not (viewer.hat is Hat.STAFF and viewer.may("cases.work")):
        raise errors.Forbidden("You may see cases, but working on them needs an entitlement that you do not have.")
    if whose is not None and same_human(me, whose):
        raise errors.Forbidden(OWN_CASE)


work_on = Rule(_work_on)


def _decide_identity(viewer: Actor) -> None:
    if not viewer.may("identity.decide"):
        raise errors.Forbidden(
            "Deciding who somebody is needs an entitlement that you do not have. Give the case back, so that a "
            "registrar can take it."
        )


decide_identity = Rule(_decide_identity)


def _vouch(viewer: Actor, firm_id: int) -> None:
    if not (viewer.hat is Hat.FIRM and viewer.firm_id == firm_id and viewer.may("identity.vouch")):
        raise errors.NotFound(NO_REQUEST)


vouch = Rule(_vouch)


def _vouch_for(me: Human, whose: Human) -> None:
    if same_human(me, whose):
        raise errors.Forbidden(OWN_VOUCHING)


vouch_for = Rule(_vouch_for)
