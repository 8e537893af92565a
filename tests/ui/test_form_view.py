"""A form as it is read: in its own order, with its numbers, nothing left out."""

import pytest

from finpro.rulebook.forms import loader, reading
from finpro.ui.form_view import NOT_ASKED, NOT_PART, UNANSWERED, form_view
from finpro.ui.squares import as_svg, squares
from tests.forms import documents

FORM = loader.get("u4")
EVERY = [
    documents.initial,
    documents.largest,
    documents.relicense,
    documents.dual,
    documents.amendment,
    documents.page2,
    documents.concurrence,
]


def lines(view):
    return [line for section in view.sections for part in section.parts for line in part.lines]


def section(view, key):
    return next(one for one in view.sections if one.key == key)


@pytest.mark.parametrize("made", EVERY)
def test_every_answer_stands_in_it_and_every_question_that_is_asked(made):
    document = made()
    view = form_view(FORM, document)
    plain = {"group", "list"}
    items = [item for item in reading.walk(FORM, document) if getattr(item.section, "key", "") != "signatures"]
    asked = [item for item in items if item.asked and item.question.kind not in plain]
    said = [line for line in lines(view) if line.state != "hidden" and line.answer != "No entries"]
    assert [line.label for line in said] == [item.question.label for item in asked]
    unanswered = [item for item in asked if not reading.answered(item.value)]
    assert [line.label for line in said if line.state == "unanswered"] == [item.question.label for item in unanswered]
    assert all(line.answer == UNANSWERED for line in said if line.state == "unanswered")


def test_sections_stand_in_the_order_of_the_form_with_their_numbers():
    view = form_view(FORM, documents.initial())
    assert [one.number for one in view.sections] == [str(number) for number in range(1, 15)]
    numbers = [line.official for line in lines(view) if line.official.startswith("14")]
    assert numbers == list(documents.QUESTIONS)


def test_reporting_pages_stand_behind_the_questions_each_under_its_name():
    view = form_view(FORM, documents.largest())
    pages = [one for one in view.sections if one.number == "DRP"]
    assert len(pages) == len(documents.largest()["drps"])
    assert all(":" in one.title for one in pages)


def test_what_is_hidden_says_so_and_once():
    document = documents.initial()
    view = form_view(FORM, document)
    hidden = [line for line in section(view, "other_business").parts[0].lines if line.state == "hidden"]
    assert [(line.label, line.answer) for line in hidden] == [("Other business", NOT_ASKED)]


def test_an_answer_to_a_hidden_question_does_not_show():
    document = documents.initial()
    document["other_business"] = [{"id": "n1", "name": "A secret business"}]
    assert "A secret business" not in str(form_view(FORM, document))


def test_a_section_that_is_not_part_of_the_type_says_so():
    view = form_view(FORM, documents.page2())
    assert section(view, "exam_requests").note == NOT_PART
    assert section(view, "exam_requests").parts == ()


def test_what_changes_the_record_is_marked():
    base, after = documents.amendment_base(), documents.amendment()
    pointers = {change.pointer for change in reading.diff(FORM, base, after) if change.kind != "removed"}
    view = form_view(FORM, after, changed=pointers)
    changed = {line.label for line in lines(view) if line.changed}
    assert "To" in changed
    residences = section(view, "residences").parts
    assert [part.changed for part in residences] == [True, False, False]


def test_no_heading_leaves_one_out():
    for made in EVERY:
        for one in form_view(FORM, made()).sections:
            level = 2
            for part in one.parts:
                if part.title:
                    assert part.level <= level + 1, (made.__name__, one.title, part.title)
                    level = part.level


def test_reasons_for_gaps_stand_below_the_history_they_are_about():
    document = documents.initial() | {
        "gap_reasons": [
            {"id": "n1", "section": "residences", "from": "2022-03", "to": "2022-05", "reason": "At sea."},
            {"id": "n2", "section": "employments", "from": "2019-01", "to": "PRESENT", "reason": " "},
        ]
    }
    view = form_view(FORM, document)
    homes, jobs = (section(view, key).parts[-1] for key in ("residences", "employments"))
    assert (homes.title, homes.level) == ("Reasons given for months without an entry", 3)
    assert [(line.label, line.answer, line.state) for line in homes.lines] == [
        ("March 2022 to May 2022", "At sea.", "answered")
    ]
    assert [(line.label, line.answer) for line in jobs.lines] == [("January 2019 to Present", UNANSWERED)]
    others = [part.title for one in view.sections for part in one.parts if one.key not in {"residences", "employments"}]
    assert "Reasons given for months without an entry" not in others


def test_a_social_security_number_is_never_whole():
    assert documents.SSN not in str(form_view(FORM, documents.initial()))


def test_a_square_code_is_a_square_with_a_quiet_zone():
    path, side = squares("https://finpro.example/check/" + "a" * 64)
    assert side > 40
    assert "M0 0" not in path
    assert as_svg("x").startswith("<svg")
