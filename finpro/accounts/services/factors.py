"""What changes an account's second factors. Each is locked by its account's row, so that two cannot race each other."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from finpro.accounts import selectors
from finpro.accounts.models import User
from finpro.accounts.notices.base import AccountNotice
from finpro.accounts.notices.factors import FactorAdded, FactorRemoved
from finpro.accounts.policies import factors as policies
from finpro.accounts.selectors.factors import SECONDS
from finpro.audit import services as audit
from finpro.kernel import errors, vault
from finpro.kernel.actor import Actor
from finpro.notices import services as notices

# What the secrets of factors are sealed for.
COLUMN = "mfa_authenticator.data"
_SEALED = ("secret", "seed")


@dataclass(frozen=True, slots=True)
class Added:
    """A factor that was added. `codes`: recovery codes were made with it and are to be shown once."""

    factor_id: int
    codes: bool


def seal(text: str) -> str:
    """A secret of a factor, sealed, as text."""
    return base64.b64encode(vault.seal(text.encode(), COLUMN, vault.ring())).decode()


def unseal(sealed: str) -> str:
    """What `seal` sealed. Raises Refusal where the ring lacks the key."""
    return vault.unseal(base64.b64decode(sealed), COLUMN, vault.ring()).decode()


def add_app(*, user_id: int, secret: str, by: Actor, at: datetime) -> Added:
    """Give the account an authenticator app with this secret (base32); recovery codes too where it has none.

    The owner is told by mail. Raises Refusal where it has an app already.
    """
    _lock(user_id)
    if Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists():
        raise errors.Refusal("Your account has an authenticator app already. Remove it first to use another.", "app")
    return _add(user_id, Authenticator.Type.TOTP, {"secret": seal(secret)}, by, at)


def add_passkey(
    *, user_id: int, name: str, credential: Mapping[str, Any], whole: bool, by: Actor, at: datetime
) -> Added:
    """Give the account a passkey; recovery codes too where it has none. `credential` is what the browser answered, as
    checked; `whole` says that it can open the account by itself. The owner is told by mail.

    Raises Refusal where the account has as many as it may.
    """
    _lock(user_id)
    held = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN).count()
    if held >= policies.PASSKEYS:
        raise errors.Refusal(f"Your account has {held} passkeys, which is the most. Remove one first.", "passkey")
    data = {"name": name, "credential": dict(credential), "whole": whole}
    return _add(user_id, Authenticator.Type.WEBAUTHN, data, by, at)


def rename_passkey(*, user_id: int, factor_id: int, name: str, by: Actor, at: datetime) -> None:
    """Give a passkey another name. Raises NotFound for one that is not the account's."""
    _lock(user_id)
    row = _own(user_id, factor_id, (Authenticator.Type.WEBAUTHN,))
    row.data["name"] = name
    row.save(update_fields=["data"])
    audit.record(tag="account:factor:renamed", by=by, at=at, subject=f"account:{user_id}", data={"factor": factor_id})


def remove_factor(*, user_id: int, factor_id: int, acts_for: Sequence[str], by: Actor, at: datetime) -> None:
    """Take an app or a passkey away; with the last of them the recovery codes go. The owner is told by mail.

    `acts_for` says in words for whom the account acts, where that needs a second step. Raises NotFound for a factor
    that is not the account's, Refusal for the last way in, and for the last second factor of who acts for somebody.
    """
    _lock(user_id)
    row = _own(user_id, factor_id, SECONDS)
    kept = selectors.get_ways_in(user_id).without(factor_id=factor_id)
    policies.a_way_in_stays(kept)
    policies.a_second_factor_stays(kept, acts_for)
    kind = row.type
    row.delete()
    if not kept.seconds:
        Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).delete()
    audit.record(
        tag="account:factor:removed",
        by=by,
        at=at,
        subject=f"account:{user_id}",
        data={"kind": kind, "factor": factor_id},
    )
    _tell(FactorRemoved, user_id, factor_id, kind, by, at)


