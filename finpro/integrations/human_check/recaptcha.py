"""reCAPTCHA v2, the box to tick: pictures, another picture and sound are the vendor's (ACC-13, ACC-14, ACC-15).

The vendor binds its token to nothing of ours, so a challenge is also a ticket, signed by us, with form and expiry; the
answer is `ticket~token`. Its hosts widen the content policy of the page with the check, through csp() alone.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core import signing

from finpro.integrations.human_check.port import LONGEST_ANSWER, Challenge, Outcome, Verdict

URL = "https://www.google.com/recaptcha/api/siteverify"
STATIC = "https://www.gstatic.com/recaptcha/"  # where the vendor's script loads the rest from
TIMEOUTS = (4.0, 8.0)  # seconds to connect, and to wait for each part of the answer
SALT = "finpro.integrations.human_check.recaptcha"
SEPARATOR = "~"
# What the vendor says of a token that was right once, and of one that never was; anything else is about us.
STALE = "timeout-or-duplicate"
WRONG = {"missing-input-response", "invalid-input-response"}


class Recaptcha:
    """The vendor's check for one site. `url` is where tokens are judged; script and pictures come from its host."""

    widget = "recaptcha"

    def __init__(
        self,
        *,
        site_key: str,
        secret: str,
        lifetime: timedelta,
        url: str = "",
        timeouts: tuple[float, float] = TIMEOUTS,
    ) -> None:
        self._site_key = site_key
        self._secret = secret
        self._lifetime = lifetime
        self._url = url or URL
        self._timeouts = timeouts
        found = urlsplit(self._url)
        self._vendor = f"{found.scheme}://{found.netloc}/recaptcha/"

    def challenge(self, form: str, *, at: datetime) -> Challenge:
        """As the port says."""
        expires_at = at + self._lifetime
        ticket = signing.Signer(salt=SALT).sign_object({"form": form, "expires": int(expires_at.timestamp())})
        return Challenge(
            {
                "widget": self.widget,
                "lifetime": int(self._lifetime.total_seconds()),
                "script": f"{self._vendor}api.js",
                "site_key": self._site_key,
                "ticket": ticket,
            },
            expires_at,
        )

    def verify(self, form: str, answer: str, *, at: datetime, remote_ip: str = "") -> Verdict:
        """As the port says. `once` is a hash of the token, which the vendor, too, judges right only once."""
        ticket, _, token = answer.rpartition(SEPARATOR)
        if not ticket or not token or len(answer) > LONGEST_ANSWER:
            return Verdict(Outcome.FAILED)
        try:
            given = signing.Signer(salt=SALT).unsign_object(ticket)
        except (signing.BadSignature, ValueError):
            return Verdict(Outcome.FAILED)
        if given["form"] != form:
            return Verdict(Outcome.FAILED)
        if at >= datetime.fromtimestamp(given["expires"], UTC):
            return Verdict(Outcome.EXPIRED)
        return self._judged(token, remote_ip)

    def _judged(self, token: str, remote_ip: str) -> Verdict:
        fields = {"secret": self._secret, "response": token} | ({"remoteip": remote_ip} if remote_ip else {})
        try:
            answer = requests.post(self._url, data=fields, timeout=self._timeouts, allow_redirects=False)
            told = answer.json()
        except (OSError, ValueError):  # OSError: the library's own, whatever went wrong on the way
            return Verdict(Outcome.UNAVAILABLE)
        if answer.status_code != requests.codes.ok or not isinstance(told, dict):
            return Verdict(Outcome.UNAVAILABLE)
        if told.get("success") is True:
            return Verdict(Outcome.OK, "recaptcha:" + hashlib.sha256(token.encode()).hexdigest())
        listed = told.get("error-codes")
        codes = {code for code in listed if isinstance(code, str)} if isinstance(listed, list) else set()
        if not codes or codes - WRONG - {STALE}:
            return Verdict(Outcome.UNAVAILABLE)
        return Verdict(Outcome.EXPIRED if STALE in codes else Outcome.FAILED)

    def csp(self) -> Mapping[str, list[str]]:
        """The vendor's hosts: its script, and the frames in which it shows box and pictures."""
        static = [STATIC] if self._vendor.startswith("https:") else []
        return {
            "script-src": [self._vendor, *static],
            "frame-src": [self._vendor],
            "connect-src": [self._vendor],
        }


def configured() -> Recaptcha:
    """The site that the settings name."""
    given = settings.FINPRO
    return Recaptcha(
        site_key=given["recaptcha_site_key"],
        secret=given["recaptcha_secret"],
        url=given["recaptcha_url"],
        lifetime=timedelta(minutes=given["human_check_minutes"]),
    )
