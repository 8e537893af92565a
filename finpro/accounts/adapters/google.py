"""Google: signing in, opening an account, linking, and showing again who one is, by OpenID Connect.

The library speaks the protocol: state, PKCE, the exchange of the code, issuer, audience and lifetime of the ID token.
What is asked of the answer is ours: that it carries the nonce of this very question, that Google has verified the
address, and, where somebody shows again who it is, that Google asked just now. Then our own door opens, or a page says
why it does not; whatever fails leaves nothing behind.
"""

import base64
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from requests import RequestException

from finpro.accounts import selectors
from finpro.accounts import services as accounts
from finpro.accounts.adapters import door
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.accounts.policies.factors import SKEW
from finpro.accounts.selectors.factors import GOOGLE
from finpro.audit import services as audit
from finpro.kernel import actor, clock, errors, vault
from finpro.kernel.actor import ANONYMOUS, Actor

# Keys of the session: where somebody is about to go, and who came from Google without an account.
LEAVING, SIGN_UP = "google_leaving", "google_sign_up"
LEAVES_WITHIN = timedelta(minutes=10)
SIGNS_UP_WITHIN = timedelta(hours=1)
_SEALED_FOR = "session.google_sign_up"
_FAILED, _SECOND, _OPEN, _SECURITY = (
    "/sign-in/google/failed",
    "/sign-in/second-step",
    "/open/google",
    "/account/security",
)
# A token of Google's is some kilobytes; it is kept by nobody.
_Claims = dict[str, Any]


class For(StrEnum):
    """What somebody goes to Google for."""

    ENTER = "enter"  # to sign in, or to open an account
    LINK = "link"
    AGAIN = "again"


class Why(StrEnum):
    """Why it did not work; the page that says so knows the sentences."""

    CANCELLED = "cancelled"
    STATE = "state"
    NONCE = "nonce"
    UNVERIFIED = "unverified"
    CLOSED = "closed"
    AWAY = "away"
    REFUSED = "refused"
    EXISTS = "exists"
    TAKEN = "taken"
    ALREADY = "already"
    OTHER = "other"
    STALE = "stale"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True)
class SignUp:
    """Who came from Google and has no account yet. The address is one that Google has verified."""

    uid: str
    email: str
    name: str


class _No(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def name() -> str:
    """How buttons call Google; "" where it is not offered."""
    if not settings.FINPRO["google"]:
        return ""
    return "Google (sandbox)" if settings.FINPRO["google_sandbox"] else "Google"


def start(request: HttpRequest, *, purpose: For, going: str, at: datetime) -> None:
    """Keep in the session where at Google the browser is to go; `leaving` says it. `going` is where the way leads on.

    Raises Refusal where Google is not offered.
    """
    if not name():
        raise errors.Refusal("Google is not offered on this site. Nothing was changed. Choose another way.", "google")
    nonce = secrets.token_urlsafe(32)
    asked = {"nonce": nonce, "prompt": "select_account"}
    if purpose is For.AGAIN:
        # Google is to ask, whatever session it has with the browser, and to say when it did.
        wanted = json.dumps({"id_token": {"auth_time": {"essential": True}}})
        asked |= {"prompt": "login", "max_age": "0", "claims": wanted, "login_hint": _uid(request.user.pk)}
    data = {"purpose": purpose.value, "nonce": nonce, "user": request.user.pk, "since": at.isoformat()}
    provider = get_adapter(request).get_provider(request, GOOGLE)
    answer = provider.redirect(request, process="login", next_url=going, data=data, auth_params=asked)
    request.session[LEAVING] = {"to": answer["Location"], "since": at.isoformat()}


def leaving(request: HttpRequest, *, at: datetime) -> str:
    """Where at Google the browser is to go; "" where nobody is about to, or no longer."""
    kept = request.session.get(LEAVING)
    return str(kept["to"]) if kept and at < datetime.fromisoformat(kept["since"]) + LEAVES_WITHIN else ""


def sign_up(request: HttpRequest, *, at: datetime) -> SignUp | None:
    """Who came from Google in this session and has no account yet; None where nobody did, or no longer."""
    kept = request.session.get(SIGN_UP)
    if not kept or at >= datetime.fromisoformat(kept["since"]) + SIGNS_UP_WITHIN:
        return None
    return SignUp(**json.loads(vault.unseal(base64.b64decode(kept["sealed"]), _SEALED_FOR, vault.ring())))


def forget_sign_up(request: HttpRequest) -> None:
    """The account is open, or it was given up."""
    request.session.pop(SIGN_UP, None)


class GoogleAdapter(DefaultSocialAccountAdapter):
    """What allauth asks us when somebody comes back from Google: nothing of its own is done."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Always answers itself, by where the browser goes next."""
        request.session.pop(LEAVING, None)
        try:
            going = _arrive(request, sociallogin, clock.now())
        except _No as no:
            _note(request, no.why, clock.now())
            going = _failed(no.why)
        raise ImmediateHttpResponse(HttpResponseRedirect(going))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Nobody was shown: cancelled, a state that is not ours, Google away, or a token that does not hold."""
        request.session.pop(LEAVING, None)
        why = Why.REFUSED
        # Some servers leave the state out when somebody goes back.
        if error == AuthError.CANCELLED or request.GET.get("error") == "access_denied":
            why = Why.CANCELLED
        elif extra_context and "state_id" in extra_context:
            why = Why.STATE
        elif isinstance(exception, RequestException):
            why = Why.AWAY
        raise ImmediateHttpResponse(HttpResponseRedirect(_failed(why)))


class _Answer(GoogleOAuth2Adapter):
    """Google's answer. Of what it says about the person only the address is kept on the row of the link."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        if "id_token" not in kwargs["response"]:
            raise OAuth2Error("Google's answer has no ID token")
        try:
            login = super().complete_login(request, app, token, **kwargs)
        except (ValueError, ImproperlyConfigured) as wrong:
            raise OAuth2Error("Google's answer names nobody") from wrong
        login.claims = dict(login.account.extra_data)
        login.account.extra_data = {"email": str(login.claims.get("email", ""))}
        return login


def callback(request: HttpRequest) -> HttpResponse:
    """Where Google sends the browser back to."""
    answer: HttpResponse = OAuth2CallbackView.adapter_view(_Answer)(request)
    return answer


def _arrive(request: HttpRequest, login: SocialLogin, at: datetime) -> str:
    """Where the browser goes next. Raises _No."""
    asked, claims = login.state.get("data") or {}, login.claims
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), str(asked.get("nonce", "-")).encode()):
        raise _No(Why.NONCE)
    if claims.get("email_verified") is not True or not claims.get("email"):
        raise _No(Why.UNVERIFIED)
    going = str(login.state.get("next") or "")
    match For(asked["purpose"]):
        case For.LINK:
            return _link(request, asked, login, at)
        case For.AGAIN:
            _again(request, asked, login, at)
            return going or "/account/"
    if login.account.pk is None:
        return _new(request, claims, at)
    user = User.objects.filter(pk=login.account.user_id, is_active=True).first()
    if user is None:
        raise _No(Why.CLOSED)
    return (going or "/") if door.enter(request, user=user, way=Way.GOOGLE, at=at, going=going) else _SECOND


