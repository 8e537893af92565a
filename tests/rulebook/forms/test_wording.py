"""An operator's own texts stand where ours did; one that has no place stops the start, with its line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from finpro.config import env
from finpro.rulebook import checking
from finpro.rulebook.errors import RulebookError
from finpro.rulebook.forms import loader, wording
from tests.rulebook.forms import small

OFFICIAL = """\
["disclosure/14A(1)(a)"]
label = "The official question"
help = "The official help."

[has_other_business]
label = "The official question of section 13"

["drps/CRIM/charges/plea"]
label = "Plea"

["residences/street1"]
label = "Street"

[exam_requests]
label = "Official exams"

["section/residences"]
title = "Residential History"

["page/CRIM"]
title = "Criminal DRP"

["block/15A"]
statement = "The official statement."

["definition/felony"]
text = "The official definition."

["type/INITIAL"]
title = "Initial Application"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An operator's folder, in use."""
    (tmp_path / "u4").mkdir()
    (tmp_path / "u4" / "2009-05.toml").write_text(OFFICIAL, encoding="utf-8")
    wording.use(tmp_path)
    yield tmp_path
    wording.use("")


def test_the_texts_stand_where_ours_did(folder: Path) -> None:
    form = loader.get("u4", "2009-05")
    (question,) = [q for q in form.section("disclosure").questions if q.key == "14A(1)(a)"]
    assert (question.label, question.help) == ("The official question", "The official help.")
    assert question.official == "14A(1)(a)"
    gate = form.section("other_business").gate
    assert gate is not None
    assert gate.label == "The official question of section 13"
    (charges,) = [q for q in form.page("CRIM").questions if q.key == "charges"]
    assert [q.label for q in charges.questions if q.key == "plea"] == ["Plea"]
    assert [q.label for q in form.section("residences").questions if q.key == "street1"] == ["Street"]
    assert form.section("exam_requests").questions[0].label == "Official exams"
    assert form.section("residences").title == "Residential History"
    assert form.page("CRIM").title == "Criminal DRP"
    assert form.block("15A").statement == "The official statement."
    assert form.definitions["felony"].text == "The official definition."
    assert form.filing_type("INITIAL").title == "Initial Application"
    checking.check()


def test_everything_else_stays_and_the_version_of_the_text_tells_them_apart(folder: Path) -> None:
    own = loader.get("u4", "2009-05")
    wording.use("")
    ours = loader.get("u4", "2009-05")
    assert own.section("general") == ours.section("general")
    assert ours.text_version == "2009-05"
    assert own.text_version.startswith("2009-05+")
    assert len(own.text_version) == len("2009-05+") + 12


def test_a_folder_without_a_file_for_a_version_changes_nothing(tmp_path: Path) -> None:
    form = loader.load(small.write(tmp_path))
    assert wording.laid_over(form, tmp_path / "own") is form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('["disclosure/14Z"]\nlabel = "x"\n', "2009-05.toml:1: the form has no 'disclosure/14Z'"),
        ('["disclosure/14M"]\nlabel = "x"\nofficial = "14N"\n', "2009-05.toml:3: official is no text of"),
        ('["disclosure/14M"]\n\nlabel = " "\n', "2009-05.toml:3: label has no text"),
        ('["disclosure/14M"]\nlabel = 7\n', "2009-05.toml:2: label must be text"),
        ('["block/15A"]\nsigner = "anyone"\n', "2009-05.toml:2: signer is no text of 'block/15A'"),
        ('title = "x"\n', "2009-05.toml:1: `title` is a table"),
        ('["disclosure/14M"\n', "2009-05.toml:1: not TOML"),
    ],
)
def test_a_text_without_a_place_is_refused(folder: Path, text: str, expected: str) -> None:
    (folder / "u4" / "2009-05.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        checking.check()
    assert [str(problem).removeprefix(f"{folder}/u4/")[: len(expected)] for problem in caught.value.problems] == [
        expected
    ]


def test_files_that_belong_to_no_form_are_named(folder: Path) -> None:
    (folder / "u4" / "2009-5.toml").write_text("", encoding="utf-8")
    with pytest.raises(RulebookError, match=r"2009-5\.toml:0: no version of a form is called so"):
        checking.check()


def test_a_folder_that_is_not_there_is_named(folder: Path) -> None:
    wording.use(folder / "elsewhere")
    with pytest.raises(RulebookError, match="there is no such folder of wording"):
        checking.check()


def test_the_environment_names_the_folder(folder: Path) -> None:
    assert env.read({"FINPRO_FORM_WORDING": str(folder)}).form_wording == str(folder)
    assert env.read({}).form_wording == ""
