"""Drafting together: what firm and person may write, and what happens when both do."""

import pytest
from django.db import IntegrityError, transaction

from finpro.audit.models import Event
from finpro.filings import selectors, services
from finpro.filings.enums import Access, State
from finpro.filings.models import Answer, Filing, Move, SectionShare
from finpro.kernel import errors
from finpro.kernel.clock import legal_date
from finpro.rulebook.forms import loader
from tests.at_once import at_once
from tests.filings.desk import BASE, desk, draft, save, share

pytestmark = pytest.mark.django_db
CITY = "/residences/r1/city"


@pytest.fixture
def place(at):
    return desk(at)


@pytest.fixture
def filing(place, at):
    return draft(place, at)


def document(filing, at):
    return selectors.document_of(Filing.objects.get(pk=filing.pk), legal_date(at))


def test_a_draft_begins_with_what_the_record_says(filing, at):
    assert document(filing, at) == BASE
    assert filing.state == State.DRAFT
    assert list(Move.objects.values_list("before", "after")) == [("", "DRAFT")]


def test_a_firm_has_one_open_draft_about_a_person(place, filing, at):
    with pytest.raises(errors.Refusal, match="already"):
        draft(place, at)
    row = Filing.objects.get(pk=filing.pk)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    services.delete(filing_id=filing.pk, by=place.filer, at=at)
    assert draft(place, at).pk != filing.pk


@pytest.mark.parametrize("who", ["human", "stranger", "bare"])
def test_nobody_but_a_filer_of_the_firm_begins_moves_or_ends_a_draft(place, filing, at, who):
    by = getattr(place, who)
    refused = (errors.NotFound, errors.Forbidden)
    if who != "stranger":  # who begins drafts of another firm
        with pytest.raises(refused):
            services.create(person_id=place.person.pk, kind="DUAL", version="2009-05", base={}, by=by, at=at)
    for act in (services.delete, services.reopen):
        with pytest.raises(refused):
            act(filing_id=filing.pk, by=by, at=at)
    with pytest.raises(refused):
        services.give_access(filing_id=filing.pk, access=Access.FULL, sections=["general"], by=by, at=at)
    with pytest.raises(refused):
        save(filing, CITY, "Dover", 1, by, at)
    assert document(filing, at) == BASE


def test_each_save_raises_the_version_and_the_first_of_two_who_read_the_same_wins(place, filing, at):
    assert save(filing, CITY, "Dover", 1, place.filer, at).versions == {CITY: 2}
    lost = save(filing, CITY, "Boise", 1, place.second, at)
    assert lost.versions == {}
    (conflict,) = lost.conflicts
    assert (conflict.mine, conflict.theirs, conflict.version) == ("Boise", "Dover", 2)
    assert (conflict.by, conflict.hat, conflict.at) == (place.filer.label, "firm", at)
    assert save(filing, CITY, "Boise", conflict.version, place.second, at).versions == {CITY: 3}
    assert document(filing, at)["residences"][0]["city"] == "Boise"


def test_writing_what_another_wrote_already_is_no_conflict(place, filing, at):
    save(filing, CITY, "Dover", 1, place.filer, at)
    told = save(filing, CITY, "Dover", 1, place.second, at)
    assert (told.versions, told.conflicts) == ({CITY: 2}, ())


def test_of_several_answers_those_that_meet_no_other_are_written(place, filing, at):
    save(filing, CITY, "Dover", 1, place.filer, at)
    told = services.save(
        filing_id=filing.pk,
        changes=[services.Change(CITY, "Boise", 1), services.Change("/general/suffix", "JR", 0)],
        by=place.second,
        at=at,
    )
    assert told.versions == {"/general/suffix": 1}
    assert [conflict.path for conflict in told.conflicts] == [CITY]


def test_a_cleared_answer_stands_in_no_document_and_keeps_its_version(place, filing, at):
    save(filing, CITY, None, 1, place.filer, at)
    assert "city" not in document(filing, at)["residences"][0]
    assert save(filing, CITY, "Dover", 1, place.second, at).conflicts[0].theirs is None
    assert save(filing, CITY, "Dover", 2, place.second, at).versions == {CITY: 3}


