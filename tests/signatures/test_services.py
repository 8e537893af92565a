"""Sending, signing, and what ends it otherwise; what is written can never be changed."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from finpro.audit.models import Event
from finpro.kernel import errors
from finpro.signatures import selectors
from finpro.signatures import services as signatures
from finpro.signatures.enums import State
from finpro.signatures.models import Block, Envelope, Signature
from tests.signatures import envelopes
from tests.signatures.envelopes import A, B, C, sent, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(at):
    return envelopes.parties(at)


def tags(subject="filing:12"):
    return list(Event.objects.filter(subject=subject).order_by("id").values_list("tag", flat=True))


def test_the_person_signs_then_the_signatory_and_the_rows_say_what_was_signed(who, at):
    envelope = sent(who, at)
    before = selectors.get_envelope(who.person, envelope.pk)
    assert (before.awaits, [block.turn for block in before.blocks]) == ("person", [True, False])
    signed(envelope, who.person, ["15A"], at, name="  Mae   Q. Quill ")
    between = selectors.get_envelope(who.filer, envelope.pk)
    assert (between.state, between.awaits) == (State.SENT, "signatory")
    signed(envelope, who.filer, ["15B"], at, name="Fay Filer")
    after = selectors.get_envelope(who.filer, envelope.pk)
    assert (after.state, after.awaits) == (State.SIGNED, "")
    mine, theirs = (block.signature for block in after.blocks)
    assert (mine.name, mine.prefilled, mine.digest) == ("Mae Q. Quill", "Mae Quill", envelope.digest)
    assert (mine.shown_by, mine.address, mine.signed_on) == ("passkey", "192.0.2.7", date(2026, 11, 23))
    assert (mine.statement_version, mine.statement_digest) == ("u4/2009-05/15A", after.blocks[0].digest)
    assert theirs.account_id == who.filer.user_id
    assert tags() == ["signature:envelope:sent", "signature:block:signed", "signature:block:signed"]


def test_a_second_click_changes_nothing(who, at):
    envelope = sent(who, at)
    for _ in range(2):
        signed(envelope, who.person, ["15A"], at)
    assert Signature.objects.count() == 1
    assert len(tags()) == 2


def test_several_blocks_are_signed_in_one_act(who, at):
    envelope = sent(who, at, blocks=(A, C, B))
    signed(envelope, who.person, ["15A", "15C"], at)
    assert set(Signature.objects.values_list("block__key", "person")) == {
        ("15A", who.person_id),
        ("15C", who.person_id),
    }


def test_nobody_signs_before_his_turn_or_in_anothers_place(who, at):
    envelope = sent(who, at)
    with pytest.raises(errors.Refusal, match="Another signature comes first"):
        signed(envelope, who.filer, ["15B"], at)
    with pytest.raises(errors.Forbidden, match="person’s own"):
        signed(envelope, who.filer, ["15A"], at)
    with pytest.raises(errors.Forbidden, match="firm’s"):
        signed(envelope, who.person, ["15B"], at)
    with pytest.raises(errors.NotFound):
        signed(envelope, who.stranger, ["15B"], at)
    with pytest.raises(errors.Refusal, match="does not ask for that signature"):
        signed(envelope, who.person, ["15D"], at)
    assert not Signature.objects.exists()


def test_name_and_consent_are_needed_and_both_are_said_at_once(who, at):
    envelope = sent(who, at)
    with pytest.raises(errors.Invalid) as refused:
        signed(envelope, who.person, ["15A"], at, name=" - ", consent=False)
    assert [finding.pointer for finding in refused.value.findings] == ["/name", "/consent"]


def test_the_person_declines_with_a_reason_that_no_event_holds(who, at):
    envelope = sent(who, at)
    with pytest.raises(errors.Invalid, match="Say why"):
        signatures.decline(envelope_id=envelope.pk, reason="  ", by=who.person, at=at)
    for _ in range(2):
        signatures.decline(envelope_id=envelope.pk, reason="My address is wrong", by=who.person, at=at)
    row = selectors.get_envelope(who.filer, envelope.pk)
    assert (row.state, row.reason) == (State.DECLINED, "My address is wrong")
    assert tags()[1:] == ["signature:envelope:declined"]
    assert "address" not in str(list(Event.objects.values_list("data", "reason")))
    with pytest.raises(errors.Refusal, match="can no longer be signed: declined"):
        signed(envelope, who.person, ["15A"], at)


def test_only_the_firm_recalls_and_only_before_the_person_has_signed(who, at):
    envelope = sent(who, at)
    with pytest.raises(errors.Forbidden, match="Only the firm"):
        signatures.recall(envelope_id=envelope.pk, reason="", by=who.person, at=at)
    with pytest.raises(errors.NotFound):
        signatures.recall(envelope_id=envelope.pk, reason="", by=who.stranger, at=at)
    signatures.recall(envelope_id=envelope.pk, reason="Wrong office", by=who.filer, at=at)
    assert Envelope.objects.get().state == State.RECALLED
    again = sent(who, at)
    signed(again, who.person, ["15A"], at)
    with pytest.raises(errors.Refusal, match="has signed already"):
        signatures.recall(envelope_id=again.pk, reason="", by=who.filer, at=at)


def test_a_change_voids_what_was_signed_and_says_which_answer(who, at):
    envelope = sent(who, at)
    signed(envelope, who.person, ["15A"], at)
    pointers = ["/residences/r1/city", "/general/suffix", "/general/suffix"]
    signatures.supersede(subject="filing:12", pointers=pointers, by=who.filer, at=at)
    row = selectors.get_envelope(who.filer, envelope.pk)
    assert (row.state, row.pointers) == (State.SUPERSEDED, ("/general/suffix", "/residences/r1/city"))
    assert row.blocks[0].signature.name == "Mae Quill"
    assert signatures.supersede(subject="filing:12", pointers=pointers, by=who.filer, at=at) is None
    assert selectors.live_envelope(who.filer, "filing:12") is None
    assert [one.state for one in selectors.list_envelopes(who.filer, "filing:12")] == [State.SUPERSEDED]


def test_one_envelope_at_a_time(who, at):
    sent(who, at)
    with pytest.raises(errors.Refusal, match="out for signature"):
        sent(who, at)


def test_what_is_frozen_is_what_was_hashed(who, at):
    with pytest.raises(errors.Refusal, match="changed while it was being sent"):
        signatures.freeze(
            subject="filing:9",
            content="{}",
            digest="0" * 64,
            version="u4/2009-05",
            person_id=who.person_id,
            firm_id=who.firm_id,
            blocks=[A],
            expires_on=None,
            by=who.filer,
            at=at,
        )


def test_it_expires_only_while_it_waits_for_the_person(who, at):
    envelope = sent(who, at, expires_on=date(2026, 11, 24))
    assert signatures.expire(envelope_id=envelope.pk, by=envelopes.BY, at=at + timedelta(days=1)) is None
    late = at + timedelta(days=2)
    with pytest.raises(errors.Refusal, match="time to sign this form is over"):
        signed(envelope, who.person, ["15A"], late)
    assert signatures.expire(envelope_id=envelope.pk, by=envelopes.BY, at=late).state == State.EXPIRED
    other = sent(who, at, expires_on=date(2026, 11, 24))
    signed(other, who.person, ["15A"], at)
    assert signatures.expire(envelope_id=other.pk, by=envelopes.BY, at=late) is None
    signed(other, who.filer, ["15B"], late)


def test_paper_is_entered_by_the_firm_with_its_scan(who, at):
    envelope = sent(who, at, expires_on=None)
    scan = uuid4()
    paper = {"envelope_id": envelope.pk, "keys": ["15A"], "name": "Mae Quill", "scan": scan, "at": at}
    with pytest.raises(errors.Forbidden):
        signatures.enter_paper(signed_on=date(2026, 11, 20), by=who.person, **paper)
    with pytest.raises(errors.Invalid, match="future"):
        signatures.enter_paper(signed_on=date(2026, 11, 24), by=who.filer, **paper)
    for _ in range(2):
        signatures.enter_paper(signed_on=date(2026, 11, 20), by=who.filer, **paper)
    (block, _) = selectors.get_envelope(who.filer, envelope.pk).blocks
    assert (block.signature.method, block.signature.scan) == ("PAPER", scan)
    assert block.signature.signed_on == date(2026, 11, 20)
    with pytest.raises(errors.Refusal, match="signatory signs here"):
        signatures.enter_paper(signed_on=date(2026, 11, 20), by=who.filer, **{**paper, "keys": ["15B"]})


def test_reminders_are_counted_and_waiting_ones_are_found(who, at):
    envelope = sent(who, at)
    signatures.remind(envelope_id=envelope.pk, by=envelopes.BY, at=at)
    (waiting,) = selectors.list_waiting([who.person_id])
    assert (waiting.id, waiting.reminders) == (envelope.pk, 1)
    assert [one.id for one in selectors.list_late(at + timedelta(seconds=1))] == [envelope.pk]
    signed(envelope, who.person, ["15A"], at)
    assert selectors.list_waiting([who.person_id]) == []
    with pytest.raises(errors.Refusal):
        signatures.remind(envelope_id=envelope.pk, by=envelopes.BY, at=at)


def test_the_timeline_names_people_to_the_firm_and_sides_to_the_person(who, at):
    envelope = sent(who, at)
    signed(envelope, who.person, ["15A"], at)
    firm = selectors.timeline(who.filer, "filing:12")
    assert [(step.tag, step.who) for step in firm] == [
        ("signature:block:signed", "Mae"),
        ("signature:envelope:sent", "Fay"),
    ]
    assert [step.who for step in selectors.timeline(who.person, "filing:12")] == ["The person", "The firm"]
    assert firm[0].sentence == "Block 15A was signed electronically."


@pytest.mark.parametrize(
    ("table", "change"),
    [
        (Signature, {"name": "Somebody Else"}),
        (Block, {"statement": "Another text"}),
        (Envelope, {"content": "{}"}),
        (Envelope, {"digest": "0" * 64}),
    ],
)
def test_the_database_refuses_to_change_or_delete_evidence(who, at, table, change):
    signed(sent(who, at), who.person, ["15A"], at)
    for act in (lambda rows: rows.update(**change), lambda rows: rows._raw_delete("default")):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(table.objects.all())


def test_the_database_refuses_a_signature_without_evidence(who, at):
    envelope = sent(who, at)
    with pytest.raises(DatabaseError, match="signature_evidence"), transaction.atomic():
        Signature.objects.create(
            block=envelope.blocks.get(key="15A"),
            account_id=who.person.user_id,
            method="ELECTRONIC",
            name="Mae Quill",
            signed_on=date(2026, 11, 23),
            at=at,
            digest=envelope.digest,
            consent=True,
        )


def test_the_database_refuses_other_moves(who, at):
    envelope = sent(who, at)
    signatures.recall(envelope_id=envelope.pk, reason="", by=who.filer, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Envelope.objects.filter(pk=envelope.pk).update(state=State.SIGNED)


def test_blocks_are_listed_in_the_order_of_signing(who, at):
    envelope = sent(who, at, blocks=(B, C, A))
    assert [block.key for block in selectors.get_envelope(who.filer, envelope.pk).blocks] == ["15A", "15C", "15B"]


def test_one_envelope_and_three_are_read_by_the_same_queries(who, at, django_assert_num_queries):
    for _ in range(3):
        envelope = sent(who, at)
        with django_assert_num_queries(3):
            selectors.list_envelopes(who.filer, "filing:12")
        signatures.recall(envelope_id=envelope.pk, reason="", by=who.filer, at=at)
