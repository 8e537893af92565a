"""One thing done to many drafts at once."""

from datetime import timedelta

import pytest

from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.journeys import draft_filing, many_drafts
from finpro.journeys.many_drafts import Verb
from finpro.kernel import errors
from finpro.notices.models import Notice
from tests import waiting_jobs
from tests.filings import signing as steps
from tests.filings.desk import desk, draft, human, share
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


def test_the_person_is_reminded_once_a_day_of_a_form_that_waits_to_be_filled_in(place, three, at, mailoutbox):
    human("Mae", three[2].person, at)
    chosen = [one.pk for one in three]
    before = Notice.objects.count()
    rows = {row.line.id: row for row in many_drafts.preview(verb=Verb.REMIND, chosen=chosen, by=place.filer, at=at)}
    assert rows[three[2].pk].said.startswith("Reminds the person by mail that the form waits to be filled in")
    assert not rows[three[0].pk].done
    assert Notice.objects.count() == before
    for number, (done, said) in enumerate([(True, "to fill the form in"), (False, "reminded today already")]):
        later = at + timedelta(hours=number)
        rows = {row.line.id: row for row in many_drafts.run(verb=Verb.REMIND, chosen=chosen, by=place.filer, at=later)}
        assert rows[three[2].pk].done is done
        assert said in rows[three[2].pk].said
    tomorrow = many_drafts.run(verb=Verb.REMIND, chosen=chosen[2:], by=place.filer, at=at + timedelta(days=1))
    assert [row.done for row in tomorrow] == [True]
    assert Notice.objects.filter(tag="filing:draft:reminder").count() == 2
    waiting_jobs.do()
    assert any("still waits for you" in mail.subject and "Quill" not in mail.body for mail in mailoutbox)


def test_nobody_is_reminded_where_there_is_no_account(place, three, at):
    (row,) = many_drafts.run(verb=Verb.REMIND, chosen=[three[2].pk], by=place.filer, at=at)
    assert not row.done
    assert "no account" in row.said
    assert not Notice.objects.filter(tag="filing:draft:reminder").exists()


def test_of_what_the_person_is_reminded_depends_on_what_waits(place, at):
    steps.electronic(place, at)
    filing = steps.complete(place, at)
    steps.send(filing, place, at)
    (row,) = many_drafts.run(verb=Verb.REMIND, chosen=[filing.pk], by=place.filer, at=at)
    assert (row.done, row.said) == (True, "The person was reminded by mail to sign.")
    assert Notice.objects.filter(tag="filing:signature:reminder").count() == 1


def test_another_firm_reminds_nobody(place, three, at):
    with pytest.raises(errors.NotFound):
        draft_filing.remind(filing_id=three[2].pk, by=place.stranger, at=at)


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
