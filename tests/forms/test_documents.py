"""The documents that other tests begin with are whole, fresh, and right in the eyes of every check."""

from datetime import date

import pytest

from finpro.filings.policies import checks, known
from finpro.rulebook.forms import loader, reading
from tests.forms import documents, pages, record

AS_OF = date.fromisoformat(documents.AS_OF)
MAKERS = (
    documents.initial,
    documents.largest,
    documents.relicense,
    documents.dual,
    documents.amendment,
    documents.page2,
    documents.page2_amendment,
    documents.concurrence,
)
# Pages that end an event: they support no yes any more.
CLOSING = {"INV_CLOSED": "U4-DRP-10", "JUDG_SATISFIED": "U4-DRP-09"}
every = pytest.mark.parametrize("make", MAKERS, ids=lambda make: make.__name__)


@pytest.fixture(scope="module")
def form():
    return loader.get("u4", "2009-05")


@every
def test_nothing_is_missing_and_nothing_answers_what_is_not_asked(form, make):
    document = make()
    assert reading.missing(form, document, document["filing"]["type"]) == []
    assert reading.shown(form, document) == document


@every
def test_the_checks_find_nothing_with_and_without_a_record(form, make):
    document = make()
    for beside in (known.NOTHING, record.known(document)):
        assert checks.check(form, document, beside, AS_OF) == []


@every
def test_each_call_gives_a_document_of_its_own(make):
    spoiled = make()
    spoiled["residences"][0]["city"] = spoiled["general"]["last_name"] = "Elsewhere"
    spoiled["disclosure"]["14L"] = True
    assert make() == make() != spoiled


@pytest.mark.parametrize("name", pages.ALL)
def test_the_checks_find_nothing_in_a_reporting_page(form, name):
    page = pages.make(name)
    document = documents.initial() | {"drps": [page], "disclosure": documents.disclosure([page])}
    found = {finding.rule for finding in checks.check(form, document, known.NOTHING, AS_OF)}
    assert found == ({CLOSING[name]} if name in CLOSING else set())


def test_the_amendment_changes_what_it_says(form):
    changed = {change.pointer for change in reading.diff(form, documents.amendment_base(), documents.amendment())}
    assert {"/disclosure/14M", "/drps/0", "/residences/0", "/jurisdiction_requests/0"} <= changed
    assert not any(pointer.startswith(("/employments", "/identifying", "/general")) for pointer in changed)


def test_the_largest_filing_is_as_large_as_promised():
    document = documents.largest()
    assert len(document["sro_requests"]) + len(document["jurisdiction_requests"]) == 40
    assert len(document["drps"]) == 12
    assert len({drp["type"] for drp in document["drps"]}) == 9
    assert min(row["from"] for row in document["employments"]) <= "2016-11"
