"""Why a history has gaps: part of what is signed, of what is read and of the paper."""

import json
from datetime import timedelta

import pytest

from finpro.filings import exports
from finpro.filings import services as filings
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors import signing as selectors
from finpro.filings.selectors.signing.red_line import named
from finpro.ui.form_view import form_view
from tests.filings import desk
from tests.filings import signing as steps

pytestmark = pytest.mark.django_db
GIVEN = {"from": "2016-01", "to": "2016-02", "reason": "At sea, with no address on land."}


@pytest.fixture
def place(at):
    return desk.desk(at)


@pytest.fixture
def signed(place, at):
    """A form with a reason, signed by the person."""
    steps.electronic(place, at)
    filing = steps.complete(place, at)
    filings.add_row(filing_id=filing.pk, list_path="/gap_reasons/residences", values=GIVEN, by=place.filer, at=at)
    steps.send(filing, place, at)
    steps.sign(filing, place, at)
    return Filing.objects.get(pk=filing.pk)


def test_it_is_in_what_is_signed_and_its_fingerprint(signed, place, at):
    (kept,) = signed.content["gap_reasons"]
    assert {key: kept[key] for key in GIVEN} == GIVEN
    assert kept["section"] == "residences"
    page = selectors.get_sign_page(place.human, signed.pk)
    assert page.document["gap_reasons"] == [kept]
    assert page.envelope.digest == signed.digest


def test_it_stands_in_the_form_as_it_is_read_and_on_paper(signed, place, at):
    page = selectors.get_sign_page(place.human, signed.pk)
    view = form_view(page.form, page.document)
    said = [line for section in view.sections for part in section.parts for line in part.lines]
    assert ("January 2016 to February 2016", GIVEN["reason"]) in [(line.label, line.answer) for line in said]
    sheet = exports.Sheet("", "", "", "", 1, "", 1, at.date())
    made = exports.paper(view, sheet, content=json.dumps(signed.content), digest="", blocks=(), envelope=None)
    assert GIVEN["reason"] in exports.texts(made)
    assert GIVEN["reason"] in made["embedded"]


def test_another_reason_voids_the_signature(signed, place, at):
    path = "/gap_reasons/residences/n1/reason"
    change = filings.Change(path, "On the ice.", signed.answers.get(path=path).version)
    filings.save(filing_id=signed.pk, changes=[change], by=place.filer, at=at + timedelta(hours=1))
    assert Filing.objects.get(pk=signed.pk).state == State.DRAFT
    panel = selectors.get_panel(place.filer, signed.pk, Wish(), at)
    assert named(panel.form, path) == "11. Residential history: reason for a gap"
    (line,) = panel.red_line.changed
    assert (line.place, line.label) == (
        "11. Residential history",
        "Reason for a gap, January 2016 to February 2016",
    )
    assert (line.record, line.signed, line.draft) == ("Not answered", GIVEN["reason"], "On the ice.")
    assert (line.pointer, line.kind) == ("/gap_reasons/0/reason", "added")


def test_other_months_of_a_reason_and_its_removal_are_told_too(signed, place, at):
    path = "/gap_reasons/residences/n1/to"
    change = filings.Change(path, "2016-03", signed.answers.get(path=path).version)
    filings.save(filing_id=signed.pk, changes=[change], by=place.filer, at=at)
    (line,) = selectors.get_panel(place.filer, signed.pk, Wish(), at).red_line.changed
    assert line.label == "Reason for a gap, January 2016 to March 2016"
    assert line.signed == f"January 2016 to February 2016: {GIVEN['reason']}"
    assert line.draft == GIVEN["reason"]
    filings.remove_row(filing_id=signed.pk, list_path="/gap_reasons/residences", row="n1", by=place.filer, at=at)
    (line,) = selectors.get_panel(place.filer, signed.pk, Wish(), at).red_line.changed
    assert (line.pointer, line.draft, line.kind) == ("/gap_reasons", "Not answered", "same")
