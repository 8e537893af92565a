"""`finpro explain`: decisions as JSON, and errors that point at what cannot be used."""

import json

import pytest
import typer
from typer.testing import CliRunner

from finpro.portals.console import explain as command

RUN = CliRunner()
APP = typer.Typer()
APP.callback()(lambda: None)
command.register(APP)


def explain(topic, facts, *more):
    text = facts if isinstance(facts, str) else json.dumps(facts)
    result = RUN.invoke(APP, ["explain", topic, "--facts", "-", *more], input=text)
    return result.exit_code, json.loads(result.stdout)


def test_a_case_is_decided_with_its_reasons():
    code, decisions = explain("late-fee", {"request": {"learned_on": "2026-01-01", "filed_on": "2026-02-02"}})
    assert code == 0
    (decision,) = decisions["decisions"]
    assert (decision["subject"], decision["outcome"]) == ("disclosure", "late")
    assert decision["dates"] == {"due_on": "2026-01-31"}
    assert decision["amounts"] == {"fee": "125.00"}
    assert [reason["rule"] for reason in decision["reasons"]] == ["LV-07", "FEE-03"]


def test_the_day_given_goes_before_that_of_the_facts():
    facts = {"as_of": "2028-05-02", "disqualifications": [{"kind": "felony_conviction", "from": "2018-05-01"}]}
    assert explain("disqualification", facts)[1]["decisions"][0]["outcome"] == "not_disqualified"
    _, given = explain("disqualification", facts, "--as-of", "2028-05-01")
    assert (given["as_of"], given["decisions"][0]["outcome"]) == ("2028-05-01", "disqualified")


@pytest.mark.parametrize(
    ("topic", "facts", "pointer"),
    [
        ("registration", {"exams": [{"code": "S99X", "on": "2026-01-01", "result": "PASS"}]}, "/exams/0/code"),
        ("registration", {"exams": [{"code": "SIE", "on": "2026-02-30", "result": "PASS"}]}, "/exams/0/on"),
        ("registration", {"nonsense": 1}, "/nonsense"),
        ("late-fee", {}, "/request"),
        ("registration", "{", ""),
        ("ce", {}, ""),
        ("weather", {}, ""),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_is_decided(topic, facts, pointer):
    code, answer = explain(topic, facts)
    assert code == 2
    assert [error["pointer"] for error in answer["errors"]] == [pointer]
    assert all(error["message"] for error in answer["errors"])


def test_a_file_that_is_not_there_is_named(tmp_path):
    result = RUN.invoke(APP, ["explain", "registration", "--facts", str(tmp_path / "absent")])
    assert (result.exit_code, "cannot be read" in result.stdout) == (2, True)


def test_every_topic_of_facts_is_decided_or_said_to_come():
    assert set(command.TOPICS).isdisjoint(command.LATER)
    assert len(command.TOPICS) + len(command.LATER) == 16