def test_the_person_writes_only_in_what_is_open(place, filing, at):
    with pytest.raises(errors.NotFound):
        save(filing, CITY, "Dover", 1, place.human, at)
    share(filing, place, at, "residences")
    assert save(filing, CITY, "Dover", 1, place.human, at).versions == {CITY: 2}
    with pytest.raises(errors.Forbidden, match="not opened this section"):
        save(filing, "/general/first_name", "Robin", 1, place.human, at)
    share(filing, place, at, "other_names")
    with pytest.raises(errors.Forbidden):
        save(filing, CITY, "Boise", 2, place.human, at)
    services.give_access(filing_id=filing.pk, access=Access.NONE, sections=[], by=place.filer, at=at)
    with pytest.raises(errors.NotFound):
        save(filing, CITY, "Boise", 2, place.human, at)
    assert Filing.objects.get(pk=filing.pk).state == State.DRAFT


def test_the_person_hands_back_once_and_may_still_write(place, filing, at):
    share(filing, place, at)
    for _ in range(2):
        services.hand_back(filing_id=filing.pk, by=place.human, at=at)
    assert Filing.objects.get(pk=filing.pk).state == State.FIRM_REVIEW
    assert Event.objects.filter(tag="filing:draft:handed_back").count() == 1
    assert save(filing, CITY, "Dover", 1, place.human, at).versions == {CITY: 2}
    with pytest.raises(errors.NotFound):
        services.hand_back(filing_id=filing.pk, by=place.filer, at=at)


def test_what_was_sent_for_signature_is_written_by_nobody(place, filing, at):
    services.move(filing=services.lock(filing.pk), to=State.PENDING_REP_SIGNATURE, by=place.filer, at=at)
    with pytest.raises(errors.Refusal, match="sent for signature"):
        save(filing, CITY, "Dover", 1, place.filer, at)
    with pytest.raises(errors.Refusal):
        services.delete(filing_id=filing.pk, by=place.filer, at=at)


def test_an_edit_after_signing_makes_it_a_draft_again_and_says_what_did(place, filing, at):
    for to in (State.PENDING_REP_SIGNATURE, State.REP_SIGNED):
        services.move(filing=services.lock(filing.pk), to=to, by=place.filer, at=at)
    told = save(filing, CITY, "Dover", 1, place.filer, at)
    assert told.state == State.DRAFT
    assert Move.objects.latest("id").reason == CITY


def test_a_save_that_loses_after_signing_voids_nothing(place, filing, at):
    save(filing, CITY, "Dover", 1, place.filer, at)
    for to in (State.PENDING_REP_SIGNATURE, State.REP_SIGNED):
        services.move(filing=services.lock(filing.pk), to=to, by=place.filer, at=at)
    assert save(filing, CITY, "Boise", 1, place.second, at).state == State.REP_SIGNED


def test_rows_are_added_removed_and_put_back(place, filing, at):
    row = services.add_row(
        filing_id=filing.pk, list_path="/residences", values={"city": "Dover"}, by=place.filer, at=at
    )
    assert document(filing, at)["residences"][1] == {"id": "n1", "country": "USA", "city": "Dover"}
    for _ in range(2):
        services.remove_row(filing_id=filing.pk, list_path="/residences", row=row, by=place.filer, at=at)
    assert len(document(filing, at)["residences"]) == 1
    with pytest.raises(errors.Refusal, match="removed meanwhile"):
        save(filing, f"/residences/{row}/city", "Boise", 1, place.second, at)
    services.restore_row(filing_id=filing.pk, list_path="/residences", row=row, by=place.second, at=at)
    assert document(filing, at)["residences"][1] == {"id": "n1", "country": "USA", "city": "Dover"}
    again = services.add_row(filing_id=filing.pk, list_path="/residences", values={}, by=place.filer, at=at)
    assert again == "n2"
    assert Event.objects.filter(tag="filing:row:changed", data__what="removed").count() == 1


def test_rows_hold_rows_of_their_own(place, filing, at):
    row = services.add_row(
        filing_id=filing.pk,
        list_path="/drps",
        values={"type": "CRIM", "questions": ["14A(1)(a)"], "charges": [{"description": "x"}]},
        by=place.filer,
        at=at,
    )
    path = f"/drps/{row}/charges/n1/description"
    assert save(filing, path, "y", 1, place.filer, at).versions == {path: 2}
    assert document(filing, at)["drps"] == [
        {"id": "n1", "type": "CRIM", "questions": ["14A(1)(a)"], "charges": [{"id": "n1", "description": "y"}]}
    ]


