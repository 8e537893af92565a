"""Form U5 holds every key of its sections, its 22 questions, its reporting pages, its types and its blocks.

The list is written by hand, not drawn from the form.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from finpro.rulebook.forms import jsonschema, loader, reading, show
from tests.forms import notices
from tests.rulebook.forms.documents import DAY
from tests.rulebook.forms.test_keys import ADDRESS, JURISDICTION, NAME, OFFICE, SRO, below, keys

U4, U5 = loader.get("u4", "2009-05"), loader.get("u5", "2009-05")

REASON = {"reason": "code", "explanation": "long_text", "date_of_termination": "date", "full_termination": "yes_no"}
SECTIONS = {
    "general": NAME
    | {
        "firm_crd": "integer",
        "firm_name": "text",
        "firm_billing_code": "text",
        "individual_crd": "integer",
        "ssn": "ssn",
    }
    | below("offices", OFFICE),
    "residence": {"from": "month", "to": "month_or_present", **ADDRESS},
    "termination": REASON | {"post_dated": "yes_no", "date_or_reason_change_explanation": "long_text"},
    "sro_terminations": SRO,
    "jurisdiction_terminations": JURISDICTION,
    "affiliated": REASON
    | {"affiliate_firm_crd": "integer", "affiliate_firm_name": "text"}
    | below("sro_terminations", SRO)
    | below("jurisdiction_terminations", JURISDICTION),
    "signatures": below(
        "8A",
        {"name": "text", "title": "text", "contact_name": "text", "contact_phone": "text", "date": "date"},
        "group",
    )
    | below("8B", {"name": "text", "date": "date"}, "group"),
}
NUMBERS = {
    "general": "1",
    "residence": "2",
    "termination": "3–4",
    "sro_terminations": "5A",
    "jurisdiction_terminations": "5B",
    "affiliated": "6",
    "disclosure": "7",
    "signatures": "8",
}
QUESTIONS = {
    "7A": "INV",
    "7B": "INTREV",
    **{f"7C({n})": "CRIM" for n in range(1, 5)},
    "7D": "REG",
    **{f"7E(1)({letter})": "CUST" for letter in "abcd"},
    **{f"7E({n})({letter})": "CUST" for n in range(2, 6) for letter in "ab"},
    **{f"7F({n})": "TERM" for n in range(1, 4)},
}
# Of each page that Form U4 has too, what of it this one does not ask.
WITHOUT = {
    "CRIM": {"controlled_org"},
    "CUST": set(),
    "INV": set(),
    "REG": {"willful_findings"},
    "TERM": {"firm_name"},
}


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_holds_every_key_and_no_other(section: str) -> None:
    assert dict(keys(U5.section(section).questions)) == SECTIONS[section]


def test_the_sections_stand_in_their_order() -> None:
    assert {section.key: section.number for section in U5.sections} == NUMBERS
    assert [section.key for section in U5.sections] == list(NUMBERS)
    lists = {section.key for section in U5.sections if section.shape == "list"}
    assert lists == {"sro_terminations", "jurisdiction_terminations", "affiliated"}
    assert {section.rep_edits for section in U5.sections} == {"never"}


def test_the_22_questions_call_for_their_pages() -> None:
    asked = {question.key: question for question in U5.section("disclosure").questions}
    assert list(asked) == ["disclosure_certification", *QUESTIONS]
    assert len(QUESTIONS) == 22
    assert {key: asked[key].drp for key in QUESTIONS} == QUESTIONS
    for key in QUESTIONS:
        question = asked[key]
        assert (question.kind, question.official) == ("yes_no", key)
        assert question.look_back
        assert question.source.startswith(f"Form U5 (05/2009), question {key}")
        assert "Does not count: " in question.help
        assert "the person" in question.label
        assert question.look_back_months == (24 if key.startswith(("7E(3)", "7E(5)")) else None)
    assert len({asked[key].label for key in QUESTIONS}) == 22


def test_the_certification_covers_all_but_reviews_and_leaving() -> None:
    asked = U5.section("disclosure").questions
    assert [q.key for q in asked if q.required] == ["7B", "7F(1)", "7F(2)", "7F(3)"]
    assert all(q.required_when for q in asked if q.drp and not q.required)


def test_every_page_answers_exactly_the_questions_that_call_for_it() -> None:
    assert [page.type for page in U5.pages] == sorted({*WITHOUT, "INTREV"})
    for page in U5.pages:
        assert list(page.answers) == [key for key, drp in QUESTIONS.items() if drp == page.type]


@pytest.mark.parametrize("kind", WITHOUT)
def test_a_page_of_both_forms_has_the_same_keys(kind: str) -> None:
    theirs = dict(keys(U4.page(kind).questions))
    left = {key for key in theirs if key.split("/")[0] in WITHOUT[kind]}
    assert dict(keys(U5.page(kind).questions)) == {key: found for key, found in theirs.items() if key not in left}
    assert {key.split("/")[0] for key in left} == WITHOUT[kind]


def test_the_page_on_internal_reviews() -> None:
    assert dict(keys(U5.page("INTREV").questions)) == {
        "drp_response": "code",
        "questions": "codes",
        "date_initiated": "dated",
        "nature": "long_text",
        "pending": "yes_no",
        "date_concluded": "dated",
        "conclusion": "long_text",
        "learned_on": "date",
        "learned_by": "code",
        "comment": "long_text",
        "individual_statement": "long_text",
    }
    assert [group.title[:7] for group in U5.page("INTREV").groups][1::3] == ["Part I:", "Part II"]


def test_no_page_speaks_to_the_person_or_names_a_question_of_form_u4() -> None:
    waiting = [q for page in U5.pages for q in page.questions]
    titles = [group.title + group.intro for page in U5.pages for group in page.groups]
    while waiting:
        question = waiting.pop()
        waiting.extend(question.questions)
        titles.append(f"{question.label} {question.help.replace('If you know it only roughly', '')}")
        assert question.scanned or question.kind != "long_text", question.key
    for text in titles:
        assert not re.search(r"\b(you|your|14[A-M])\b", text, re.IGNORECASE), text


TYPES = {
    "FULL": (
        {"general", "residence", "termination", "disclosure"},
        {"general", "residence", "termination", "affiliated", "disclosure", "drps"},
        {"sro_terminations", "jurisdiction_terminations"},
    ),
    "PARTIAL": (
        {"general", "termination"},
        {"residence", "termination", "sro_terminations", "jurisdiction_terminations", "affiliated"},
        {"disclosure", "drps"},
    ),
    "AMENDMENT": (
        set(),
        {"residence", "termination", "disclosure", "drps"},
        {"sro_terminations", "jurisdiction_terminations", "affiliated"},
    ),
}


def test_the_types_say_what_they_need_and_every_one_is_attested() -> None:
    found = {
        kind.code: (set(kind.complete), set(kind.editable), set(kind.without), list(kind.blocks)) for kind in U5.types
    }
    assert found == {code: (*sets, ["8A"]) for code, sets in TYPES.items()}
    assert {block.key: (block.signer, block.order) for block in U5.blocks} == {
        "8A": ("signatory", 2),
        "8B": ("person", 1),
    }


def test_the_reasons() -> None:
    reasons = [code.code for code in U5.lists["termination_reasons"].codes]
    assert reasons == ["VOLUNTARY", "DECEASED", "PERMITTED_TO_RESIGN", "DISCHARGED", "OTHER"]


def test_nothing_that_is_lent_or_own_is_unused() -> None:
    used, terms = set(), set()
    waiting = [q for s in U5.sections for q in s.questions] + [q for p in U5.pages for q in p.questions]
    while waiting:
        question = waiting.pop()
        waiting.extend(question.questions)
        used.add(question.codes)
        terms |= set(question.terms)
    assert set(U5.lists) <= used
    assert set(U5.definitions) == terms


@pytest.mark.parametrize("make", [notices.full, notices.discharged, notices.ahead, notices.certified, notices.partial])
def test_whole_forms_fit_the_schema_of_their_type_and_hold_nothing_hidden(make: Callable[[], dict[str, Any]]) -> None:
    document = make()
    kind = document["filing"]["type"]
    drawn = Draft202012Validator(jsonschema.schema(U5, DAY, kind))
    assert [error.message for error in drawn.iter_errors(document)] == []
    assert reading.shown(U5, document) == document
    assert reading.missing(U5, document, kind) == []


def test_schema_and_reference_are_drawn() -> None:
    drawn = jsonschema.schema(U5, DAY, "FULL")
    assert {"general", "residence", "disclosure"} <= set(drawn["required"])
    assert "sro_terminations" not in drawn["properties"]
    page = show.reference("u5")
    assert "| disclosure questions | 22 |" in page
    assert "## 3–4. Termination: what ends, why and when" in page
