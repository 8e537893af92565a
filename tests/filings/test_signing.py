"""A form sent for signature, signed, and what voids that; with e-signature on and off."""

import hashlib
import json
from datetime import date, timedelta
from uuid import uuid4

import pytest

from finpro.filings import services as filings
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors import signing as selectors
from finpro.filings.services import signing
from finpro.filings.services.signing import Paper
from finpro.firms.enums import Audience
from finpro.kernel import errors
from finpro.notices.models import Notice
from finpro.rulebook.forms import reading
from finpro.signatures.enums import State as Signing
from finpro.signatures.models import Envelope, Signature
from tests.filings import desk
from tests.filings import signing as steps
from tests.forms import documents

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(at):
    return desk.desk(at)


@pytest.fixture
def on(place, at):
    steps.electronic(place, at)
    return place


def state(filing):
    return Filing.objects.get(pk=filing.pk).state


def mails():
    return set(Notice.objects.values_list("tag", "recipient"))


def test_sent_signed_countersigned(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    frozen = Filing.objects.get(pk=filing.pk)
    assert frozen.state == State.PENDING_REP_SIGNATURE
    assert frozen.digest == hashlib.sha256(reading.canonical(frozen.content)).hexdigest()
    assert "signatures" not in frozen.content
    envelope = steps.envelope(filing)
    assert (envelope.digest, json.loads(envelope.content)) == (frozen.digest, frozen.content)
    assert envelope.expires_on == date(2026, 12, 7)
    assert set(envelope.blocks.values_list("key", flat=True)) == {"15A", "15B"}
    steps.sign(filing, on, at)
    assert state(filing) == State.REP_SIGNED
    steps.countersign(filing, on, at)
    assert state(filing) == State.READY_TO_SUBMIT
    whole = selectors.signed_document(Filing.objects.get(pk=filing.pk))
    assert whole["signatures"] == {
        "15A": {"name": documents.NAME, "date": "2026-11-23"},
        "15B": {"name": "Finn Filer", "date": "2026-11-23"},
    }
    assert mails() == {
        ("filing:signature:requested", on.human.label),
        ("filing:signature:signed", on.filer.label),
    }


def test_every_verb_done_twice_is_done_once(on, at):
    filing = steps.complete(on, at)
    for _ in range(2):
        steps.send(filing, on, at)
    for _ in range(2):
        steps.sign(filing, on, at)
    for _ in range(2):
        steps.countersign(filing, on, at)
    assert (Envelope.objects.count(), Signature.objects.count(), Notice.objects.count()) == (1, 2, 2)


def test_what_is_incomplete_is_not_sent_and_the_page_says_why(on, at):
    filing = desk.draft(on, at)
    with pytest.raises(errors.Refusal, match="missing or wrong"):
        steps.send(filing, on, at)
    panel = selectors.get_panel(on.filer, filing.pk, Wish(), at)
    assert "missing or wrong" in panel.why_not_send
    assert panel.plan.open_points


def test_nobody_edits_while_it_waits(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    with pytest.raises(errors.Refusal, match="sent for signature"):
        steps.edit(filing, on, at)


def test_an_edit_voids_the_signature_and_says_which_answer(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    steps.sign(filing, on, at)
    steps.edit(filing, on, at)
    voided = steps.envelope(filing)
    assert (state(filing), voided.state) == (State.DRAFT, Signing.SUPERSEDED)
    assert voided.pointers == ["/general/firm_billing_code"]
    assert Filing.objects.get(pk=filing.pk).content is None
    assert ("filing:signature:superseded", on.human.label) in mails()
    assert selectors.signed_document(Filing.objects.get(pk=filing.pk)) == {}
    steps.send(filing, on, at)
    steps.sign(filing, on, at)
    assert [one.state for one in steps.filing_envelopes(filing)] == [Signing.SENT, Signing.SUPERSEDED]


@pytest.mark.parametrize("end", ["reopened", "deleted"])
def test_what_is_reopened_or_deleted_has_no_signatures_that_count(on, at, end):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    steps.sign(filing, on, at)
    if end == "reopened":
        steps.countersign(filing, on, at)
        filings.reopen(filing_id=filing.pk, by=on.filer, at=at)
    else:
        filings.delete(filing_id=filing.pk, by=on.filer, at=at)
    assert steps.envelope(filing).state == Signing.SUPERSEDED


def test_the_person_declines_and_the_firm_reads_why(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    for _ in range(2):
        signing.decline(
            filing_id=filing.pk,
            envelope_id=steps.envelope(filing).pk,
            reason="My middle name is wrong",
            by=on.human,
            at=at,
        )
    assert state(filing) == State.FIRM_REVIEW
    panel = selectors.get_panel(on.filer, filing.pk, Wish(), at)
    assert (panel.earlier[0].state, panel.earlier[0].reason) == (Signing.DECLINED, "My middle name is wrong")
    assert ("filing:signature:declined", on.filer.label) in mails()


def test_the_firm_recalls_and_the_person_finds_nothing_to_sign(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    with pytest.raises(errors.NotFound):
        signing.recall(filing_id=filing.pk, reason="", by=on.stranger, at=at)
    with pytest.raises(errors.NotFound):
        signing.recall(filing_id=filing.pk, reason="", by=on.human, at=at)
    for _ in range(2):
        signing.recall(filing_id=filing.pk, reason="Wrong office", by=on.filer, at=at)
    assert state(filing) == State.DRAFT
    assert ("filing:signature:recalled", on.human.label) in mails()
    with pytest.raises(errors.NotFound):
        selectors.get_sign_page(on.human, filing.pk)
    assert selectors.list_to_sign([on.person.pk]) == []


def test_recalled_it_is_open_again_where_it_was_open(on, at):
    filing = steps.complete(on, at)
    desk.share(filing, on, at)
    steps.send(filing, on, at)
    signing.recall(filing_id=filing.pk, reason="", by=on.filer, at=at)
    assert state(filing) == State.REP_EDITING


def test_after_signing_nothing_is_recalled(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    steps.sign(filing, on, at)
    with pytest.raises(errors.Refusal, match="signed already"):
        signing.recall(filing_id=filing.pk, reason="", by=on.filer, at=at)


def test_not_signed_in_time_it_goes_back_to_the_firm(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    assert not signing.expire(filing_id=filing.pk, by=steps.BY, at=at + timedelta(days=14))
    assert signing.expire(filing_id=filing.pk, by=steps.BY, at=at + timedelta(days=15))
    assert state(filing) == State.FIRM_REVIEW
    assert ("filing:signature:expired", on.filer.label) in mails()


def test_a_reminder_once_a_day(on, at):
    filing = steps.complete(on, at)
    with pytest.raises(errors.Refusal, match="does not wait"):
        signing.remind(filing_id=filing.pk, by=on.filer, at=at)
    steps.send(filing, on, at)
    for hours in (1, 2, 30):
        signing.remind(filing_id=filing.pk, by=on.filer, at=at + timedelta(hours=hours))
    assert steps.envelope(filing).reminders == 2
    assert Notice.objects.filter(tag="filing:signature:reminder").count() == 2


def test_with_e_signature_off_the_person_signs_on_paper(place, at):
    filing = steps.complete(place, at)
    with pytest.raises(errors.Refusal, match="not turned electronic signatures on"):
        steps.send(filing, place, at)
    with pytest.raises(errors.Refusal, match="Enter what the person signed on paper"):
        steps.countersign(filing, place, at)
    paper = Paper(documents.NAME, date(2026, 11, 20), uuid4())
    steps.countersign(filing, place, at, paper=paper)
    assert state(filing) == State.READY_TO_SUBMIT
    (mine, theirs) = Signature.objects.order_by("id")
    assert (mine.method, mine.scan, mine.signed_on) == ("PAPER", paper.scan, date(2026, 11, 20))
    assert (theirs.method, theirs.account_id) == ("ELECTRONIC", place.filer.user_id)
    assert mails() == set()


def test_the_setting_counts_for_the_persons_audience(place, at):
    steps.electronic(place, at, audience=Audience.CONTRACTOR)
    filing = steps.complete(place, at)
    with pytest.raises(errors.Refusal, match="not turned electronic signatures on"):
        steps.send(filing, place, at)
    steps.edit(filing, place, at, "/general/independent_contractor", True)
    steps.send(filing, place, at)
    assert state(filing) == State.PENDING_REP_SIGNATURE


def test_with_e_signature_on_the_person_signs_first(on, at):
    filing = steps.complete(on, at)
    with pytest.raises(errors.Refusal, match="The person signs first"):
        steps.countersign(filing, on, at, paper=Paper("X Y", date(2026, 11, 20), uuid4()))


@pytest.mark.parametrize(
    ("made", "wish", "keys"),
    [
        (documents.initial, Wish(temporary=True), {"15A", "15B"}),
        (documents.relicense, Wish(), {"15A", "15B"}),
        (documents.relicense, Wish(temporary=True), {"15A", "15B", "15C"}),
        (documents.dual, Wish(), {"15A", "15B"}),
        (documents.concurrence, Wish(), {"15F"}),
    ],
)
def test_which_blocks_a_filing_needs(place, at, made, wish, keys):
    filing = steps.complete(place, at, made=made)
    assert {block.key for block in selectors.plan(filing, wish, at).blocks} == keys


def test_an_amendment_of_disclosure_is_signed_by_the_person_or_stated_by_the_firm(on, at):
    filing = steps.amendment(on, at)
    assert [block.key for block in selectors.plan(filing, Wish(), at).blocks] == ["15D", "15E"]
    wish = Wish(without_person=True)
    assert {block.key for block in selectors.plan(filing, wish, at).blocks} == {"15E", "15G"}
    with pytest.raises(errors.Refusal, match="no signature of the person"):
        steps.send(filing, on, at, wish=wish)
    evidence = uuid4()
    steps.countersign(filing, on, at, wish=wish, note="By e-mail on 20 November; answered", scan=evidence)
    assert state(filing) == State.READY_TO_SUBMIT
    assert set(Signature.objects.values_list("block__key", "note", "scan")) == {
        ("15E", "By e-mail on 20 November; answered", evidence),
        ("15G", "By e-mail on 20 November; answered", evidence),
    }


def test_an_amendment_that_leaves_disclosure_alone_needs_the_firm_only(on, at):
    base = steps.on_record(on, at)
    filing = steps.complete(on, at, made=lambda **_crds: dict(base), base=lambda **_crds: base)
    steps.edit(filing, on, at)
    steps.countersign(filing, on, at)
    assert set(Signature.objects.values_list("block__key", flat=True)) == {"15E"}


def test_signing_for_the_firm_needs_the_entitlement(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    steps.sign(filing, on, at)
    drafter = desk.member("Dee", on.firm, at, ["u4.draft"])
    with pytest.raises(errors.Forbidden, match="entitlement to file"):
        steps.countersign(filing, on, at, by=drafter)
    assert "entitlement to file" in selectors.get_panel(drafter, filing.pk, Wish(), at).why_not_sign
    with pytest.raises(errors.NotFound):
        steps.countersign(filing, on, at, by=on.stranger)


def test_another_firms_filing_is_none(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    for viewer in (on.stranger,):
        with pytest.raises(errors.NotFound):
            selectors.get_panel(viewer, filing.pk, Wish(), at)
        with pytest.raises(errors.NotFound):
            selectors.get_sign_page(viewer, filing.pk)
    with pytest.raises(errors.Forbidden):
        selectors.get_panel(on.bare, filing.pk, Wish(), at)


def test_the_sign_page_shows_what_was_frozen(on, at):
    filing = steps.complete(on, at)
    steps.send(filing, on, at)
    page = selectors.get_sign_page(on.human, filing.pk)
    assert (page.waits, page.prefilled) == (True, documents.NAME)
    assert [block.key for block in page.envelope.of("person")] == ["15A"]
    assert page.heading.type_label == "Initial"
    (waiting,) = selectors.list_to_sign([on.person.pk])
    assert (waiting.filing_id, waiting.firm) == (filing.pk, "Alder Securities LLC")


def test_the_red_line_tells_the_three_apart(on, at):
    filing = steps.amendment(on, at)
    steps.send(filing, on, at)
    steps.sign(filing, on, at)
    home = filing.base["residences"][0]["id"]
    steps.edit(filing, on, at, f"/residences/{home}/street2", "Floor 2")
    line = selectors.get_panel(on.filer, filing.pk, Wish(), at).red_line
    assert line.compares_signed
    assert line.after_signing == 1
    (changed,) = [one for one in line.lines if one.differs_from_signed]
    assert (changed.record, changed.signed, changed.draft) == ("Apt 3C", "Apt 3C", "Floor 2")
    assert changed.place.endswith("entry 1")
    others = [one for one in line.lines if not one.differs_from_signed]
    assert others
    assert all(one.signed == one.draft for one in others)
