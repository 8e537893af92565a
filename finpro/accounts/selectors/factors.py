"""The ways into an account and its second factors."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models.functions import Lower

from finpro.accounts.models import EmailAddress, User
from finpro.accounts.policies.factors import Kept

GOOGLE = "google"
# What is a second step of its own; recovery codes only stand in for one.
SECONDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Factor:
    """An authenticator app or a passkey. `whole`: a passkey that opens the account by itself."""

    id: int
    name: str
    added_at: datetime
    last_used_at: datetime | None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """The Google account that is linked: its address, "" where Google did not say, and since when."""

    email: str
    since: datetime


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How somebody gets into the account. `codes_left` is None where there are no recovery codes."""

    password: bool
    google: Linked | None
    passkeys: tuple[Factor, ...]
    app: Factor | None
    codes_left: int | None

    @property
    def any_second(self) -> bool:
        """Whether a second step is asked for."""
        return bool(self.passkeys or self.app)

    def without(self, *, factor_id: int = 0, google: bool = False) -> Kept:
        """What is left when one is taken away."""
        passkeys = [passkey for passkey in self.passkeys if passkey.id != factor_id]
        app = self.app is not None and self.app.id != factor_id
        return Kept(
            password=self.password,
            google=self.google is not None and not google,
            whole=sum(passkey.whole for passkey in passkeys),
            seconds=len(passkeys) + app,
        )


def get_ways_in(user_id: int) -> WaysIn:
    """The account's ways in and second factors, in three queries."""
    user = User.objects.only("password").get(pk=user_id)
    rows = list(Authenticator.objects.filter(user_id=user_id).order_by("created_at", "id"))
    linked = SocialAccount.objects.filter(user_id=user_id, provider=GOOGLE).order_by("id").first()
    kinds = Authenticator.Type
    apps = [row for row in rows if row.type == kinds.TOTP]
    codes = [row for row in rows if row.type == kinds.RECOVERY_CODES]
    return WaysIn(
        password=user.has_usable_password(),
        google=Linked(str(linked.extra_data.get("email", "")), linked.date_joined) if linked else None,
        passkeys=tuple(_factor(row) for row in rows if row.type == kinds.WEBAUTHN),
        app=_factor(apps[0]) if apps else None,
        codes_left=_left(codes[0]) if codes else None,
    )


def is_address_taken(email: str) -> bool:
    """Whether an account has this e-mail address, as its own or as another one that was confirmed."""
    folded = {"folded": email.lower()}
    return (
        User.objects.alias(folded=Lower("email")).filter(**folded).exists()
        or EmailAddress.objects.alias(folded=Lower("email")).filter(**folded, confirmed_at__isnull=False).exists()
    )


def _factor(row: Authenticator) -> Factor:
    name, whole = str(row.data.get("name", "")), bool(row.data.get("whole"))
    return Factor(row.pk, name, row.created_at, row.last_used_at, whole)


def _left(row: Authenticator) -> int:
    return int(app_settings.RECOVERY_CODE_COUNT) - int(row.data["used_mask"]).bit_count()
