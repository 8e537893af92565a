"""Mails about second factors and Google: whoever it was, the owner learns of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from finpro.accounts.notices.base import AccountNotice, CodeNotice
from finpro.notices.notices import register

_WHAT = {"totp": "an authenticator app", "webauthn": "a passkey", "recovery_codes": "a new set of recovery codes"}


class _Happened(AccountNotice):
    """A mail that says what happened and when. `data`: the kind of factor, where it is about one, and the moment."""

    def context(self) -> Mapping[str, Any]:
        """Whom to greet, `what` in words and `moment`."""
        what = _WHAT.get(str(self.data.get("kind", "")), "")
        return {**super().context(), "what": what, "moment": datetime.fromisoformat(self.data["at"])}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """A passkey, on a day."""
        moment = datetime.fromisoformat("2026-11-23T17:00:00+00:00")
        return {**super().sample(), "what": "a passkey", "moment": moment}


@register
class FactorAdded(_Happened):
    """A passkey, an authenticator app or recovery codes were added."""

    tag = "account:factor:added"
    audience = "a way to sign in was added to your account"
    heading = "A second factor was added to your account"


@register
class FactorRemoved(_Happened):
    """A passkey or an authenticator app was removed."""

    tag = "account:factor:removed"
    audience = "a way to sign in was removed from your account"
    heading = "A second factor was removed from your account"


@register
class GoogleLinked(_Happened):
    """A Google account now opens the account."""

    tag = "account:google:linked"
    audience = "a Google account was linked to your account"
    heading = "Google was linked to your account"


@register
class GoogleUnlinked(_Happened):
    """A Google account opens the account no more."""

    tag = "account:google:unlinked"
    audience = "a Google account was unlinked from your account"
    heading = "Google was unlinked from your account"


@register
class FreshCode(CodeNotice):
    """The code for somebody who has no other way to show again who it is."""

    tag = "account:sign_in:fresh_code"
    audience = "somebody who is signed in to your account asked for a code"
    heading = "Your code to confirm that it is you"
