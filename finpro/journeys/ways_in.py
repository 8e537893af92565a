"""Ways into an account, seen together with whom it acts for: a firm's and the registry's people need a second step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from finpro.access import selectors as access
from finpro.accounts import selectors as ways
from finpro.accounts import services as accounts
from finpro.accounts.policies.factors import a_second_factor_stays, a_way_in_stays
from finpro.accounts.selectors import WaysIn
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat


@dataclass(frozen=True, slots=True)
class Overview:
    """The ways in, for whom the account acts in words, and why each may not be removed ("" where it may): factors by
    their keys, Google under 0."""

    ways: WaysIn
    acts_for: tuple[str, ...]
    why_not: Mapping[int, str]


def overview(*, by: Actor) -> Overview:
    """The actor's own account. Raises Forbidden for nobody."""
    user_id = _own(by)
    found, acts_for = ways.get_ways_in(user_id), _acts_for(user_id)
    why_not = {0: a_way_in_stays.why_not(found.without(google=True)) or ""}
    for factor in (*found.passkeys, *([found.app] if found.app else [])):
        kept = found.without(factor_id=factor.id)
        why_not[factor.id] = a_way_in_stays.why_not(kept) or a_second_factor_stays.why_not(kept, acts_for) or ""
    return Overview(found, acts_for, why_not)


def remove_factor(*, factor_id: int, by: Actor, at: datetime) -> None:
    """Take an app or a passkey of the actor's account away. Raises as accounts.services.remove_factor."""
    user_id = _own(by)
    with transaction.atomic():
        accounts.remove_factor(user_id=user_id, factor_id=factor_id, acts_for=_acts_for(user_id), by=by, at=at)


def rename_passkey(*, factor_id: int, name: str, by: Actor, at: datetime) -> None:
    """Give a passkey of the actor's account another name. Raises NotFound."""
    with transaction.atomic():
        accounts.rename_passkey(user_id=_own(by), factor_id=factor_id, name=name, by=by, at=at)


def unlink_google(*, by: Actor, at: datetime) -> None:
    """Take Google away from the actor's account. Raises NotFound, and Refusal for the last way in."""
    with transaction.atomic():
        accounts.unlink_google(user_id=_own(by), by=by, at=at)


def _own(by: Actor) -> int:
    if by.user_id is None:
        raise errors.Forbidden("Sign in first.")
    return by.user_id


def _acts_for(user_id: int) -> tuple[str, ...]:
    grants = access.list_grants(user_id)
    firms = sum(grant.hat is Hat.FIRM for grant in grants)
    words = ["a firm" if firms == 1 else f"{firms} firms"] if firms else []
    if any(grant.hat is Hat.STAFF for grant in grants):
        words.append("the registry")
    return tuple(words)
