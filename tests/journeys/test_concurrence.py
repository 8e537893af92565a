"""A firm agrees with what another firm of its person filed: nobody edits, the firm signs, both firms say the same."""

from copy import copy

import pytest
import time_machine
from django.test import Client

from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.filings.enums import FilingType, State
from finpro.filings.models import Answer, Filing
from finpro.filings.selectors import concurring, prefill
from finpro.registry import models
from finpro.registry import selectors as registry
from tests import waiting_jobs
from tests.filings import desk
from tests.filings import signing as steps
from tests.forms import pages
from tests.portals.signed_in import enter, text
from tests.registry import small_world as world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
NEW = "/firm/501/filings/new"
WHO = {"crd": desk.CRD, "last": "Averill"}
OFFICE = {"isRegisteredLocation": False, "street1": "9 Elm Way", "country": "USA", "postal": "97301"}
BOTH = {"unaffiliated_bd": True, "unaffiliated_ia": False}
OFFER = "Or agree with what another firm filed"


@pytest.fixture(autouse=True)
def noon(at):
    """Pages read the clock themselves."""
    with time_machine.travel(at, tick=True):
        yield


@pytest.fixture
def place(at):
    """Somebody with two firms, on whose record a first form of one of them stands."""
    found = desk.desk(at)
    steps.on_record(found, at)
    world.associate(found.person, found.other)
    return found


@pytest.fixture
def firm(place):
    return client(place.filer)


def client(actor):
    signed_in = Client()
    enter(signed_in, User.objects.get(pk=actor.user_id), Way.PASSKEY)
    return signed_in


def amended(place, at, change):
    """A form of the other firm that says something else, filed and accepted."""
    theirs = copy(place)
    theirs.firm, theirs.filer = place.other, place.stranger
    steps.electronic(theirs, at)
    stood = prefill.document(place.person.pk, place.other.pk, FilingType.AMENDMENT, at.date())
    offices = [office | OFFICE for office in stood["general"].get("offices", ())]
    rest = {"general": stood["general"] | {"offices": offices}, "unaffiliated": BOTH}
    filing = steps.complete(theirs, at, made=lambda **_crds: stood | rest | change(stood), base=lambda **_crds: stood)
    if "drps" in change(stood):
        steps.send(filing, theirs, at)
        steps.sign(filing, theirs, at)
    steps.countersign(filing, theirs, at)
    assert (
        client(place.stranger).post(f"/firm/502/filings/{filing.pk}/file", {"key": f"theirs-{filing.pk}"}).status_code
        == 302
    )
    waiting_jobs.do()
    assert state(filing.pk) == State.ACCEPTED, Filing.objects.get(pk=filing.pk).reasons
    return filing


def disclosed(stood):
    return {"disclosure": stood["disclosure"] | {"14M": True}, "drps": [pages.make("JUDG_OPEN", id="n1")]}


def moved_office(stood):
    """Nothing of the person's own: what `amended` says of the firm's office is all."""
    return {}


def state(filing_id):
    return State(Filing.objects.get(pk=filing_id).state)


def begun(firm, adopts):
    made = firm.post(NEW, {**WHO, "adopts": adopts})
    assert made.status_code == 302, text(made)
    return int(made["location"].partition("?")[0].rpartition("/")[2])


def test_a_firm_adopts_what_another_filed(place, firm, at):
    assert OFFER not in text(firm.post(NEW, WHO))
    theirs = amended(place, at, disclosed)
    offered = text(firm.post(NEW, WHO))
    assert OFFER in offered
    assert "Birch Capital LLC, filed on" in offered
    assert "Changed: Disclosure questions." in offered
    ours = begun(firm, theirs.pk)
    assert Filing.objects.get(pk=ours).type == FilingType.CONCURRENCE
    address = f"/firm/501/filings/{ours}"
    assert firm.get(address).status_code == 200
    assert "Judgment or lien" in text(firm.get(f"{address}/form"))
    written = firm.post(f"{address}/save?form=2009-05&page=&field=/disclosure/14M", {"/disclosure/14M": "false"})
    assert written.status_code in {403, 404}
    assert Answer.objects.get(filing=ours, path="/disclosure/14M").value is True
    assert "15F Concurrence of the firm" in text(firm.get(f"{address}/signatures"))
    assert firm.post(f"{address}/signatures/sign", {"name": "Finn Filer", "consent": "on"}).status_code == 302
    assert firm.post(f"{address}/file", {"key": "ours"}).status_code == 302
    waiting_jobs.do()
    assert state(ours) == State.ACCEPTED, Filing.objects.get(pk=ours).reasons
    reports = models.DisclosureReport.objects.filter(person=place.person, replaced=False)
    said = dict(reports.values_list("firm__crd", "page"))
    assert said.keys() == {501, 502}
    assert said[501].get("judgment_amount") == said[502].get("judgment_amount")
    assert registry.differences_of(place.person.pk) == []
    assert OFFER not in text(firm.post(NEW, WHO))


def test_what_was_adopted_once_is_not_adopted_again(place, firm, at):
    theirs = amended(place, at, disclosed)
    assert firm.post(NEW, {**WHO, "adopts": theirs.pk}).status_code == 302
    again = firm.post(NEW, {**WHO, "adopts": theirs.pk})
    assert "has a draft about this person already" in text(again)


@pytest.mark.parametrize("adopts", ["0", "-1", "x", "999999", "9" * 30, "\x00"])
def test_nothing_else_is_adopted(place, firm, at, adopts):
    amended(place, at, disclosed)
    answer = firm.post(NEW, {**WHO, "adopts": adopts})
    assert answer.status_code == 422
    assert not Filing.objects.filter(firm=place.firm).exists()


def test_only_what_is_the_persons_own_is_offered_and_only_between_firms_of_the_person(place, firm, at):
    amended(place, at, moved_office)
    assert concurring.list_adoptable(place.person.pk, place.firm.pk, at.date()) == []
    amended(place, at, disclosed)
    assert len(concurring.list_adoptable(place.person.pk, place.firm.pk, at.date())) == 1
    stranger = world.firm(503, "Cedar Brokers LLC")
    assert concurring.list_adoptable(place.person.pk, stranger.pk, at.date()) == []
    models.Association.objects.filter(firm=place.other).update(ends_on=at.date().replace(day=1))
    assert concurring.list_adoptable(place.person.pk, place.firm.pk, at.date()) == []
