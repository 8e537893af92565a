"""Each way in which a specification can be wrong is refused with file, line and reason; one error lists them all."""

from datetime import date
from pathlib import Path

import pytest

from finpro.rulebook import checking, lookup
from finpro.rulebook.coerce import Misfit
from finpro.rulebook.errors import Problem, RulebookError
from finpro.rulebook.forms import conditions, loader
from finpro.rulebook.forms.schema import Condition
from tests.rulebook.forms import small


def problems_of(folder: Path) -> list[str]:
    with pytest.raises(RulebookError) as caught:
        loader.load(folder)
    return [str(problem) for problem in caught.value.problems]


def test_a_whole_form_is_read(tmp_path: Path) -> None:
    form = loader.load(small.write(tmp_path))
    assert (form.form, form.version, form.effective_from) == ("small", "2020-01", date(2020, 1, 1))
    assert [section.key for section in form.sections] == ["about", "pets"]
    assert [question.key for question in form.section("pets").questions] == ["name", "register"]
    assert [question.key for question in form.page("VOW").questions] == ["questions", "said_on", "why"]
    assert [(code.code, code.meaning) for code in form.lists["answers_VOW"].codes] == [("married", "Married?")]
    assert [code.code for code in form.lists["colors"].codes] == ["RED", "BLUE"]
    assert form.lists["sizes"].codes[0].label == "Small"
    assert form.filing_type("SHORT").without == ("pets",)
    assert form.block("9A").signer == "person"
    assert form.definitions["married"].term == "Married"
    assert form.text_version == "2020-01"


ABOUT, PETS, FORM = "section_01_about.toml", "section_02_pets.toml", "form.toml"


def replaced(name: str, old: str, new: str) -> dict[str, str]:
    text = small.FILES[name]
    assert old in text
    return {name: text.replace(old, new, 1)}