def _new(request: HttpRequest, claims: _Claims, at: datetime) -> str:
    """Nobody's Google account: on to opening an account with it. Who has one under this address signs in first."""
    email = str(claims["email"])
    if selectors.is_address_taken(email):
        raise _No(Why.EXISTS)
    who = json.dumps({"uid": str(claims["sub"]), "email": email, "name": str(claims.get("name", ""))})
    sealed = base64.b64encode(vault.seal(who.encode(), _SEALED_FOR, vault.ring())).decode()
    request.session[SIGN_UP] = {"sealed": sealed, "since": at.isoformat()}
    return _OPEN


def _link(request: HttpRequest, asked: _Claims, login: SocialLogin, at: datetime) -> str:
    by = _same(request, asked)
    if not door.is_fresh(request, at=at):
        raise _No(Why.SIGNED_OUT)
    try:
        with transaction.atomic():
            extra = login.account.extra_data
            accounts.link_google(user_id=by.user_id or 0, uid=login.account.uid, extra=extra, by=by, at=at)
    except errors.Refusal as refused:
        raise _No(Why(refused.code)) from None
    return f"{_SECURITY}?done=linked"


def _again(request: HttpRequest, asked: _Claims, login: SocialLogin, at: datetime) -> None:
    """Google asked again, just now, and it is the same one. Raises _No."""
    by = _same(request, asked)
    if login.account.pk is None or login.account.user_id != by.user_id:
        raise _No(Why.OTHER)
    shown = login.claims.get("auth_time")
    since = datetime.fromisoformat(asked["since"])
    if not isinstance(shown, int) or not since - SKEW <= datetime.fromtimestamp(shown, UTC) <= at + SKEW:
        raise _No(Why.STALE)
    door.show_again(request, way=Way.GOOGLE, by=by, at=at)


def _same(request: HttpRequest, asked: _Claims) -> Actor:
    """Whoever is signed in, where it is who went to Google. Raises _No."""
    user_id = request.user.pk
    if user_id is None or user_id != asked.get("user"):
        raise _No(Why.SIGNED_OUT)
    return actor.account(user_id)


def _note(request: HttpRequest, why: Why, at: datetime) -> None:
    subject = f"account:{request.user.pk}" if request.user.is_authenticated else "account:unknown"
    audit.record(tag="account:google:refused", by=ANONYMOUS, at=at, subject=subject, data={"why": why.value})


def _failed(why: Why) -> str:
    return f"{_FAILED}?why={why.value}"


def _uid(user_id: int | None) -> str:
    row = SocialAccount.objects.filter(provider=GOOGLE, user_id=user_id).order_by("id").first()
    if row is None:
        raise errors.Refusal("No Google account is linked to yours. Nothing was changed. Choose another way.", "google")
    return str(row.uid)
