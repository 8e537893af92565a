"""One thing done to many drafts at once."""

import pytest

from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.journeys import many_drafts
from finpro.journeys.many_drafts import Verb
from finpro.notices.models import Notice
from tests.filings.desk import desk, draft, share
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(at):
    return desk(at)


@pytest.fixture
def three(place, at):
    """A draft, another, and one that the person has already."""
    found = [draft(place, at)]
    for crd in (8001, 8002):
        place.person = world.person(crd, "Mae", f"Quill{crd}")
        found.append(draft(place, at))
    share(found[2], place, at)
    return found


def states(three):
    return [Filing.objects.get(pk=filing.pk).state for filing in three]


def test_a_preview_tells_what_happens_and_changes_nothing(place, three, at):
    before = Notice.objects.count()
    rows = many_drafts.preview(verb=Verb.ACCESS, chosen=[one.pk for one in three], by=place.filer, at=at)
    assert {row.line.id: row.done for row in rows} == {three[0].pk: True, three[1].pk: True, three[2].pk: False}
    assert states(three) == [State.DRAFT, State.DRAFT, State.REP_EDITING]
    assert Notice.objects.count() == before


def test_each_draft_is_dealt_with_by_itself(place, three, at):
    rows = many_drafts.run(verb=Verb.ACCESS, chosen=[one.pk for one in three], by=place.filer, at=at)
    assert [row.done for row in sorted(rows, key=lambda row: row.line.id)] == [True, True, False]
    assert "already" in next(row.said for row in rows if not row.done)
    assert states(three) == [State.REP_EDITING] * 3


def test_what_the_rules_refuse_is_refused_row_by_row(place, three, at):
    for verb in (Verb.REMIND, Verb.SEND):
        rows = many_drafts.run(verb=verb, chosen=[one.pk for one in three], by=place.filer, at=at)
        assert not any(row.done for row in rows)
        assert all(row.said for row in rows)
    assert states(three) == [State.DRAFT, State.DRAFT, State.REP_EDITING]


def test_a_fault_in_one_leaves_the_others_done(place, three, at, monkeypatch):
    give = many_drafts.draft_filing.give_access

    def faulty(*, filing_id, **more):
        if filing_id == three[0].pk:
            raise RuntimeError
        give(filing_id=filing_id, **more)

    monkeypatch.setattr(many_drafts.draft_filing, "give_access", faulty)
    rows = many_drafts.run(verb=Verb.ACCESS, chosen=[one.pk for one in three[:2]], by=place.filer, at=at)
    assert {row.line.id: row.said for row in rows}[three[0].pk] == many_drafts.BROKEN
    assert states(three[:2]) == [State.DRAFT, State.REP_EDITING]


def test_another_firms_drafts_are_left_out(place, three, at):
    assert many_drafts.run(verb=Verb.ACCESS, chosen=[three[0].pk], by=place.stranger, at=at) == []
    assert states(three)[0] == State.DRAFT