FAULTS = [
    (replaced(ABOUT, 'key = "name"', 'key = "name"\ncolour = "r"'), f"{ABOUT}:10: unknown key 'colour'"),
    (replaced(ABOUT, 'kind = "text"', 'kind = "essay"'), f"{ABOUT}:10: kind must be one of text, "),
    (replaced(ABOUT, 'label = "Name"\n', ""), f"{ABOUT}:8: label is missing"),
    (replaced(ABOUT, "required = true", 'required = "yes"'), f"{ABOUT}:12: required must be true or false"),
    (
        replaced(ABOUT, 'terms = ["married"]', 'terms = ["wed"]'),
        f"{ABOUT}:18: terms names 'wed', which is no definition",
    ),
    (replaced(ABOUT, 'drp = "VOW"', 'drp = "OATH"'), f"{ABOUT}:19: drp names 'OATH', which is no reporting page"),
    (
        replaced(ABOUT, "married: true", "maried: true"),
        f"{ABOUT}:25: when names 'maried', which is no question that can be named here",
    ),
    (
        replaced(ABOUT, "married: true", "/pets/name: x"),
        f"{ABOUT}:25: when names '/pets/name', which is no question that can be named here",
    ),
    (
        replaced(ABOUT, "married: true", "/filing/colour: x"),
        f"{ABOUT}:25: when names '/filing/colour', which is no question",
    ),
    (replaced(ABOUT, "married: true", "married: YES"), f"{ABOUT}:25: when holds 'married: YES': 'married' is of kind"),
    (replaced(ABOUT, "married: true", "name: true"), f"{ABOUT}:25: when holds 'name: true': 'name' is of kind text"),
    (
        replaced(ABOUT, "married: true", "partner/color: GREEN"),
        f"{ABOUT}:25: when holds 'partner/color: GREEN': 'color'",
    ),
    (replaced(ABOUT, "married: true", "partner: x"), f"{ABOUT}:25: when holds 'partner: x': 'partner' has no value"),
    (replaced(ABOUT, "married: true", "partner/color: RED"), f"{ABOUT}:25: when goes round in a circle: partner"),
    (replaced(ABOUT, "married: true", "married"), f"{ABOUT}:25: when holds 'married', which is not like"),
    (replaced(ABOUT, '"name: *"', '"../color: *"'), f"{ABOUT}:37: when names '../color', which is no question"),
    (replaced(ABOUT, 'codes = "colors"', 'codes = "colours"'), f"{ABOUT}:36: codes names 'colours', which is no list"),
    (replaced(ABOUT, 'codes = "colors"\n', ""), f"{ABOUT}:34: a question with codes names their list in `codes`"),
    (
        replaced(ABOUT, 'label = "Name"', 'label = "Name"\ncodes = "colors"'),
        f"{ABOUT}:12: a question of kind text has no codes",
    ),
    (replaced(PETS, "rulebook:sros", "rulebook:bars"), f"{PETS}:21: the rulebook has no topic 'bars'"),
    (
        replaced(ABOUT, 'codes = "colors"', 'codes = "colors"\nonly = ["label: Red"]'),
        f"{ABOUT}:37: only a topic of the rulebook can be narrowed",
    ),
    (
        replaced(ABOUT, 'kind = "group"', 'kind = "text"'),
        f"{ABOUT}:23: questions of kind group and list have questions",
    ),
    (replaced(ABOUT, 'key = "married"', 'key = "name"'), f"{ABOUT}:15: 'name' is asked twice"),
    (replaced(ABOUT, 'key = "married"', 'key = "a/b"'), f"{ABOUT}:15: a key has no / and no ~"),
    (replaced(ABOUT, 'title = "Name"', 'headline = "Name"'), f"{ABOUT}:6: unknown key 'headline'"),
    (replaced(ABOUT, 'number = "1"', 'number = "1"\nshape = "tree"'), f"{ABOUT}:3: shape must be one of object, list"),
    (
        replaced(ABOUT, 'number = "1"', 'number = "1"\nrep_edits = "yes"'),
        f"{ABOUT}:3: rep_edits must be one of default",
    ),
    (
        replaced(ABOUT, 'number = "1"', 'number = "1"\nshape = "codes"'),
        f"{ABOUT}:3: a section that is a list of codes has one question",
    ),
    (replaced(ABOUT, 'number = "1"', "number = 1"), f"{ABOUT}:2: number must be text"),
    (replaced(ABOUT, 'number = "1"', 'number = "1"\nmark = "known"'), f"{ABOUT}:3: a mark needs `verify = true`"),
    (replaced(ABOUT, "[[group]]", "[group]"), f"{ABOUT}:5: `group` is a list of tables"),
    (replaced(ABOUT, 'number = "1"', 'number = "1'), f"{ABOUT}:2: not TOML"),
    (replaced(ABOUT, 'key = "about"', 'key = "pets"'), f"{PETS}:1: there is already a key 'pets'"),
    (replaced(PETS, 'kind = "yes_no"', 'kind = "text"'), f"{PETS}:7: a gate is a yes_no question"),
    (replaced(PETS, 'part = "named"', 'part = "nameless"'), f"{PETS}:15: there is no part 'nameless'"),
    (
        replaced(PETS, 'part = "named"', 'part = "named"\nkind = "text"'),
        f"{PETS}:16: a table that stands for a part holds nothing else",
    ),
    (replaced("parts.toml", 'label = "Name"', 'label = ""'), "parts.toml:7: label has no text"),
    (
        {"parts.toml": small.PARTS + small.PARTS},
        "parts.toml:9: a part has a key of its own",
    ),
    (replaced(FORM, '["about", "pets"]', '["about", "cars"]'), f"{FORM}:9: complete names 'cars', which is no section"),
    (replaced(FORM, '["about", "pets"]', '["about", "about"]'), f"{FORM}:9: complete names a section twice"),
    (
        replaced(FORM, 'blocks = ["9A"]', 'blocks = ["9B"]'),
        f"{FORM}:11: blocks names '9B', which is no signature block",
    ),
    (replaced(FORM, 'code = "SHORT"', 'code = "NEW"'), f"{FORM}:14: there is already a code 'NEW'"),
    (replaced(FORM, 'signer = "person"', 'signer = "anyone"'), f"{FORM}:22: signer must be one of person, signatory"),
    (replaced(FORM, "effective_from = 2020-01-01\n", ""), f"{FORM}:0: effective_from is missing"),
    (replaced(FORM, 'source = "Invented"', 'version = "2"'), f"{FORM}:3: version is given by the folder"),
    (replaced("drp_vow.toml", '["married"]', '["wed"]'), "drp_vow.toml:3: answers names 'wed', which is no question"),
    (
        replaced("drp_vow.toml", "said_on/precision", "said_on/colour"),
        "drp_vow.toml:16: when names 'said_on/colour', which is no question",
    ),
    (
        {"lists.toml": small.LISTS + '\n[[list]]\nkey = "colors"\ntitle = "C"\n\n[list.labels]\nA = "a"\n'},
        "lists.toml:21",
    ),
    (replaced("lists.toml", 'code = "BLUE"', 'code = "RED"'), "lists.toml:1: the code 'RED' stands here twice"),
    (
        {"lists.toml": small.LISTS + '\n[[list]]\nkey = "empty"\ntitle = "Empty"\n'},
        "lists.toml:21: a list has at least one code",
    ),
    ({"definitions.toml": small.DEFINITIONS * 2}, "definitions.toml:6: there is already a definition 'married'"),
    ({"definitions.toml": 'other = "x"\n' + small.DEFINITIONS}, "definitions.toml:1: unknown key 'other'"),
    ({"notes.toml": 'note = "x"\n'}, "notes.toml:0: no part of a form is called 'notes.toml'"),
]


