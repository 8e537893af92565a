"""The rulebook as plain data and as reference pages."""

import json
from datetime import date

import pytest

from finpro.rulebook import loader, lookup, show

TODAY = date(2026, 11, 22)


def test_every_topic_has_a_title() -> None:
    assert list(show.TITLES) == show.topics()


def test_a_slice_is_plain_and_sorted() -> None:
    rows = show.slice("exams", TODAY)
    assert [row["code"] for row in rows] == sorted(lookup.on(TODAY).exams)
    (row,) = [row for row in rows if row["code"] == "S65"]
    assert row["fee"] == "187.00"
    assert (row["pass_mark"], row["pass_of"], row["minutes"]) == (92, 130, 180)
    assert row["effective_from"] == "2026-01-01"
    assert next(iter(row)) == "code"


@pytest.mark.parametrize("topic", show.topics())
def test_every_slice_is_json(topic: str) -> None:
    rows = show.slice(topic, TODAY)
    assert json.loads(json.dumps(rows)) == rows
    assert all(row["source"] for row in rows)


def test_an_unknown_topic() -> None:
    with pytest.raises(KeyError):
        show.slice("colours", TODAY)


def test_what_changes_between_two_dates() -> None:
    changes = show.diff(date(2025, 12, 31), date(2026, 1, 1))
    assert show.Change("jurisdictions", "IL", "changed", "iar_ce", False, True) in changes
    assert show.Change("exams", "SIE", "changed", "fee", "80.00", "100.00") in changes
    assert all(change.field not in show.WINDOW for change in changes)
    assert changes[0].to_json()["kind"] == "changed"


def test_what_begins_and_ends() -> None:
    begun = show.diff(date(2018, 9, 30), date(2018, 10, 1))
    assert show.Change("exams", "SIE", "added") in begun
    ended = show.diff(date(2018, 10, 1), date(2018, 9, 30))
    assert show.Change("exams", "SIE", "removed") in ended
    assert show.diff(TODAY, TODAY) == []


@pytest.mark.parametrize("topic", show.topics())
def test_the_reference_lists_every_entry_with_source_and_mark(topic: str) -> None:
    page = show.reference(topic)
    entries = loader.load(topic)
    assert page.startswith(f"# {show.TITLES[topic]}\n")
    assert page.endswith("\n")
    assert page.count("\n- source: ") == len(entries)
    assert page.count("\n- **verify") == sum(entry.verify for entry in entries)
    headings = [line[3:] for line in page.splitlines() if line.startswith("## ")]
    assert headings == sorted({entry.code for entry in entries})


def test_the_reference_reads() -> None:
    page = show.reference("exams")
    assert "- corequisites: SIE and S6TO, or SIE and S7TO" in page
    assert "*From 2018-10-01 to 2025-12-31*" in page
    assert "- retired on: 2018-09-30" in page
