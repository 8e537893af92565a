"""A draft of an older version of its form opens, says so, and is brought to the newer one when somebody asks for it."""

import shutil

import pytest
from django.test import Client

from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.audit.models import Event
from finpro.filings import services as filings
from finpro.filings.enums import State
from finpro.filings.models import Answer, Filing
from finpro.filings.selectors import renewal
from finpro.filings.selectors.documents import document_of
from finpro.kernel import errors
from finpro.rulebook.forms import loader
from tests.filings import desk
from tests.portals.signed_in import enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(tmp_path, monkeypatch):
    """A second version of Form U4, in force since the autumn: a key was renamed, another is no longer asked."""
    data = tmp_path / "forms"
    shutil.copytree(loader.DATA, data)
    later = data / "u4" / "2026-10"
    shutil.copytree(data / "u4" / "2009-05", later)
    form = later / "form.toml"
    text = form.read_text()
    began = next(line for line in text.splitlines() if line.startswith("effective_from"))
    moved = '\n[renamed]\n"/general/firm_billing_code" = "/general/billing_code"\n'
    form.write_text(text.replace(began, "effective_from = 2026-10-01", 1) + moved)
    general = later / "section_01_general.toml"
    said = general.read_text().replace('key = "firm_billing_code"', 'key = "billing_code"', 1)
    general.write_text(said.replace('key = "independent_contractor"', 'key = "works_as_contractor"', 1))
    monkeypatch.setattr(loader, "DATA", data)
    caches = (loader.versions, loader.effective_from, loader._get)
    for cache in caches:
        cache.cache_clear()
    yield "2026-10"
    monkeypatch.undo()
    for cache in caches:
        cache.cache_clear()


BASE = desk.BASE | {
    "general": {
        "first_name": "Rowan",
        "last_name": "Alder",
        "firm_billing_code": "ZZ9",
        "independent_contractor": True,
    },
    "other_names": [{"id": "r1", "first_name": "Ro", "last_name": "Alder"}],
}


@pytest.fixture
def place(at):
    return desk.desk(at)


def test_an_older_draft_says_so_and_what_would_change_and_is_not_touched(place, at, newer):
    filing = desk.draft(place, at, base=BASE)
    found = renewal.get_renewal(place.filer, filing.pk, at)
    assert (found.head.version, found.newer) == ("2009-05", newer)
    assert {(line.answer, line.to) for line in found.lines} == {("ZZ9", "/general/billing_code"), ("Yes", "")}
    assert Filing.objects.get(pk=filing.pk).version == "2009-05"
    with pytest.raises(errors.NotFound):
        renewal.get_renewal(place.stranger, filing.pk, at)


def test_renewed_it_keeps_moves_and_clears_answers_and_deletes_none(place, at, newer):
    filing = desk.draft(place, at, base=BASE)
    before = {answer.path: answer.version for answer in Answer.objects.filter(filing=filing)}
    filings.renew(filing_id=filing.pk, by=place.filer, at=at)
    filing.refresh_from_db()
    document = document_of(filing, at.date())
    assert filing.version == newer
    assert document["general"] == {"first_name": "Rowan", "last_name": "Alder", "billing_code": "ZZ9"}
    assert document["other_names"] == [{"id": "r1", "first_name": "Ro", "last_name": "Alder"}]
    assert filing.base["general"]["billing_code"] == "ZZ9"
    after = {answer.path: answer for answer in Answer.objects.filter(filing=filing)}
    assert after["/general/firm_billing_code"].value is None
    assert after["/general/firm_billing_code"].version == before["/general/firm_billing_code"] + 1
    assert after["/general/first_name"].version == before["/general/first_name"]
    event = Event.objects.get(tag="filing:draft:renewed")
    assert (event.data["from"], event.data["to"]) == ("2009-05", newer)
    # Asked again it is the newer one already.
    filings.renew(filing_id=filing.pk, by=place.filer, at=at)
    assert Event.objects.filter(tag="filing:draft:renewed").count() == 1
    assert renewal.get_renewal(place.filer, filing.pk, at) is None


def test_the_firm_reads_what_changes_and_does_it_by_a_button(place, at, newer):
    filing = desk.draft(place, at, base=BASE)
    firm = Client()
    enter(firm, User.objects.get(pk=place.filer.user_id), Way.PASSKEY)
    overview = f"/firm/{place.firm.crd}/filings/{filing.pk}"
    assert "can be filed as it is" in text(firm.get(overview))
    shown = text(firm.get(f"{overview}/version"))
    assert "ZZ9 Moves to /general/billing_code" in shown
    assert "Yes No longer asked" in shown
    done = firm.post(f"{overview}/version")
    assert done.headers["Location"] == f"{overview}?done=renewed"
    assert firm.get(f"{overview}/version").headers["Location"] == overview
    assert "can be filed as it is" not in text(firm.get(overview))


def test_only_the_firm_and_only_a_draft_is_renewed(place, at, newer):
    filing = desk.draft(place, at, base=BASE)
    for by, refusal in (
        (place.human, errors.NotFound),
        (place.stranger, errors.NotFound),
        (place.bare, errors.Forbidden),
    ):
        with pytest.raises(refusal):
            filings.renew(filing_id=filing.pk, by=by, at=at)
    filings.delete(filing_id=filing.pk, by=place.filer, at=at)
    with pytest.raises(errors.Refusal, match="Only a draft"):
        filings.renew(filing_id=filing.pk, by=place.filer, at=at)
    assert Filing.objects.get(pk=filing.pk).state == State.DELETED