@pytest.mark.parametrize(("changed", "expected"), FAULTS, ids=[expected[:60] for _, expected in FAULTS])
def test_a_fault_is_named_with_its_line(tmp_path: Path, changed: dict[str, str], expected: str) -> None:
    found = problems_of(small.write(tmp_path, changed=changed))
    assert any(problem.startswith(f"forms/small/2020-01/{expected}") for problem in found), found


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    changed = replaced(ABOUT, 'label = "Name"\n', "") | replaced(PETS, 'label = "Any pets?"\n', "")
    assert len(problems_of(small.write(tmp_path, changed=changed))) == 2


def test_a_form_without_its_head_is_refused(tmp_path: Path) -> None:
    folder = small.write(tmp_path)
    (folder / "form.toml").unlink()
    assert problems_of(folder) == ["forms/small/2020-01/form.toml:0: this file is missing"]


def test_a_list_that_is_written_inline_is_read_too(tmp_path: Path) -> None:
    inline = '[[list]]\nkey = "colors"\ntitle = "Colors"\ncode = [{code = "RED", label = "Red"}]\n'
    form = loader.load(small.write(tmp_path, changed={"lists.toml": inline}))
    assert [code.code for code in form.lists["colors"].codes] == ["RED"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("status: PENDING|ON_APPEAL", Condition(path="status", values=("PENDING", "ON_APPEAL"))),
        ("/unaffiliated/unaffiliated_bd: true", Condition(path="/unaffiliated/unaffiliated_bd", values=(True,))),
        ("initiated_by: !SEC", Condition(path="initiated_by", values=("SEC",), negated=True)),
        ("docket: *", Condition(path="docket")),
        ("docket: !*", Condition(path="docket", negated=True)),
        ("counts: 1", Condition(path="counts", values=(1,))),
    ],
)
def test_a_condition_is_read_and_written(text: str, expected: Condition) -> None:
    assert conditions.parse(text) == expected
    assert conditions.written(expected) == text


@pytest.mark.parametrize("text", ["", "status", "status:", "status: ", ": A", "status: !", "status: A||B", "status: |"])
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(Misfit):
        conditions.parse(text)


def test_a_form_is_asked_by_version_or_by_day() -> None:
    newest = loader.get("u4")
    assert loader.get("u4", "2009-05") is loader.get("u4", on=date(2026, 11, 22))
    assert loader.versions("u4")[-1] == newest.version
    with pytest.raises(KeyError, match="no version of u4 is in force on 2001-01-01"):
        loader.get("u4", on=date(2001, 1, 1))
    with pytest.raises(KeyError, match="u4 has no version 1999"):
        loader.get("u4", "1999")
    with pytest.raises(KeyError, match="there is no form u6"):
        loader.get("u6")


def test_a_start_looks_at_topics_and_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise RulebookError([Problem(name, 1, "is wrong")])

    checking.check()
    monkeypatch.setattr(loader, "check", lambda: broken("form"))
    monkeypatch.setattr(lookup, "check", lambda: broken("topic"))
    with pytest.raises(RulebookError) as caught:
        checking.check()
    assert [problem.file for problem in caught.value.problems] == ["topic", "form"]