def test_two_sides_say_when_they_are_done(place, filing, at):
    share(filing, place, at)
    for by, section in ((place.human, "residences"), (place.filer, "residences"), (place.filer, "general")):
        services.mark_done(filing_id=filing.pk, section=section, done=True, by=by, at=at)
    with pytest.raises(errors.Forbidden):
        services.mark_done(filing_id=filing.pk, section="general", done=True, by=place.human, at=at)
    services.mark_done(filing_id=filing.pk, section="residences", done=False, by=place.human, at=at)
    found = SectionShare.objects.order_by("section").values_list("section", "rep_done_at", "firm_done_at")
    assert list(found) == [("general", None, at), ("residences", None, at)]


def test_comments_are_for_those_who_see_the_form(place, filing, at):
    share(filing, place, at)
    told = services.comment(filing_id=filing.pk, section="residences", text=" When? ", by=place.filer, at=at)
    assert (told.text, told.side) == ("When?", "FIRM")
    services.comment(filing_id=filing.pk, section="residences", text="In May", by=place.human, at=at)
    with pytest.raises(errors.NotFound):
        services.comment(filing_id=filing.pk, section="residences", text="Hello", by=place.stranger, at=at)
    with pytest.raises(errors.Invalid):
        services.comment(filing_id=filing.pk, section="residences", text=" ", by=place.human, at=at)
    assert services.resolve(filing_id=filing.pk, comment_id=told.pk, by=place.human, at=at).resolved_at == at
    event = Event.objects.filter(tag="filing:comment:written").first()
    assert event.data == {"section": "residences"}


def test_events_hold_no_answer(place, filing, at):
    save(filing, CITY, "Dover", 1, place.filer, at)
    event = Event.objects.get(tag="filing:answer:saved")
    assert event.data == {"count": 1, "paths": [CITY]}
    assert event.subject == f"filing:{filing.pk}"


def test_a_draft_expires_when_nobody_touched_it(place, filing, at):
    Filing.objects.filter(pk=filing.pk).update(touched_at=at.replace(month=9))
    assert services.expire(filing_id=filing.pk, by=place.filer, at=at)
    assert Filing.objects.get(pk=filing.pk).state == State.EXPIRED
    assert not services.expire(filing_id=filing.pk, by=place.filer, at=at)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_save_one_answer_at_once_one_wins_and_the_others_are_told(at):
    with transaction.atomic():
        place = desk(at)
        filing = draft(place, at)

    def act(number):
        with transaction.atomic():
            return save(filing, CITY, f"City {number}", 1, place.filer if number % 2 else place.second, at)

    told = at_once(*[lambda number=number: act(number) for number in range(6)])
    assert sorted(len(one.versions) for one in told) == [0, 0, 0, 0, 0, 1]
    assert sum(len(one.conflicts) for one in told) == 5
    row = Answer.objects.get(filing=filing, path=CITY)
    assert row.version == 2
    assert {conflict.theirs for one in told for conflict in one.conflicts} == {row.value}


FORM = loader.get("u4", "2009-05")


def alone(filing, value, version, by, at, path=CITY):
    """The one statement by which a field is saved."""
    return services.save_alone(
        filing_id=filing.pk, form=FORM, change=services.Change(path, value, version), by=by, at=at
    )


def test_a_field_is_saved_by_one_statement_with_its_event(place, filing, at, django_assert_num_queries):
    with django_assert_num_queries(1):
        told = alone(filing, "Dover", 1, place.filer, at)
    assert (told.versions, told.state) == ({CITY: 2}, State.DRAFT)
    event = Event.objects.get(tag="filing:answer:saved")
    assert (event.data, event.actor, event.hat) == ({"count": 1, "paths": [CITY]}, place.filer.label, "firm")
    assert event.xid is not None


@pytest.mark.parametrize(
    "case", ["another saved", "the person", "another firm", "signed", "no question", "no section of this type"]
)
def test_what_one_statement_cannot_do_it_does_not_begin(place, filing, at, case):
    by, path = place.filer, CITY
    if case == "another saved":
        save(filing, CITY, "Boise", 1, place.second, at)
    if case in {"the person", "another firm"}:
        share(filing, place, at)
        by = place.human if case == "the person" else place.stranger
    if case == "signed":
        for to in (State.PENDING_REP_SIGNATURE, State.REP_SIGNED):
            services.move(filing=services.lock(filing.pk), to=to, by=place.filer, at=at)
    if case == "no question":
        path = "/residences/r1/nothing"
    if case == "no section of this type":
        Filing.objects.filter(pk=filing.pk).update(type="PAGE2_INITIAL")
        path = "/fingerprints/barcode"
    before = document(filing, at)
    events = Event.objects.count()
    assert alone(filing, "Dover", 1, by, at, path) is None
    assert (document(filing, at), Event.objects.count()) == (before, events)
