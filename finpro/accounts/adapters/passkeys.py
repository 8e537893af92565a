"""Passkeys: added to an account, shown as the whole way in, as the second step, or again before something sensitive.

Each takes two calls. The first answers what the browser's `navigator.credentials` is to be asked, and keeps the
challenge in the session; the second checks what the browser answered. A challenge is answered once, within minutes,
for the purpose it was made for, and on this site: the origin must be the very one of the request.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from fido2.server import Fido2Server
from fido2.utils import websafe_decode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from finpro.accounts import policies
from finpro.accounts import services as accounts
from finpro.accounts.adapters import door, set_up
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.accounts.policies.factors import CHALLENGE
from finpro.accounts.services import factors
from finpro.accounts.services.factors import Added
from finpro.audit import services as audit
from finpro.kernel import errors, limits, vault
from finpro.kernel.actor import ANONYMOUS, Actor
from finpro.kernel.http import TooMany
from finpro.kernel.http.clients import client_address, place
from finpro.kernel.http.tries import count_tries

# Key of the session: purpose to challenge.
ASKED = "passkey_asked"
# What a browser sends is a few hundred bytes; some devices add a chain of certificates.
LONGEST = 64 * 1024
_UNREADABLE = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    AssertionError,
    RecursionError,
    struct.error,
)


class For(StrEnum):
    """What a passkey is shown, or made, for."""

    ENTER = "enter"
    SECOND = "second"
    AGAIN = "again"
    ADD = "add"


def read(request: HttpRequest) -> Mapping[str, Any]:
    """What the page's script sent. Raises Refusal for a form sent without the script, and for what cannot be read."""
    if request.content_type != "application/json":
        raise errors.Refusal(
            "Passkeys need the script of this page, which your browser did not run. Nothing was changed. "
            "Switch scripts on for this site, or choose another way.",
            "passkey",
        )
    try:
        found = json.loads(request.body[:LONGEST])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _refusal()
    return found


def ask(request: HttpRequest, purpose: For, *, user_id: int | None, at: datetime) -> dict[str, Any]:
    """What the browser is asked for when a passkey is to be shown. Without an account it names none: the device offers
    those that it has for this site, and asks its owner for finger, face or PIN."""
    whole = user_id is None
    known = None if user_id is None else [data for data, _ in _credentials(user_id)]
    if known == []:
        raise errors.Refusal("Your account has no passkey. Nothing was changed. Use another way.", "passkey")
    needed = UserVerificationRequirement.REQUIRED if whole else UserVerificationRequirement.PREFERRED
    options, state = _server(request).authenticate_begin(known, user_verification=needed)
    _keep(request, purpose, state, at)
    return _plain(options)


def enter(request: HttpRequest, *, credential: object, going: str, at: datetime) -> str:
    """Open the session of whoever shows a passkey; where the way leads on. Raises Refusal, and TooMany after many wrong
    ones from one place."""
    where = place(client_address(request))
    if wait := limits.wait(policies.FROM_ADDRESS, where, at=at):
        raise TooMany(wait)
    try:
        user = User.objects.filter(pk=_owner(credential), is_active=True).first()
        if user is None:
            raise _refusal()
        factor_id = _check(request, For.ENTER, user.pk, credential, at)
    except errors.Refusal:
        limits.spend(policies.FROM_ADDRESS, where, at=at)
        audit.record(tag="account:sign_in:refused", by=ANONYMOUS, at=at, subject="account:unknown")
        raise
    with transaction.atomic():
        factors.note_use(factor_id=factor_id, at=at, whole=True)
        door.enter(request, user=user, way=Way.PASSKEY, at=at)
    return going


def second_step(request: HttpRequest, *, credential: object, at: datetime) -> str | None:
    """Open the session of whoever waits at the second step; where the way leads on, None where nobody waits.

    Raises Refusal for a passkey that is not theirs, TooMany while a pause lasts.
    """
    who = door.waiting(request, at=at)
    if who is None:
        return None
    _shown(request, For.SECOND, who.user_id, credential, ANONYMOUS, at)
    return door.finish(request, way=Way.PASSKEY, at=at)


def show_again(request: HttpRequest, *, credential: object, by: Actor, at: datetime) -> None:
    """Show again who one is. Raises Refusal for a passkey that is not the actor's, TooMany while a pause lasts."""
    _shown(request, For.AGAIN, by.user_id or 0, credential, by, at)
    door.show_again(request, way=Way.PASSKEY, by=by, at=at)


def ask_for_new(request: HttpRequest, *, at: datetime) -> dict[str, Any]:
    """What the browser is asked for when a passkey is to be made for whoever is signed in."""
    user = request.user
    if not isinstance(user, User):
        raise _refusal()
    options, state = _server(request).register_begin(
        # The device shows these to its owner alone; the handle is the account's number.
        PublicKeyCredentialUserEntity(name=user.email, display_name=user.name or user.email, id=str(user.pk).encode()),
        [data for data, _ in _credentials(user.pk)],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
        extensions={"credProps": True},
    )
    _keep(request, For.ADD, state, at)
    return _plain(options)


