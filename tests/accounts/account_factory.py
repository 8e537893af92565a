"""Accounts with ways in, for tests of this package."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from finpro.accounts import services as accounts
from finpro.accounts.enums import Way
from finpro.kernel import clock
from finpro.kernel.actor import Actor, Hat, system
from tests.portals.signed_in import PASSWORD, enter

BY = system("tests")
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def account(at, name="mae", *, password=PASSWORD, app=False):
    """An account, with an authenticator app where that is said."""
    user = accounts.open_account(email=f"{name}@example.org", name=name.title(), password=password, by=BY, at=at)
    if app:
        accounts.add_app(user_id=user.pk, secret=SECRET, by=BY, at=at)
    return user


def actor(user):
    """The account acting for itself."""
    return Actor(Hat.ACCOUNT, f"account:{user.pk}", user.pk)


def app_code(at, ahead=0, secret=SECRET):
    """What an authenticator app shows at an instant, or `ahead` codes later."""
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30 + ahead))


def recovery_codes(user):
    """The recovery codes that are left."""
    return Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()


def signed_in(client, user, *ways):
    """Sign the client in, by password and the second step where there is one, unless ways are named; the client."""
    usual = (Way.PASSWORD, Way.TOTP) if Authenticator.objects.filter(user=user).exists() else (Way.PASSWORD,)
    enter(client, user, *(ways or usual), at=clock.now())
    return client


def weary(client, minutes=11):
    """Let the moments of showing who it is lie back, so that nothing is fresh any more."""
    session = client.session
    then = (clock.now() - timedelta(minutes=minutes)).isoformat()
    session["ways"] = dict.fromkeys(session["ways"], then)
    session.save()
    return client
