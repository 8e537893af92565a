"""What the person may do with a form and what he or she sees of it, whichever way the firm goes: sections closed to the
person, some of them open or all, and a signature given in the browser or on paper. From draft to record, by the pages.
"""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.documents import selectors as documents
from finpro.filings.enums import Access, State
from finpro.filings.models import Answer, Filing
from finpro.filings.policies import typed
from finpro.filings.selectors import prefill
from finpro.registry import models
from finpro.signatures.models import Signature
from tests import waiting_jobs
from tests.filings import desk
from tests.filings import signing as steps
from tests.portals.signed_in import enter, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
# An answer of a section that is open by default, and one of a section that the firm has to open of its own accord.
OPEN, CHOSEN = ("/residences/n1/city", "Dover"), ("/general/firm_billing_code", "Q7")
COMPLETE, SIGN = "Complete Form U4", "Sign Form U4"


@pytest.fixture(autouse=True)
def noon(at):
    """Pages read the clock themselves, and the form is complete on its day."""
    with time_machine.travel(at, tick=True):
        yield


@pytest.fixture
def place(at):
    return desk.desk(at)


@pytest.fixture
def firm(place):
    return client(place.filer)


@pytest.fixture
def me(place):
    return client(place.human)


def client(actor):
    signed_in = Client()
    enter(signed_in, User.objects.get(pk=actor.user_id), Way.PASSKEY)
    return signed_in


def begun(place, at):
    """A draft with everything answered, made from what the record says of the person."""
    return steps.complete(
        place, at, base=lambda **_crds: prefill.document(place.person.pk, place.firm.pk, "INITIAL", at.date())
    )


def state(filing):
    return State(Filing.objects.get(pk=filing.pk).state)


def written(who, base, path, value):
    """One answer as the page's script sends it; how it was answered."""
    stands = Answer.objects.filter(path=path).first()
    token = typed.token(stands.version if stands else 0, stands.value if stands else None)
    return who.post(
        f"{base}/save?form=2009-05&page=&field={path}",
        {path: value, f"v:{path}": token},
        headers={"HX-Request": "true"},
    ).status_code


def said(filing, path):
    return Answer.objects.filter(filing=filing, path=path).values_list("value", flat=True).first()


def tasks(me):
    shown = text(me.get("/me/"))
    return {title for title in (COMPLETE, SIGN) if title in shown}


def open_to(me, firm, filing, access):
    """The firm opens what this way opens."""
    assert tasks(me) == set()
    assert me.get(f"/me/forms/{filing.pk}").status_code == 404
    if access is not Access.NONE:
        sent = {"access": access.value, "sections": ["residences"], "tell": "on"}
        assert firm.post(f"/firm/501/filings/{filing.pk}/access", sent).status_code == 302
    assert tasks(me) == (set() if access is Access.NONE else {COMPLETE})


def edits(me, filing, access):
    """The person writes what may be written and nothing else, and hands back."""
    mine = f"/me/forms/{filing.pk}"
    allowed = {Access.NONE: (404, 404), Access.PARTIAL: (200, 403), Access.FULL: (200, 200)}[access]
    assert tuple(written(me, mine, *answer) for answer in (OPEN, CHOSEN)) == allowed
    assert written(me, mine, "/signatures/15A/name", "Somebody") == 404
    assert (said(filing, OPEN[0]) == "Dover") is (access is not Access.NONE)
    assert (said(filing, CHOSEN[0]) == "Q7") is (access is Access.FULL)
    handed = me.post(f"{mine}/hand-back")
    assert handed.status_code == (404 if access is Access.NONE else 302)
    assert state(filing) == (State.DRAFT if access is Access.NONE else State.FIRM_REVIEW)
    assert tasks(me) == set()


