"""`finpro check`: what it prints, and the exit codes."""

import copy
import json

import pytest
from typer.testing import CliRunner

from finpro.config import main
from finpro.kernel import errors
from finpro.portals import console
from tests.filings.checks.asking import lay
from tests.forms import documents, notices


@pytest.fixture
def finpro():
    app = console.build(main.COMMANDS, lambda entry, rest: None)

    def run(*arguments, given=None):
        return CliRunner().invoke(app, ["check", *arguments], input=given)

    return run


@pytest.fixture
def written(tmp_path):
    def write(changes=None, start=documents.initial):
        document = copy.deepcopy(start())
        for pointer, value in (changes or {}).items():
            lay(document, pointer, value)
        path = tmp_path / "form.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("start", [documents.initial, documents.largest, documents.amendment, documents.concurrence])
def test_a_whole_form_has_no_findings(finpro, written, start):
    answer = finpro("u4", written(start=start), "--as-of", documents.AS_OF)
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, {"findings": []})


def test_an_error_is_found_where_it_is(finpro, written):
    answer = finpro("u4", written({"/residences/0/street1": "PO Box 5"}), "--as-of", documents.AS_OF)
    assert answer.exit_code == 1
    assert json.loads(answer.stdout) == {
        "findings": [
            {
                "rule": "U4-RES-05",
                "severity": "error",
                "pointer": "/residences/0/street1",
                "message": "Nobody lives in a post office box. Enter street and number.",
            }
        ]
    }


def test_a_warning_alone_is_no_failure(finpro, written):
    answer = finpro("u4", written({"/signatures/15A/name": "Somebody Else"}), "--as-of", documents.AS_OF)
    assert answer.exit_code == 0
    assert [one["severity"] for one in json.loads(answer.stdout)["findings"]] == ["warning"]


def test_the_day_is_given_or_the_forms_own(finpro, written):
    later = {"/filing/as_of": "2027-03-01"}
    assert finpro("u4", written()).exit_code == 0
    found = json.loads(finpro("u4", written(later)).stdout)["findings"]
    assert {one["rule"] for one in found} == set()
    found = json.loads(finpro("u4", written(), "--as-of", "2026-11-22").stdout)["findings"]
    assert {one["rule"] for one in found} == {"U4-SIG-09"}


def test_it_reads_standard_input(finpro):
    answer = finpro("u4", "-", "--as-of", documents.AS_OF, given=json.dumps(documents.initial()))
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, {"findings": []})


@pytest.mark.parametrize(
    ("given", "pointers"),
    [
        ("", [""]),
        ("{", [""]),
        ("[]", [""]),
        ("NaN", [""]),
        ('{"filing": {}}', ["/filing"]),
        ("{}", ["/filing"]),
        ('{"filing": {"type": "INITIAL", "type": "DUAL"}}', [""]),
        ('{"filing": {"type": "TRANSFER"}, "colour": 1}', ["/filing/type", "/colour"]),
        ('{"filing": {"type": "INITIAL", "as_of": "2026-02-30"}}', ["/filing/as_of"]),
        ('{"filing": {"type": "INITIAL"}, "exam_requests": ["S999"]}', ["/exam_requests/0"]),
        ("[" * 50_000, [""]),
    ],
)
def test_what_is_no_form_is_unusable(finpro, given, pointers):
    answer = finpro("u4", "-", given=given)
    assert answer.exit_code == 2
    found = json.loads(answer.stdout)
    assert list(found) == ["errors"]
    assert [one["pointer"] for one in found["errors"]] == pointers
    assert all(one["message"].endswith(".") for one in found["errors"])


def test_a_file_that_is_not_there_is_unusable(finpro, tmp_path):
    answer = finpro("u4", str(tmp_path / "none.json"))
    assert answer.exit_code == 2
    assert json.loads(answer.stdout)["errors"][0]["message"].endswith("no such file or directory.")


@pytest.mark.parametrize("start", [notices.full, notices.discharged, notices.partial, notices.amendment])
def test_a_whole_form_u5_has_no_findings(finpro, written, start):
    answer = finpro("u5", written(start=start))
    assert (answer.exit_code, json.loads(answer.stdout)) == (0, {"findings": []})


def test_form_u5_is_checked_by_its_own_rules(finpro, written):
    answer = finpro("u5", written({"/termination/reason": "OTHER"}, start=notices.full))
    assert answer.exit_code == 1
    (found,) = json.loads(answer.stdout)["findings"]
    assert (found["rule"], found["pointer"]) == ("U5-FUL-02", "/termination/explanation")


def test_a_document_of_another_form_is_unusable(finpro, written):
    answer = finpro("u5", written())
    assert answer.exit_code == 2
    assert "/filing/type" in {one["pointer"] for one in json.loads(answer.stdout)["errors"]}


def test_other_forms_are_refused_in_a_sentence(finpro):
    answer = finpro("u9", "-", given="{}")
    assert isinstance(answer.exception, errors.Invalid)
    assert main.explain(answer.exception)[0] == 2
    assert "There is no form u9. The forms are: u4, u5." in str(answer.exception)
