"""Proof of work by ALTCHA: the browser computes for a moment; nobody looks at anything and no third party is asked.

The server picks a counter between 50 and 150 and signs the key that follows from it after 5,000 rounds of PBKDF2; the
browser finds it by trying. That bounds the work, at most 750,000 rounds: about 0.2 s on a desktop and 0.5 to 1 s on a
telephone. Making a challenge costs the server one such key (2 ms), judging an answer two HMACs.
"""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import altcha
from django.conf import settings
from django.utils.crypto import salted_hmac

from finpro.integrations.human_check.port import LONGEST_ANSWER, Challenge, Outcome, Verdict

ALGORITHM = "PBKDF2/SHA-256"
COST = 5_000  # rounds for one try
FEWEST, MOST = 50, 150  # tries


class Altcha:
    """Challenges signed with two keys of ours, good for `lifetime`."""

    widget = "altcha"

    def __init__(self, *, key: str, solution_key: str, lifetime: timedelta, cost: int = COST) -> None:
        self._key = key
        self._solution_key = solution_key
        self._lifetime = lifetime
        self._cost = cost

    def challenge(self, form: str, *, at: datetime) -> Challenge:
        """As the port says. Form and expiry are signed with the rest.

        The expiry stands among our own data: the library would compare it with the system's clock, not with `at`.
        """
        expires_at = at + self._lifetime
        made = altcha.create_challenge(
            ALGORITHM,
            self._cost,
            counter=FEWEST + secrets.randbelow(MOST - FEWEST + 1),
            data={"form": form, "expires": int(expires_at.timestamp())},
            hmac_secret=self._key,
            hmac_key_secret=self._solution_key,
        )
        lifetime = int(self._lifetime.total_seconds())
        return Challenge({"widget": self.widget, "lifetime": lifetime, "challenge": made.to_dict()}, expires_at)

    def verify(self, form: str, answer: str, *, at: datetime, remote_ip: str = "") -> Verdict:
        """As the port says. `once` is the challenge's nonce, which is signed too."""
        if not answer or len(answer) > LONGEST_ANSWER:
            return Verdict(Outcome.FAILED)
        try:
            payload = altcha.Payload.from_base64(answer)
            found = altcha.verify_solution(payload, self._key, hmac_key_secret=self._solution_key)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return Verdict(Outcome.FAILED)
        if not found.verified:
            return Verdict(Outcome.FAILED)
        # From here on everything in the parameters was signed by us.
        given = payload.challenge.parameters
        data = given.data or {}
        if data.get("form") != form:
            return Verdict(Outcome.FAILED)
        if at >= datetime.fromtimestamp(data["expires"], UTC):
            return Verdict(Outcome.EXPIRED)
        return Verdict(Outcome.OK, f"altcha:{given.nonce}")

    def csp(self) -> Mapping[str, list[str]]:
        """Nothing: the solver is part of our own script."""
        return {}


def configured() -> Altcha:
    """The check of this installation; its keys follow from Django's SECRET_KEY."""
    return Altcha(
        key=_key("challenge"),
        solution_key=_key("solution"),
        lifetime=timedelta(minutes=settings.FINPRO["human_check_minutes"]),
    )


def _key(purpose: str) -> str:
    return salted_hmac("finpro.integrations.human_check.altcha", purpose, algorithm="sha256").hexdigest()
