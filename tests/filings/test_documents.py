"""Documents taken apart and put together again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.filings.policies.documents import Row, Scattered, assemble, fresh, scatter

KEYS = st.text("abc/~ ()_14", min_size=1, max_size=6).filter(lambda key: key != "id")
LEAVES = st.one_of(st.text(max_size=5), st.booleans(), st.integers(), st.lists(st.text(max_size=3), max_size=3))


def _rows(values):
    return st.dictionaries(st.from_regex(r"[rn][0-9]{1,3}", fullmatch=True), values, min_size=1, max_size=3).map(
        lambda rows: [{"id": key, **row} for key, row in rows.items()]
    )


def _deeper(values):
    objects = st.dictionaries(KEYS, values, max_size=4)
    return st.one_of(objects, _rows(st.dictionaries(KEYS, values, max_size=3)))


DOCUMENTS = st.dictionaries(KEYS, st.recursive(LEAVES, _deeper, max_leaves=12), max_size=5)


@given(DOCUMENTS)
def test_a_document_taken_apart_and_put_together_is_the_same(document):
    scattered = scatter(document)
    assert assemble(scattered.answers, scattered.rows) == document


@given(DOCUMENTS)
def test_the_order_in_which_answers_come_does_not_matter(document):
    scattered = scatter(document)
    backwards = dict(reversed(scattered.answers.items()))
    assert assemble(backwards, reversed(scattered.rows)) == document


def test_rows_go_by_their_ids_and_get_one_where_they_have_none():
    found = scatter({"residences": [{"id": "r7", "city": "Salem"}, {"city": "Dover"}], "exam_requests": ["SIE"]})
    assert found == Scattered(
        {"/residences/r7/city": "Salem", "/residences/n1/city": "Dover", "/exam_requests": ["SIE"]},
        (Row("/residences", "r7", 1), Row("/residences", "n1", 2)),
    )


def test_cleared_answers_and_rows_that_were_removed_stand_in_no_document():
    answers = {"/a/b": None, "/a/c": 1, "/rows/n1/x": 1, "/rows/n2/x": 2, "/rows/n1/in/n1/y": 3}
    assert assemble(answers, [Row("/rows", "n2", 2)]) == {"a": {"c": 1}, "rows": [{"id": "n2", "x": 2}]}


def test_a_list_that_was_answered_as_empty_holds_what_is_added_later():
    assert assemble({"/other_names": []}, []) == {"other_names": []}
    assert assemble({"/other_names": []}, [Row("/other_names", "n1", 1)]) == {"other_names": [{"id": "n1"}]}


def test_a_new_row_gets_an_id_that_no_row_ever_had():
    assert [fresh([]), fresh(["r9", "n1"]), fresh(["n3", "n1"])] == ["n1", "n2", "n4"]


@pytest.mark.parametrize("path", ["/residences/n1/city", "/gap_reasons/residences/r2/reason", "/drps/n1/court/n2/x"])
def test_of_a_list_whose_rows_were_all_removed_nothing_is_left(path):
    assert assemble({path: "x", "/general/first_name": "Ada"}, []) == {"general": {"first_name": "Ada"}}
