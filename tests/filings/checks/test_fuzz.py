"""No document breaks the check, and every finding points at something."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from finpro.filings.policies import checks
from finpro.filings.policies.checks.pointers import within
from finpro.filings.policies.known import NOTHING, Known
from finpro.rulebook.forms.schema import Question
from tests.filings.checks.asking import AS_OF, FORM
from tests.forms import documents

WHOLE = (documents.initial(), documents.largest(), documents.amendment(), documents.page2(), documents.concurrence())
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "PRESENT", "2022-07", "2026-11-23", "0000-00", "9999-12-31", "15000.00", "-1", "USA", "~/"]),
    st.text(max_size=8),
)
JSON = st.recursive(
    ODD,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=4), below, max_size=3),
    max_leaves=6,
)


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to everything in a document."""
    found = [at] if at else []
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        found += _places(part, (*at, key))
    return found


PLACES = [_places(document) for document in WHOLE]


@st.composite
def spoiled(draw):
    """A whole form in which a few things are something else, or gone."""
    number = draw(st.integers(0, len(WHOLE) - 1))
    document = copy.deepcopy(WHOLE[number])
    for _ in range(draw(st.integers(1, 5))):
        *way, last = draw(st.sampled_from(PLACES[number]))
        here = document
        for key in way:
            here = here[key] if isinstance(here, dict) and key in here else None
        if isinstance(here, dict) and last in here:
            if draw(st.booleans()):
                here[last] = draw(JSON)
            else:
                del here[last]
    document["filing"] = {"type": draw(st.sampled_from([kind.code for kind in FORM.types]))}
    return document


def _answer(question: Question) -> st.SearchStrategy[Any]:
    """Something that could be written for a question, sensible or not."""
    match question.kind:
        case "yes_no":
            return st.booleans()
        case "integer":
            return st.integers(-1, 10**10)
        case "date":
            return st.sampled_from(["2026-11-23", "2019-02-29", "1950-01-01", "2027-01-01"])
        case "month" | "month_or_present" | "month_or_date":
            return st.sampled_from(["2026-11", "2022-07", "PRESENT", "2030-01", "2026-11-23"])
        case "dated":
            return st.fixed_dictionaries(
                {}, optional={"date": st.just("2024-01-01"), "precision": st.just("EXPLANATION")}
            )
        case "money" | "hours":
            return st.sampled_from(["0.00", "14999.99", "20000.00", "744"])
        case "code":
            codes = FORM.lists.get(question.codes)
            return st.sampled_from([entry.code for entry in codes.codes]) if codes else st.sampled_from(["FINRA", "GS"])
        case "codes":
            return st.lists(st.sampled_from(["S7TO", "CFP", "14M", "14I(3)(a)", "BAR", "S63"]), max_size=3)
        case "group":
            return _answers(question.questions)
        case "list":
            return st.lists(_answers(question.questions), max_size=2)
        case _:
            return st.sampled_from(["", "Dr. Averill", "078-05-1120", "PO Box 5", "USA", "NJ", "07042"])


def _answers(questions: tuple[Question, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.deferred(
        lambda: st.fixed_dictionaries({}, optional={question.key: _answer(question) for question in questions})
    )


SECTIONS = {section.key: section for section in FORM.sections}
PAGES = {page.type: page for page in FORM.pages}


@st.composite
def written(draw):
    """A form of which a few sections are answered at random, and reporting pages of a few types."""
    document: dict[str, Any] = {"filing": {"type": draw(st.sampled_from([kind.code for kind in FORM.types]))}}
    for key in draw(st.lists(st.sampled_from(sorted(SECTIONS)), max_size=4, unique=True)):
        section = SECTIONS[key]
        if section.shape == "codes":
            document[key] = draw(_answer(section.questions[0]))
        else:
            rows = _answers(section.questions)
            document[key] = draw(st.lists(rows, max_size=3) if section.shape == "list" else rows)
    kinds = draw(st.lists(st.sampled_from(sorted(PAGES)), max_size=2))
    document["drps"] = [{"type": kind, **draw(_answers(PAGES[kind].questions))} for kind in kinds]
    return document


def holds(document: dict[str, Any], known: Known) -> None:
    for deep in (False, True):
        for one in checks.check(FORM, document, known, AS_OF, deep=deep):
            assert one.severity in ("error", "warning")
            assert one.message.endswith(".")
            assert deep or within(document, one.pointer) == one.pointer
    for section in ("residences", "drps", "disclosure"):
        checks.check(FORM, document, known, AS_OF, section, "typing")


@settings(max_examples=60, deadline=None)
@given(spoiled())
def test_a_spoiled_form_is_judged(document):
    holds(document, NOTHING)
    holds(document, Known(base=WHOLE[2]))


@settings(max_examples=40, deadline=None)
@given(written())
def test_a_form_written_at_random_is_judged(document):
    holds(document, NOTHING)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from([*SECTIONS, "drps", "has_other_business", "gap_reasons"]), JSON), JSON)
def test_nonsense_is_judged(document, base):
    holds(document | {"filing": {"type": "AMENDMENT"}}, Known(base=base if isinstance(base, dict) else None))
