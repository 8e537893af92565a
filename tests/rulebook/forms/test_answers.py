"""What of a document is asked: hidden answers go, each question is walked once, what is required is missed."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.rulebook.forms import loader, reading
from finpro.rulebook.forms.schema import Condition, Page, Question, Section
from tests.forms import documents as whole
from tests.rulebook.forms import documents

U4 = loader.get("u4", "2009-05")
anything = st.integers(min_value=0).map(lambda seed: documents.anything(U4, random.Random(seed)))


# A second reading of the conditions, written to be read: every object and those around it, innermost first.
def holds(condition: Condition, around: Sequence[Mapping[str, Any]], root: Mapping[str, Any]) -> bool:
    parts = condition.path.split("/")
    if parts[0] == "":
        start: Any = root
        parts = parts[1:]
        return met(condition, [start], parts)
    if parts[0] == "..":
        return met(condition, [around[1]], parts[1:])
    return met(condition, [around[0]], parts)


def met(condition: Condition, found: list[Any], parts: Sequence[str]) -> bool:
    for part in parts:
        rows = [row for one in found for row in (one if isinstance(one, list) else [one])]
        found = [row.get(part) if isinstance(row, dict) else None for row in rows]
    values = [value for one in found for value in (one if isinstance(one, list) and condition.values else [one])]
    if not condition.values:
        return any(reading.answered(value) for value in values) is not condition.negated
    strict = [(type(value), value) for value in condition.values]
    return any((type(value), value) in strict for value in values if not isinstance(value, dict | list)) is not (
        condition.negated
    )


def scoped(question: Question, condition: Condition, scopes: Sequence[Sequence[Question]]) -> int:
    """How many objects further out a bare key is found."""
    first = condition.path.split("/")[0]
    if first in ("", ".."):
        return 0
    return next((n for n, scope in enumerate(scopes) if any(other.key == first for other in scope)), 0)


def asked(
    question: Question,
    around: Sequence[Mapping[str, Any]],
    scopes: Sequence[Sequence[Question]],
    root: Mapping[str, Any],
) -> bool:
    def one(condition: Condition) -> bool:
        return holds(condition, around[scoped(question, condition, scopes) :], root)

    return all(map(one, question.when)) and (not question.when_any or any(map(one, question.when_any)))


def same_where_asked(
    questions: Sequence[Question],
    given: Mapping[str, Any],
    kept: Sequence[Mapping[str, Any]],
    scopes: Sequence[Sequence[Question]],
    root: Mapping[str, Any],
) -> None:
    """Of one object: an answer is kept exactly where its question is asked of what is kept."""
    here, inner = kept[0], [questions, *scopes]
    assert set(here) <= {question.key for question in questions} | {"id", "type"}
    for question in questions:
        wanted = question.key in given and asked(question, kept, inner, root)
        value = given.get(question.key)
        if question.kind == "group":
            assert (question.key in here) is (wanted and isinstance(value, dict))
            if question.key in here:
                same_where_asked(question.questions, value, [here[question.key], *kept], inner, root)
        elif question.kind == "list":
            assert (question.key in here) is (wanted and isinstance(value, list))
            if question.key in here:
                rows = [row for row in value if isinstance(row, dict)]
                for row, row_kept in zip(rows, here[question.key], strict=True):
                    same_where_asked(question.questions, row, [row_kept, *kept], inner, root)
        else:
            assert (question.key in here) is wanted
            assert here.get(question.key) == (value if wanted else None)


@given(anything)
def test_an_answer_is_kept_exactly_where_its_question_is_asked(document: dict[str, Any]) -> None:
    kept = reading.shown(U4, document)
    without = U4.filing_type(document["filing"]["type"]).without
    for section in U4.sections:
        value, here = document.get(section.key), kept.get(section.key)
        closed = section.gate is not None and kept.get(section.gate.key) is False
        if section.key in without or closed:
            assert section.key not in kept
        elif section.shape == "object" and isinstance(value, dict):
            same_where_asked(section.questions, value, [here], [], kept)
        elif section.shape == "list" and isinstance(value, list):
            rows = [row for row in value if isinstance(row, dict)]
            for row, row_kept in zip(rows, here, strict=True):
                same_where_asked(section.questions, row, [row_kept], [], kept)
    for row, row_kept in zip(document["drps"], kept["drps"], strict=True):
        same_where_asked(U4.page(row["type"]).questions, row, [row_kept], [], kept)


@given(anything)
def test_showing_twice_shows_the_same_and_changes_nothing_given(document: dict[str, Any]) -> None:
    before = reading.canonical(document)
    once = reading.shown(U4, document)
    assert reading.canonical(document) == before
    assert reading.shown(U4, once) == once


@given(anything)
def test_hidden_questions_have_no_answer_and_need_none(document: dict[str, Any]) -> None:
    for item in reading.walk(U4, document):
        assert item.asked or (item.value is None and not item.required)


@given(anything, anything)
def test_no_document_is_too_odd_to_be_read(document: dict[str, Any], other: dict[str, Any]) -> None:
    kind = document["filing"]["type"]
    missed = {missing.pointer for missing in reading.missing(U4, document, kind, touched=["disclosure", "residences"])}
    items = {item.pointer: item for item in reading.walk(U4, document)}
    assert all(items[pointer].required for pointer in missed)
    assert all(isinstance(reading.label_of(U4, item.question, item.value), str) for item in items.values())
    assert reading.diff(U4, document, document) == []
    there, back = reading.diff(U4, document, other), reading.diff(U4, other, document)
    assert Counter(change.kind for change in there)["added"] == Counter(change.kind for change in back)["removed"]


def questions_of(piece: Section | Page, value: Any, pointer: str) -> list[str]:
    """The pointers of every question below, rows counted as they are."""
    found = []

    def below(questions: Sequence[Question], value: Any, pointer: str) -> None:
        for question in questions:
            here = f"{pointer}/{question.key}"
            found.append(here)
            inner = value.get(question.key) if isinstance(value, dict) else None
            if question.kind == "group":
                below(question.questions, inner, here)
            elif question.kind == "list":
                for number, row in enumerate(inner or []):
                    below(question.questions, row, f"{here}/{number}")

    below(piece.questions, value, pointer)
    return found


@given(anything)
def test_a_walk_covers_every_question_once(document: dict[str, Any]) -> None:
    kept = reading.shown(U4, document)
    expected: list[str] = []
    for section in U4.sections:
        value = kept.get(section.key)
        if section.gate is not None:
            expected.append(f"/{section.gate.key}")
        if section.shape == "object":
            expected += questions_of(section, value, f"/{section.key}")
        else:
            expected.append(f"/{section.key}")
        if section.shape == "list":
            for number, row in enumerate(value or []):
                expected += questions_of(section, row, f"/{section.key}/{number}")
        if section.key == "disclosure":
            for number, row in enumerate(kept["drps"]):
                expected += questions_of(U4.page(row["type"]), row, f"/drps/{number}")
    walked = [item.pointer for item in reading.walk(U4, document)]
    assert walked == expected
    assert max(Counter(walked).values()) == 1


@given(anything, st.randoms(use_true_random=False))
def test_the_signed_bytes_do_not_depend_on_the_order_of_keys(document: dict[str, Any], rng: random.Random) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            rng.shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(part) for part in value] if isinstance(value, list) else value

    other = shuffled(document)
    assert reading.canonical(other) == reading.canonical(document)
    assert reading.canonical(reading.shown(U4, other)) == reading.canonical(reading.shown(U4, document))


def test_the_signed_bytes_are_sorted_without_spaces_and_in_utf_8() -> None:
    assert reading.canonical({"b": [1, {"d": None, "c": "Zoë"}], "a": True}) == (
        '{"a":true,"b":[1,{"c":"Zoë","d":null}]}'.encode()
    )


WHOLE = {
    "initial": whole.initial,
    "largest": whole.largest,
    "relicense": whole.relicense,
    "dual": whole.dual,
    "amendment": whole.amendment,
    "page2": whole.page2,
    "concurrence": whole.concurrence,
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_document_loses_nothing_and_misses_nothing(name: str) -> None:
    document = WHOLE[name]()
    assert reading.shown(U4, document) == document
    assert reading.missing(U4, document, document["filing"]["type"]) == []


@pytest.mark.parametrize(
    ("pointer", "also"),
    [
        ("general/last_name", ()),
        ("general/employment_date", ()),
        ("unaffiliated/unaffiliated_ia", ()),
        ("identifying/date_of_birth", ()),
        ("disclosure/14M", ()),
        ("residences", ()),
        ("residences/0/street1", ()),
        ("residences/0/state", ()),
    ],
)
def test_a_required_answer_is_missed(pointer: str, also: tuple[str, ...]) -> None:
    document = whole.initial()
    at: Any = document
    *way, last = pointer.split("/")
    for part in way:
        at = at[int(part) if isinstance(at, list) else part]
    del at[last]
    found = reading.missing(U4, document, "INITIAL")
    assert [missing.pointer for missing in found] == [f"/{pointer}"]
    assert found[0].question.label in found[0].message
    assert found[0].section == way[0] if way else last


def test_an_amendment_is_asked_only_for_what_it_touches() -> None:
    document = {"filing": {"type": "AMENDMENT"}, "identifying": {"first_name": "Robin"}}
    assert reading.missing(U4, document, "AMENDMENT") == []
    found = reading.missing(U4, document, "AMENDMENT", touched={"identifying"})
    assert {missing.section for missing in found} == {"identifying"}
    assert "/identifying/last_name" in [missing.pointer for missing in found]


def test_section_13_is_answered_by_its_question_or_by_its_list() -> None:
    def missed(document: dict[str, Any]) -> list[str]:
        found = reading.missing(U4, document, "INITIAL")
        return [missing.pointer for missing in found if missing.section == "other_business"]

    document = whole.initial()
    document.pop("has_other_business", None)
    document.pop("other_business", None)
    assert missed(document) == ["/has_other_business"]
    assert missed(document | {"other_business": []}) == []
    assert missed(document | {"has_other_business": False}) == []
    assert missed(document | {"has_other_business": True}) == ["/other_business"]


def test_a_row_of_a_list_keeps_its_id_and_a_page_its_type() -> None:
    document = {"filing": {"type": "AMENDMENT"}, "residences": [{"id": "r1"}], "drps": [{"id": "n1", "type": "BOND"}]}
    assert reading.shown(U4, document) == document
    assert reading.shown(U4, document | {"drps": [{"id": "n1", "type": "NONE"}, 7]})["drps"] == []


def test_a_code_that_is_the_number_one_is_no_yes() -> None:
    document = {"affiliated": {"affiliated_answer": 1, "firms": [{"affiliate_firm_crd": 7}]}}
    assert "firms" not in reading.shown(U4, document)["affiliated"]


def test_what_hides_something_hides_what_depends_on_it_too() -> None:
    document = {
        "general": {"offices": [{"isRegisteredLocation": True, "country": "DEU", "state": "XX", "city": "Berlin"}]}
    }
    assert reading.shown(U4, document)["general"]["offices"] == [{"isRegisteredLocation": True}]