def add(request: HttpRequest, *, credential: object, name: str, by: Actor, at: datetime) -> Added:
    """Make what the browser answered a passkey of the account. This session counts as opened with it.

    It opens the account by itself where the device says that it will offer it, and asked its owner for finger, face or
    PIN. Raises Refusal.
    """
    state = _take(request, For.ADD, at)
    kept = _registration(credential)
    try:
        made = _server(request).register_complete(state, kept)
    except _UNREADABLE:
        raise _refusal() from None
    if Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN, data__credential__id=kept["id"]).exists():
        raise errors.Refusal("This passkey is in use already. Nothing was changed.", "passkey")
    offered = kept["clientExtensionResults"].get("credProps", {}).get("rk") is True
    with transaction.atomic():
        added = accounts.add_passkey(
            user_id=by.user_id or 0,
            name=name,
            credential=kept,
            whole=offered and made.is_user_verified(),
            by=by,
            at=at,
        )
        door.show_again(request, way=Way.PASSKEY, by=by, at=at)
    if added.codes:
        set_up.show_codes(request, at=at)
    return added


def _shown(request: HttpRequest, purpose: For, user_id: int, credential: object, by: Actor, at: datetime) -> None:
    """Check a passkey of a known account; wrong ones count with wrong codes."""
    count_tries((policies.WRONG_SECONDS, str(user_id)), at=at)
    try:
        factor_id = _check(request, purpose, user_id, credential, at)
    except errors.Refusal:
        audit.record(tag="account:sign_in:refused", by=by, at=at, subject=f"account:{user_id}")
        raise
    limits.forgive(policies.WRONG_SECONDS, str(user_id))
    with transaction.atomic():
        factors.note_use(factor_id=factor_id, at=at)


def _check(request: HttpRequest, purpose: For, user_id: int, credential: object, at: datetime) -> int:
    """The key of the passkey that answered the challenge. Raises Refusal."""
    state = _take(request, purpose, at)
    known = _credentials(user_id)
    try:
        found = _server(request).authenticate_complete(state, [data for data, _ in known], _mapping(credential))
    except _UNREADABLE:
        raise _refusal() from None
    return next(factor_id for data, factor_id in known if data.credential_id == found.credential_id)


def _keep(request: HttpRequest, purpose: For, state: Mapping[str, Any], at: datetime) -> None:
    asked = {"challenge": state["challenge"], "verify": str(state["user_verification"]), "since": at.isoformat()}
    request.session[ASKED] = {**request.session.get(ASKED, {}), purpose.value: asked}


def _take(request: HttpRequest, purpose: For, at: datetime) -> dict[str, Any]:
    """The challenge that was asked, taken out: it is answered once, whatever the answer is worth."""
    waiting = dict(request.session.get(ASKED, {}))
    asked = waiting.pop(purpose.value, None)
    request.session[ASKED] = waiting
    if asked is None or at >= datetime.fromisoformat(asked["since"]) + CHALLENGE:
        raise errors.Refusal(
            "The question to your passkey is over, or was answered in another window. Nothing was changed. Try again.",
            "passkey",
        )
    once = vault.fingerprint(asked["challenge"], "passkey")
    if not accounts.use_once(once=once, at=at):
        raise _refusal()
    return {"challenge": asked["challenge"], "user_verification": UserVerificationRequirement(asked["verify"])}


def _credentials(user_id: int) -> Sequence[tuple[AttestedCredentialData, int]]:
    rows = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN).order_by("id")
    found = []
    for row in rows:
        made = RegistrationResponse.from_dict(row.data["credential"]).response.attestation_object.auth_data
        if made.credential_data is not None:
            found.append((made.credential_data, row.pk))
    return found


def _owner(credential: object) -> int:
    """The account that the passkey says it is for. Raises Refusal."""
    try:
        return int(websafe_decode(_mapping(credential)["response"]["userHandle"]).decode())
    except _UNREADABLE:
        raise _refusal() from None


def _registration(credential: object) -> dict[str, Any]:
    """The parts of a registration that are kept; whatever else was sent is not. Raises Refusal."""
    try:
        sent = _mapping(credential)
        response, extensions = sent["response"], sent.get("clientExtensionResults", {})
        kept = {
            "id": str(sent["id"]),
            "rawId": str(sent["rawId"]),
            "type": "public-key",
            "response": {name: str(response[name]) for name in ("clientDataJSON", "attestationObject")},
            "clientExtensionResults": {"credProps": {"rk": extensions.get("credProps", {}).get("rk") is True}},
        }
    except _UNREADABLE:
        raise _refusal() from None
    return kept


def _mapping(sent: object) -> Mapping[str, Any]:
    """What a browser answers is an object with named parts. Raises Refusal for anything else."""
    if not isinstance(sent, dict):
        raise _refusal()
    return sent


def _server(request: HttpRequest) -> Fido2Server:
    host = request.get_host().rpartition(":")[0] or request.get_host()
    origin = f"{request.scheme}://{request.get_host()}"
    return Fido2Server(
        PublicKeyCredentialRpEntity(name=str(settings.FINPRO["brand"]), id=host),
        verify_origin=lambda said: said == origin,
    )


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(options, default=dict))
    return found


def _refusal() -> errors.Refusal:
    return errors.Refusal(
        "The passkey was not accepted. Nothing was changed. Try again, or use another way.", "passkey"
    )
