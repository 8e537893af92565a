"""A form that stands on another one: what it takes over, and how each fault is named with its file and line."""

from pathlib import Path

import pytest

from finpro.rulebook.errors import RulebookError
from finpro.rulebook.forms import loader
from tests.rulebook.forms import small

HEAD = """\
title = "Its sister"
effective_from = 2021-01-01
source = "Invented"
base = "small/2020-01"
"""
ABOUT = """\
key = "about"
number = "1–2"
title = "About them"

[[group]]

[[group.question]]
key = "married"
kind = "yes_no"
label = "Are they married?"
terms = ["married"]
drp = "VOW"

[[group.question]]
part = "named"
"""
VOW = """\
type = "VOW"
title = "Their vow"
answers = ["married"]
like = "VOW"
without = ["said_on"]

[[reworded]]
key = "why"
label = "Why did they?"
"""
LATER = """\
key = "later"
number = "5B"
title = "Later"

[[group]]

[[group.question]]
key = "color"
kind = "code"
label = "Color"
codes = "colors"
"""
FILES = {"form.toml": HEAD, "section_01_about.toml": ABOUT, "drp_vow.toml": VOW, "section_05b_later.toml": LATER}
WHY = small.FILES["drp_vow.toml"]


def write(root: Path, changed: dict[str, str] | None = None, lent: dict[str, str] | None = None) -> Path:
    small.write(root, changed=lent)
    folder = root / "sister" / "2021-01"
    folder.mkdir(parents=True)
    for name, text in (FILES | (changed or {})).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_it_takes_over_what_it_uses_and_says_its_own(tmp_path: Path) -> None:
    folder = write(tmp_path, {"drp_vow.toml": VOW.replace('without = ["said_on"]\n', "")})
    form = loader.load(folder)
    assert [(section.key, section.number) for section in form.sections] == [("about", "1–2"), ("later", "5B")]
    page = form.page("VOW")
    assert [question.key for question in page.questions] == ["questions", "said_on", "why"]
    assert [code.code for code in form.lists["answers_VOW"].codes] == ["married"]
    lent = loader.load(tmp_path / "small" / "2020-01").page("VOW")
    why, theirs = page.questions[2], lent.questions[2]
    assert (why.label, why.when, why.kind) == ("Why did they?", theirs.when, theirs.kind)
    assert theirs.label != why.label
    assert page.questions[1] == lent.questions[1]
    assert set(form.lists) == {"colors", "answers_VOW"}
    assert set(form.definitions) == {"married"}


FAULTS = [
    ({"form.toml": HEAD.replace("small/2020-01", "small/1999")}, "sister/2021-01/form.toml:4: there is no version"),
    ({"drp_vow.toml": VOW.replace('"VOW"\nwithout', '"OATH"\nwithout')}, "drp_vow.toml:4: no page 'OATH' is lent"),
    ({"form.toml": HEAD.replace('base = "small/2020-01"\n', "")}, "drp_vow.toml:4: no page 'VOW' is lent"),
    ({"drp_vow.toml": VOW.replace('["said_on"]', '["when"]')}, "drp_vow.toml:5: the lent page has no question 'when'"),
    ({"drp_vow.toml": VOW.replace('["said_on"]', '"why"')}, "drp_vow.toml:5: `without` is a list of keys"),
    ({"drp_vow.toml": VOW.replace('key = "why"', 'key = "who"')}, "drp_vow.toml:8: the lent page has no question"),
    ({"drp_vow.toml": VOW.replace("label =", "kind =")}, "drp_vow.toml:9: unknown key 'kind'"),
    ({"drp_vow.toml": VOW + '\n[[reworded]]\nkey = "why"\n'}, "drp_vow.toml:12: 'why' is reworded twice"),
    ({"drp_vow.toml": VOW.replace("without =", 'titles = {"No" = "Yes"}\nwithout =')}, "drp_vow.toml:5: the lent page"),
    ({"drp_vow.toml": VOW.replace("without =", "titles = 3\nwithout =")}, "drp_vow.toml:5: `titles` is a table"),
    # What is left out is missed where a condition names it: at the question, in the file that lends it or rewords it.
    ({"drp_vow.toml": VOW}, "drp_vow.toml:7: when names 'said_on/precision', which is no question"),
    (
        {"drp_vow.toml": VOW.split("\n[[reworded]]", maxsplit=1)[0]},
        "forms/small/2020-01/drp_vow.toml:16: when names 'said_on/precision', which is no question",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "expected"), FAULTS)
def test_a_fault_is_named_with_its_file_and_line(tmp_path: Path, changed: dict[str, str], expected: str) -> None:
    with pytest.raises(RulebookError) as caught:
        loader.load(write(tmp_path, changed))
    assert any(expected in str(problem) for problem in caught.value.problems), caught.value.problems


def test_a_fault_of_the_lending_form_is_named_where_it_stands(tmp_path: Path) -> None:
    folder = write(tmp_path, lent={"drp_vow.toml": WHY.replace("kind =", "sort =", 1)})
    with pytest.raises(RulebookError) as caught:
        loader.load(folder)
    assert {problem.file for problem in caught.value.problems} >= {"forms/small/2020-01/drp_vow.toml"}


def test_what_form_u4_lends_stays_what_it_was() -> None:
    own, other = loader.get("u4", "2009-05"), loader.get("u5", "2009-05")
    shared = set(own.lists) & set(other.lists) - {page for page in own.lists if page.startswith("answers_")}
    assert len(shared) > 20
    assert all(own.lists[key] == other.lists[key] for key in shared)
    assert all(own.definitions[key] == found for key, found in other.definitions.items() if key in own.definitions)
