"""Mails about what happened to an account's safety, and the codes that help who cannot get in."""

from collections.abc import Mapping
from typing import Any

from finpro.accounts import selectors as accounts
from finpro.accounts.models import Device
from finpro.accounts.notices.base import AccountNotice, CodeNotice
from finpro.kernel import clock
from finpro.notices.notices import register


@register
class PasswordReplaced(AccountNotice):
    """After a change or a reset: whoever it was, the owner learns of it."""

    tag = "account:password:replaced"
    audience = "your password was changed"
    heading = "Your password was changed"


@register
class PasswordSet(AccountNotice):
    """An account that had none has a password now."""

    tag = "account:password:set"
    audience = "your account was given a password"
    heading = "Your account has a password now"


@register
class LockClosed(AccountNotice):
    """Somebody tried too many passwords; the owner learns of it and of the way in."""

    tag = "account:lock:closed"
    audience = "signing in to your account by password was closed"
    heading = "Signing in by password was closed"


@register
class FactorsReportedLost(AccountNotice):
    """Somebody with the first thing that signs in says that every second factor is lost: the owner may object."""

    tag = "account:recovery:asked"
    audience = "somebody asked the registry to remove the second factors of your account"
    heading = "Somebody says that your second factors are lost"


@register
class UnlockCode(CodeNotice):
    """The code that opens the lock."""

    tag = "account:unlock:code"
    audience = "somebody asked for a code to open sign-in for your address"
    heading = "Your code to open sign-in"


@register
class ResetCode(CodeNotice):
    """The code that lets one in to choose a new password."""

    tag = "account:reset:code"
    audience = "somebody asked to choose a new password for your account"
    heading = "Your code to choose a new password"


@register
class SignInWithGoogle(AccountNotice):
    """Somebody asked for a new password of an account that has none, because it is opened with Google."""

    tag = "account:reset:google"
    audience = "somebody asked to choose a new password for your account"
    heading = "You sign in with Google"

    def still_wanted(self) -> bool:
        """While Google is the way in."""
        return super().still_wanted() and not accounts.has_password(self.user_id)


@register
class DeviceNew(AccountNotice):
    """A session was opened from a browser and network that the account was not used from before."""

    tag = "account:device:new"
    audience = "your account was signed in to from somewhere new"
    heading = "Your account was signed in to from a new device"

    def context(self) -> Mapping[str, Any]:
        """When (`at`, aware), with which `browser` on which `system`, from which IP `source`."""
        device = Device.objects.get(pk=self.data["device"])
        told = {"at": device.first_at, "browser": device.browser, "system": device.system, "source": device.address}
        return {**super().context(), **told}

    def still_wanted(self) -> bool:
        """While the device is known."""
        return super().still_wanted() and Device.objects.filter(pk=self.data["device"]).exists()

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """An invented sign-in."""
        told = {"at": clock.now(), "browser": "Firefox", "system": "Windows", "source": "203.0.113.7"}
        return {**super().sample(), **told}


@register
class FactorsLifted(AccountNotice):
    """The registry took the lost second factors away, after it was shown who the owner is."""

    tag = "account:factor:lifted"
    audience = "the registry removed the second factors of your account"
    heading = "Your second factors were removed"