def never_the_persons(me, filing):
    """What no way gives the person: beginning, sending, countersigning and filing."""
    at_firm = f"/firm/501/filings/{filing.pk}"
    before = state(filing)
    for address in ("/firm/501/filings/new", f"{at_firm}/access", f"{at_firm}/signatures/send"):
        assert me.post(address, {"access": "FULL"}).status_code in {403, 404}
    for address in (f"{at_firm}/signatures/sign", f"{at_firm}/file", f"{at_firm}/reopen"):
        assert me.post(address, {"name": steps.NAME, "consent": "on", "key": "k"}).status_code in {403, 404}
    assert state(filing) == before


def signs_here(me, firm, filing):
    """The form goes to the person, who reads and signs it; meanwhile neither side writes."""
    mine, panel = f"/me/forms/{filing.pk}", f"/firm/501/filings/{filing.pk}/signatures"
    assert firm.post(f"{panel}/send").status_code == 302
    assert tasks(me) == {SIGN}
    assert written(me, mine, OPEN[0], "Elsewhere") == 409
    assert written(firm, f"/firm/501/filings/{filing.pk}", OPEN[0], "Elsewhere") == 409
    page = me.get(f"{mine}/sign")
    assert f'value="{steps.NAME}"' in page.content.decode()
    given = {"envelope": steps.envelope(filing).pk, "name": steps.NAME, "consent": "on"}
    assert me.post(f"{mine}/sign/give", given).status_code == 302
    assert state(filing) == State.REP_SIGNED
    assert tasks(me) == set()
    assert firm.post(f"{panel}/sign", {"name": "Finn Filer", "consent": "on"}).status_code == 302


def signs_on_paper(me, firm, filing, at):
    """Nothing is sent to the person: the firm enters what was signed and attaches the scan."""
    panel = f"/firm/501/filings/{filing.pk}/signatures"
    refused = firm.post(f"{panel}/send")
    assert refused.status_code == 409
    assert "not turned electronic signatures on" in text(refused)
    assert tasks(me) == set()
    assert me.get(f"/me/forms/{filing.pk}/sign").status_code == 404
    day = at.date()
    sent = {"name": "Finn Filer", "consent": "on", "paper_name": steps.NAME}
    sent |= {f"paper_signed_on-{part}": str(getattr(day, part)) for part in ("month", "day", "year")}
    assert firm.post(f"{panel}/sign", sent).status_code == 422
    scan = SimpleUploadedFile("page.pdf", SCAN, "application/pdf")
    done = firm.post(f"{panel}/sign", {**sent, "paper_scan": scan})
    assert done.status_code == 302, text(done)
    assert len(documents.list_of(f"filing:{filing.pk}", kind="scan")) == 1


@pytest.mark.parametrize("access", list(Access), ids=str)
@pytest.mark.parametrize("electronic", [True, False], ids=["signed here", "signed on paper"])
def test_from_draft_to_record(place, firm, me, at, access, electronic):
    if electronic:
        steps.electronic(place, at)
    filing = begun(place, at)
    open_to(me, firm, filing, access)
    edits(me, filing, access)
    never_the_persons(me, filing)
    if electronic:
        signs_here(me, firm, filing)
    else:
        signs_on_paper(me, firm, filing, at)
    assert state(filing) == State.READY_TO_SUBMIT
    methods = dict(Signature.objects.values_list("block__key", "method"))
    assert methods == {"15A": "ELECTRONIC" if electronic else "PAPER", "15B": "ELECTRONIC"}
    never_the_persons(me, filing)
    assert firm.post(f"/firm/501/filings/{filing.pk}/file", {"key": "one"}).status_code == 302
    assert state(filing) == State.SUBMITTED
    waiting_jobs.do()
    assert state(filing) == State.ACCEPTED
    assert "Accepted" in text(me.get("/me/forms"))
    assert tasks(me) == set()
    address = models.Residence.objects.get(person=place.person, ends_on=None)
    assert address.city == ("Montclair" if access is Access.NONE else "Dover")
