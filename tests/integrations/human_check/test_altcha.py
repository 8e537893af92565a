"""Proof of work: signed whole, with keys of its own, and within what a telephone can do."""

import base64
import json

import altcha
import pytest

from finpro.integrations import human_check
from finpro.integrations.human_check import altcha as module
from finpro.integrations.human_check.port import Outcome
from tests.integrations.human_check.conftest import solved

FORM = "open-account"


def altered(answer, path, value):
    """The answer with one value changed."""
    told = json.loads(base64.b64decode(answer))
    inner = told
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return base64.b64encode(json.dumps(told).encode()).decode()


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("challenge", "parameters", "data", "form"), FORM),
        (("challenge", "parameters", "data", "expires"), 4_000_000_000),
        (("challenge", "parameters", "data"), None),
        (("challenge", "parameters", "nonce"), "00" * 16),
        (("challenge", "parameters", "cost"), 1),
        (("challenge", "parameters", "keySignature"), None),
        (("challenge", "parameters"), []),
        (("challenge", "signature"), None),
        (("challenge", "signature"), "00" * 32),
        (("solution", "derivedKey"), "00" * 32),
        (("solution", "derivedKey"), 7),
        (("solution",), None),
    ],
)
def test_nothing_of_an_answer_can_be_altered(proof, at, path, value):
    answer = proof.solve(proof.adapter.challenge("another-form", at=at))
    for form in (FORM, "another-form"):
        assert proof.adapter.verify(form, altered(answer, path, value), at=at).outcome is Outcome.FAILED


def test_the_counter_says_nothing_without_the_key(proof, at):
    made = proof.adapter.challenge(FORM, at=at)
    assert not {"counter", "number"} & set(made.data["challenge"]["parameters"])


def test_another_spelling_of_the_same_answer_has_the_same_name(proof, at):
    answer = proof.solve(proof.adapter.challenge(FORM, at=at))
    spelled = base64.b64encode(json.dumps(json.loads(base64.b64decode(answer)), indent=1).encode()).decode()
    key = json.loads(base64.b64decode(answer))["solution"]["derivedKey"]
    louder = altered(answer, ("solution", "derivedKey"), key.upper())
    names = {proof.adapter.verify(FORM, text, at=at).once for text in (answer, spelled, louder)}
    assert len(names) == 1
    assert names != {""}


def test_the_work_is_bounded(at):
    adapter = human_check.adapter()
    asked = altcha.Challenge.from_dict(adapter.challenge(FORM, at=at).data["challenge"])
    assert asked.parameters.cost * module.MOST <= 750_000
    assert module.FEWEST <= altcha.solve_challenge(asked).counter <= module.MOST


def test_the_keys_follow_from_the_installations_secret(settings, at):
    answer = solved(human_check.adapter().challenge(FORM, at=at))
    assert human_check.adapter().verify(FORM, answer, at=at).ok
    settings.SECRET_KEY = "another"
    assert human_check.adapter().verify(FORM, answer, at=at).outcome is Outcome.FAILED


def test_nothing_is_added_to_the_content_policy(proof):
    assert proof.adapter.csp() == {}
