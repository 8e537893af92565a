"""Each way in which a rulebook file can be wrong is refused with file, line and reason; one error lists them all."""

import shutil
from pathlib import Path

import pytest

from finpro.rulebook import loader, schema
from finpro.rulebook.errors import RulebookError

GOOD = """\
# Invented.

[[entry]]
code = "RED"
effective_from = 2020-01-01
label = "Red"
meaning = "A colour."
source = "Invented"
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A whole rulebook that a test may spoil."""
    return Path(shutil.copytree(loader.DATA, tmp_path / "data"))


def problems_of(data: Path, topic: str = "scopes") -> list[str]:
    with pytest.raises(RulebookError) as caught:
        loader.load(topic, data)
    return [str(problem) for problem in caught.value.problems]


def write(data: Path, text: str, name: str = "scopes.toml") -> Path:
    (data / name).write_text(text, encoding="utf-8")
    return data


def test_the_shipped_rulebook_is_whole() -> None:
    book = loader.load_all()
    assert set(book) == set(schema.TOPICS)
    assert all(book.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD + 'colour = "r"\n', "scopes.toml:9: unknown key 'colour'"),
        (GOOD.replace('label = "Red"\n', ""), "scopes.toml:3: label is missing"),
        (GOOD.replace('meaning = "A colour."', 'meaning = "  "'), "scopes.toml:7: meaning has no text"),
        (GOOD.replace('label = "Red"', "label = 7"), "scopes.toml:6: label must be text"),
        (
            GOOD.replace("2020-01-01", '"2020-01-01"'),
            "scopes.toml:5: effective_from must be a date like 2026-01-31",
        ),
        (
            GOOD.replace("2020-01-01", "2020-01-01T00:00:00"),
            "scopes.toml:5: effective_from must be a date like 2026-01-31",
        ),
        (
            GOOD.replace("effective_from", "effective_to = 2019-12-31\neffective_from"),
            "scopes.toml:6: 'RED' ends before it begins",
        ),
        (GOOD + 'aliases = "Rouge"\n', "scopes.toml:9: aliases must be a list of texts"),
        (GOOD + 'aliases = ["..."]\n', "scopes.toml:9: an alias has no letters"),
        (GOOD + 'mark = "known"\n', "scopes.toml:9: a mark needs `verify = true` beside it"),
        (
            GOOD + 'verify = true\nmark = "maybe"\n',
            "scopes.toml:10: mark must be one of known, verify, design",
        ),
        ('note = "x"\n' + GOOD, "scopes.toml:1: unknown key 'note'"),
        ('continuous = "yes"\n' + GOOD, "scopes.toml:1: `continuous` is true or false"),
        ('entry = [{code = "RED"}]\n', "scopes.toml:1: write each entry as its own table"),
        (GOOD + 'note = """\n[[entry]]\n"""\n', "scopes.toml:1: write each entry as its own table"),
        (GOOD.replace('"RED"', '" "'), "scopes.toml:4: code has no text"),
        (GOOD + "continues = true\n", "scopes.toml:9: 'RED' continues an entry that does not stand before it"),
    ],
)
def test_a_fault_is_named_with_its_line(data: Path, text: str, expected: str) -> None:
    found = problems_of(write(data, text))
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_a_file_that_is_no_toml(data: Path) -> None:
    assert problems_of(write(data, GOOD + "oops\n"))[0].startswith("scopes.toml:9: not TOML")


def test_a_file_that_is_no_utf8(data: Path) -> None:
    (data / "scopes.toml").write_bytes(b"\xff\xfe")
    assert problems_of(data) == ["scopes.toml:0: the file is not UTF-8"]


def test_an_absent_topic(data: Path) -> None:
    (data / "scopes.toml").unlink()
    assert problems_of(data) == ["scopes.toml:0: this topic has no file"]


def test_overlap(data: Path) -> None:
    text = GOOD + GOOD.replace("2020-01-01", "2021-01-01")
    assert problems_of(write(data, text)) == ["scopes.toml:13: overlap: 'RED' is already in force on this date"]


def test_overlap_by_one_day(data: Path) -> None:
    closed = GOOD.replace("effective_from", "effective_to = 2021-01-01\neffective_from")
    text = closed + GOOD.replace("2020-01-01", "2021-01-01")
    assert "overlap" in problems_of(write(data, text))[0]


