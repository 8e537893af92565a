"""The two checks, each with a way to answer it as a person's browser would."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs

import altcha
import pytest

from finpro.integrations.human_check.altcha import Altcha
from finpro.integrations.human_check.port import Challenge, HumanCheck
from finpro.integrations.human_check.recaptcha import Recaptcha
from tests.integrations.stub import Answer, serving

LIFETIME = timedelta(minutes=20)


@dataclass
class Check:
    """A check and its right answer to a challenge."""

    adapter: HumanCheck
    solve: Callable[[Challenge], str]


def solved(challenge):
    """What the browser's script sends for a proof of work."""
    asked = altcha.Challenge.from_dict(json.loads(json.dumps(challenge.data))["challenge"])
    return altcha.Payload(asked, altcha.solve_challenge(asked)).to_base64()


class Vendor:
    """Judges tokens as reCAPTCHA does: those that begin with "right" are, each of them once."""

    def __init__(self):
        self.used = set()
        self.drawn = 0

    def token(self):
        self.drawn += 1
        return f"right-{self.drawn}"

    def __call__(self, asked):
        given = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        token = given.get("response", "")
        if given.get("secret") != "a secret":
            told = {"success": False, "error-codes": ["invalid-input-secret"]}
        elif not token.startswith("right"):
            told = {"success": False, "error-codes": ["invalid-input-response"]}
        elif token in self.used:
            told = {"success": False, "error-codes": ["timeout-or-duplicate"]}
        else:
            self.used.add(token)
            told = {"success": True, "challenge_ts": "2026-11-23T17:00:00Z", "hostname": "localhost"}
        return Answer(200, json.dumps(told).encode())


@pytest.fixture
def vendor():
    with serving(Vendor()) as stub:
        yield stub


@pytest.fixture
def recaptcha(vendor):
    adapter = Recaptcha(
        site_key="a site", secret="a secret", lifetime=LIFETIME, url=f"{vendor.url}/recaptcha/api/siteverify"
    )
    tokens = vendor.answer
    return Check(adapter, lambda challenge: f"{challenge.data['ticket']}~{tokens.token()}")


@pytest.fixture
def proof():
    return Check(Altcha(key="k1", solution_key="k2", lifetime=LIFETIME, cost=10), solved)


@pytest.fixture(params=["proof", "recaptcha"])
def check(request):
    return request.getfixturevalue(request.param)
