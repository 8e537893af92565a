"""Who may see and move a case, decide who somebody is, and vouch for a firm. The sentence stands beside the button."""

from collections.abc import Collection

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


# Absent and not to be seen read alike.
NO_WORK = "There is no such request, or you may not see it. Go back to the list of requests."
OWN_REQUEST = (
    "This is about yourself, or about somebody who shares a record, an e-mail address or the telephone with you. "
    "Somebody else of the registry has to work on it."
)
SAME_REVIEWER = (
    "You have reviewed this, or somebody has who shares a record, an e-mail address or the telephone with you. Another "
    "review comes from somebody else."
)
OWN_FIRM = "You act for this firm yourself. Somebody else of the registry has to work on what it files."


def _see_registrations(viewer: Actor) -> None:
    if not (viewer.hat is Hat.STAFF and viewer.may("registrations.view")):
        raise errors.Forbidden("Only registry staff with the entitlement may see requests for registration.")


see_registrations = Rule(_see_registrations)


def _no_conflict(me: Human, whose: Human, my_firms: Collection[int], firm_id: int | None) -> None:
    """Rule RV-01. `whose` is the person whom the work is about; `firm_id` None where two firms are concerned."""
    if same_human(me, whose):
        raise errors.Forbidden(OWN_REQUEST, "RV-01")
    if firm_id in my_firms:
        raise errors.Forbidden(OWN_FIRM, "RV-01")


no_conflict = Rule(_no_conflict)


def _work_on_requests(viewer: Actor) -> None:
    if not (viewer.hat is Hat.STAFF and viewer.may("registrations.decide")):
        raise errors.Forbidden("You may see requests, but working on them needs an entitlement that you do not have.")


work_on_requests = Rule(_work_on_requests)


def _review_disclosure(viewer: Actor) -> None:
    if not (viewer.hat is Hat.STAFF and viewer.may("disclosure.review")):
        raise errors.Forbidden("Reviewing disclosure needs an entitlement that you do not have.")


review_disclosure = Rule(_review_disclosure)


NO_LETTER = "There is no such letter, or you may not see it. Look at the list of letters."


def _answer_letters(viewer: Actor) -> None:
    if not (viewer.hat is Hat.FIRM and viewer.may("u4.draft")):
        raise errors.Forbidden("Answering the registry needs the entitlement to draft Form U4.")


answer_letters = Rule(_answer_letters)


def _see_firm_registrations(viewer: Actor) -> None:
    """A firm sees the requests of its people, and what the registry wrote about them."""
    if not (viewer.hat is Hat.FIRM and viewer.firm_id is not None and viewer.may("roster.view")):
        raise errors.NotFound(NO_WORK)


see_firm_registrations = Rule(_see_firm_registrations)
