"""Signing as a story: the four combinations of editing by the person and e-signature, paper, and the morning's job."""

from datetime import date, timedelta

import pytest

from finpro.documents import selectors as documents
from finpro.filings import services as filings
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors import signing as selectors
from finpro.journeys import sign_filing
from finpro.journeys.sign_filing import FirmSigns
from finpro.kernel import clock, errors
from finpro.notices.models import Notice
from finpro.signatures.models import Signature
from tests import waiting_jobs
from tests.filings import desk
from tests.filings import signing as steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def place(at):
    return desk.desk(at)


def state(filing):
    return Filing.objects.get(pk=filing.pk).state


def firm_signs(filing, place, at, *, wish=Wish(), **given):  # noqa: B008 - a frozen value
    sign_filing.sign_for_firm(
        filing_id=filing.pk,
        wish=wish,
        signs=FirmSigns(**{"name": "Finn Filer", "consent": True} | given),
        shown=steps.shown(at),
        by=place.filer,
        at=at,
    )


def on_paper(**more):
    return {
        "paper_name": steps.NAME,
        "paper_signed_on": date(2026, 11, 20),
        "paper_scan": SCAN,
    } | more


@pytest.mark.parametrize("edits", [True, False], ids=["the person edits", "the firm edits alone"])
@pytest.mark.parametrize("electronic", [True, False], ids=["e-signature on", "e-signature off"])
def test_from_draft_to_ready(place, at, edits, electronic):
    if electronic:
        steps.electronic(place, at)
    filing = steps.complete(place, at)
    if edits:
        desk.share(filing, place, at)
        desk.save(filing, "/residences/n1/city", "Dover", 1, place.human, at)
        filings.hand_back(filing_id=filing.pk, by=place.human, at=at)
    else:
        with pytest.raises(errors.FinproError):
            desk.save(filing, "/residences/n1/city", "Dover", 1, place.human, at)
    if electronic:
        sign_filing.send(filing_id=filing.pk, wish=Wish(), by=place.filer, at=at)
        page = selectors.get_sign_page(place.human, filing.pk)
        sign_filing.sign(
            filing_id=filing.pk,
            envelope_id=page.envelope.id,
            name=page.prefilled,
            consent=True,
            shown=steps.shown(at),
            by=place.human,
            at=at,
        )
        assert state(filing) == State.REP_SIGNED
        firm_signs(filing, place, at)
    else:
        with pytest.raises(errors.Refusal):
            sign_filing.send(filing_id=filing.pk, wish=Wish(), by=place.filer, at=at)
        firm_signs(filing, place, at, **on_paper())
    assert state(filing) == State.READY_TO_SUBMIT
    methods = list(Signature.objects.order_by("block__order").values_list("block__key", "method"))
    assert methods == [("15A", "ELECTRONIC" if electronic else "PAPER"), ("15B", "ELECTRONIC")]
    document = Filing.objects.get(pk=filing.pk).content
    assert document["residences"][0]["city"] == ("Dover" if edits else "Montclair")


def test_everything_that_is_missing_on_paper_is_said_at_once_and_nothing_is_kept(place, at):
    filing = steps.complete(place, at)
    with pytest.raises(errors.Invalid) as refused:
        firm_signs(filing, place, at, name="", consent=False)
    pointers = [finding.pointer for finding in refused.value.findings]
    assert pointers == ["/paper_scan", "/paper_name", "/paper_signed_on", "/name", "/consent"]
    with pytest.raises(errors.Invalid, match="not a whole PDF, PNG or JPEG"):
        firm_signs(filing, place, at, **on_paper(paper_scan=b"<svg onload=alert(1)>"))
    with pytest.raises(errors.Invalid, match="not one to come"):
        firm_signs(filing, place, at, **on_paper(paper_signed_on=date(2026, 11, 24)))
    assert documents.list_of(f"filing:{filing.pk}") == []
    assert state(filing) == State.DRAFT


def test_the_scan_is_kept_with_the_filing(place, at):
    filing = steps.complete(place, at)
    firm_signs(filing, place, at, **on_paper())
    (kept,) = documents.list_of(f"filing:{filing.pk}", kind="scan")
    assert Signature.objects.get(block__key="15A").scan == kept.id
    assert documents.read_of(f"filing:{filing.pk}", kept.id)[1] == SCAN


def test_a_statement_instead_of_the_persons_signature_says_how_a_copy_was_given(place, at):
    steps.electronic(place, at)
    filing = steps.amendment(place, at)
    wish = Wish(without_person=True)
    with pytest.raises(errors.Invalid, match="given a copy"):
        firm_signs(filing, place, at, wish=wish)
    firm_signs(filing, place, at, wish=wish, note="By e-mail on 20 November; answered.", acknowledgment=SCAN)
    (kept,) = documents.list_of(f"filing:{filing.pk}", kind="acknowledgment")
    assert Signature.objects.get(block__key="15G").scan == kept.id


def test_every_morning_what_waits_is_reminded_of_and_then_ended(place, at, monkeypatch):
    steps.electronic(place, at)
    filing = steps.complete(place, at)
    sign_filing.send(filing_id=filing.pk, wish=Wish(), by=place.filer, at=at)
    reminders = []
    for day in range(1, 17):
        monkeypatch.setattr(clock, "now", lambda day=day: at + timedelta(days=day))
        sign_filing.look_after()
        if Notice.objects.filter(tag="filing:signature:reminder").count() > len(reminders):
            reminders.append(day)
    assert reminders == [3, 7, 12]
    assert state(filing) == State.FIRM_REVIEW
    assert Notice.objects.filter(tag="filing:signature:expired").count() == 1


def test_the_mails_are_delivered_and_name_nobody(place, at, mailoutbox):
    steps.electronic(place, at)
    filing = steps.complete(place, at)
    sign_filing.send(filing_id=filing.pk, wish=Wish(), by=place.filer, at=at)
    waiting_jobs.do()
    (asked,) = mailoutbox
    assert asked.subject.startswith("A Form U4 waits for your signature")
    assert f"/me/forms/{filing.pk}/sign" in asked.body
    assert "Alder Securities LLC" in asked.body
    steps.sign(filing, place, at)
    waiting_jobs.do()
    told = mailoutbox[-1]
    assert told.subject.startswith("The form that you sent was signed")
    assert "Averill" not in told.body
    assert f"/firm/501/filings/{filing.pk}/signatures" in told.body


def test_a_mail_about_what_was_recalled_meanwhile_is_not_sent(place, at, mailoutbox):
    steps.electronic(place, at)
    filing = steps.complete(place, at)
    sign_filing.send(filing_id=filing.pk, wish=Wish(), by=place.filer, at=at)
    sign_filing.recall(filing_id=filing.pk, reason="", by=place.filer, at=at)
    waiting_jobs.do()
    assert [mail.subject.rsplit(" (", 1)[0] for mail in mailoutbox] == ["There is nothing to sign for now"]