def make_recovery_codes(*, user_id: int, by: Actor, at: datetime) -> None:
    """Make ten new recovery codes; those from before work no more. The owner is told by mail.

    Raises Refusal for an account without a second factor: they would open nothing.
    """
    _lock(user_id)
    if not selectors.get_ways_in(user_id).any_second:
        raise errors.Refusal(
            "Recovery codes stand in for a second factor, and your account has none. Add a passkey or an app first.",
            "recovery-codes",
        )
    row = _codes(user_id, by, at)
    _tell(FactorAdded, user_id, row.pk, row.type, by, at)


def note_use(*, factor_id: int, at: datetime, whole: bool = False) -> None:
    """Remember when a factor was last used, and that a passkey opened the account by itself. No event: signing in
    leaves one."""
    row = Authenticator.objects.select_for_update().filter(pk=factor_id).first()
    if row is not None:
        row.last_used_at = at
        if whole:
            row.data["whole"] = True
        row.save(update_fields=["last_used_at", "data"])


def reseal(*, after: int, count: int, by: Actor, at: datetime) -> tuple[int, int]:
    """Seal again, under the first key of the ring, the secrets of the next `count` factors with a key above `after`.
    Answers the last key looked at (0 when there are none left) and how many were sealed.

    Raises Refusal where a secret's key is no longer in the ring; nothing of the batch is changed then.
    """
    first = next(iter(vault.ring()))
    rows = list(Authenticator.objects.select_for_update().filter(pk__gt=after).order_by("pk")[:count])
    changed = []
    for row in rows:
        old = {name: row.data[name] for name in _SEALED if name in row.data}
        stale = {name: text for name, text in old.items() if vault.sealed_by(base64.b64decode(text)) != first}
        if stale:
            row.data |= {name: seal(unseal(text)) for name, text in stale.items()}
            changed.append(row)
    if changed:
        Authenticator.objects.bulk_update(changed, ["data"])
        audit.record(
            tag="account:factors:resealed",
            by=by,
            at=at,
            subject="accounts",
            data={"factors": len(changed), "through": changed[-1].pk},
        )
    return (rows[-1].pk if rows else 0), len(changed)


def _lock(user_id: int) -> None:
    User.objects.select_for_update().get(pk=user_id)


def _own(user_id: int, factor_id: int, kinds: Sequence[str]) -> Authenticator:
    row = Authenticator.objects.filter(pk=factor_id, user_id=user_id, type__in=kinds).first()
    if row is None:
        raise errors.NotFound("Your account has no such passkey or app. It may have been removed in another window.")
    return row


def _add(user_id: int, kind: str, data: Mapping[str, Any], by: Actor, at: datetime) -> Added:
    row = Authenticator.objects.create(user_id=user_id, type=kind, data=dict(data), created_at=at)
    audit.record(
        tag="account:factor:added",
        by=by,
        at=at,
        subject=f"account:{user_id}",
        data={"kind": str(kind), "factor": row.pk},
    )
    _tell(FactorAdded, user_id, row.pk, kind, by, at)
    codes = not Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).exists()
    if codes:
        _codes(user_id, by, at)
    return Added(row.pk, codes)


def _codes(user_id: int, by: Actor, at: datetime) -> Authenticator:
    kind = Authenticator.Type.RECOVERY_CODES
    Authenticator.objects.filter(user_id=user_id, type=kind).delete()
    data = {"seed": seal(RecoveryCodes.generate_seed()), "used_mask": 0}
    row = Authenticator.objects.create(user_id=user_id, type=kind, data=data, created_at=at)
    audit.record(tag="account:recovery_codes:made", by=by, at=at, subject=f"account:{user_id}")
    return row


def _tell(kind: type[AccountNotice], user_id: int, factor_id: int, what: str, by: Actor, at: datetime) -> None:
    notices.queue(
        kind=kind,
        cause=f"factor:{factor_id}",
        recipient=AccountNotice.recipient_of(user_id),
        data={"kind": str(what), "at": at.isoformat()},
        by=by,
        at=at,
    )