def test_a_gap_where_windows_must_join(data: Path) -> None:
    closed = GOOD.replace("effective_from", "effective_to = 2020-12-31\neffective_from")
    later = GOOD.replace("2020-01-01", "2021-01-02")
    assert problems_of(write(data, "continuous = true\n" + closed + later)) == [
        "scopes.toml:15: gap: nothing is said of 'RED' since 2020-12-31"
    ]


def test_a_gap_is_allowed_elsewhere(data: Path) -> None:
    closed = GOOD.replace("effective_from", "effective_to = 2020-12-31\neffective_from")
    later = GOOD.replace("2020-01-01", "2021-01-02")
    assert len(loader.load("scopes", write(data, closed + later))) == 2


def test_an_entry_continues_with_what_changed(data: Path) -> None:
    closed = GOOD.replace(
        "effective_from", 'verify = true\naliases = ["Rouge"]\neffective_to = 2020-12-31\neffective_from'
    )
    later = (
        '[[entry]]\ncode = "RED"\ncontinues = true\neffective_from = 2021-01-01\nlabel = "Scarlet"\nsource = "New"\n'
    )
    first, second = loader.load("scopes", write(data, closed + later))
    assert isinstance(second, schema.Term)
    assert (second.label, second.meaning, second.aliases) == ("Scarlet", "A colour.", ("Rouge",))
    assert (first.verify, first.mark) == (True, "verify")
    assert (second.verify, second.mark, second.effective_to, second.source) == (False, "", None, "New")


def test_a_continuing_entry_begins_the_day_after(data: Path) -> None:
    closed = GOOD.replace("effective_from", "effective_to = 2020-12-31\neffective_from")
    later = '[[entry]]\ncode = "RED"\ncontinues = true\neffective_from = 2021-02-01\nsource = "New"\n'
    assert problems_of(write(data, closed + later)) == [
        "scopes.toml:13: gap: 'RED' continues from 2021-02-01, not the day after the window before it"
    ]


def test_one_word_cannot_stand_for_two_codes(data: Path) -> None:
    text = GOOD + 'aliases = ["Rouge!"]\n' + GOOD.replace("RED", "PINK").replace('"Red"', '"rouge"')
    assert "already stands for" in problems_of(write(data, text))[0]


def test_unknown_codes_are_found_across_topics(data: Path) -> None:
    path = data / "categories" / "current.toml"
    path.write_text(path.read_text().replace('[["SIE", "S7TO"]]', '[["SIE", "S7XX"]]', 1))
    with pytest.raises(RulebookError) as caught:
        loader.load_all(data)
    (problem,) = caught.value.problems
    assert problem.file == "categories/current.toml"
    assert problem.line > 1
    assert "S7XX" in path.read_text().splitlines()[problem.line - 1]
    assert problem.reason == "qualifying_exams: no exams entry has the code 'S7XX'"


def test_a_word_outside_its_choices(data: Path) -> None:
    path = data / "statuses.toml"
    path.write_text(path.read_text().replace('may_act = "yes"', 'may_act = "perhaps"', 1))
    (problem,) = problems_of(data, "statuses")
    assert problem.endswith("may_act must be one of yes, no, limited")


def test_a_status_that_needs_action_says_which(data: Path) -> None:
    path = data / "statuses.toml"
    text = path.read_text()
    begin = text.index("\naction = ")
    path.write_text(text[:begin] + text[text.index("\n", begin + 1) :])
    (problem,) = problems_of(data, "statuses")
    assert problem.endswith("action has no text, and this status needs one")


@pytest.mark.parametrize("fee", ['"12"', '"12.5"', '"-1.00"', '"NaN"', '"abc"', "12.50", '"1E2"'])
def test_money_is_a_decimal_string_of_cents(data: Path, fee: str) -> None:
    path = data / "fees.toml"
    path.write_text(path.read_text().replace('amount = "100.00"', f"amount = {fee}", 1))
    (problem,) = problems_of(data, "fees")
    assert "amount must be" in problem


def test_every_problem_is_listed_at_once(data: Path) -> None:
    write(data, GOOD.replace('label = "Red"\n', "") + GOOD.replace("RED", "BLUE").replace("2020-01-01", "7"))
    write(data, GOOD, "colours.toml")
    with pytest.raises(RulebookError) as caught:
        loader.load_all(data)
    text = str(caught.value)
    assert "colours.toml:0: no topic is called 'colours'" in text
    assert "scopes.toml:3: label is missing" in text
    assert "scopes.toml:12: effective_from must be a date" in text
    assert "no data was touched" in text
