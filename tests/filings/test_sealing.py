"""Numbers typed in drafts are sealed anew with the keys, and read as before."""

import base64

import pytest
from django.conf import settings

from finpro.audit.models import Event
from finpro.filings import services as filings
from finpro.filings.models import Answer
from finpro.filings.policies import sealed
from finpro.journeys import rotate_keys
from finpro.kernel import errors, vault
from tests.filings.desk import desk, draft

pytestmark = pytest.mark.django_db
PATH = "/general/ssn"
NEW = "t2:" + base64.b64encode(b"n" * 32).decode()


@pytest.fixture
def typed(at):
    """An answer that holds a number."""
    place = desk(at)
    filing = draft(place, at)
    kept = sealed.seal("900123456", vault.ring())
    change = filings.Change(PATH, "XXX-XX-3456", 0, kept)
    filings.save(filing_id=filing.pk, changes=[change], by=place.filer, at=at)
    return Answer.objects.get(path=PATH)


def test_rotation_seals_what_was_typed_in_drafts_and_then_does_without_the_old_key(typed, monkeypatch):
    monkeypatch.setitem(settings.FINPRO, "seal_keys", f"{NEW},{settings.FINPRO['seal_keys']}")
    assert rotate_keys.rotate_keys() == 1
    assert rotate_keys.rotate_keys() == 0
    monkeypatch.setitem(settings.FINPRO, "seal_keys", NEW)
    row = Answer.objects.get(pk=typed.pk)
    assert vault.sealed_by(bytes(row.sealed)) == "t2"
    assert sealed.unseal(bytes(row.sealed), vault.ring()) == "900123456"
    kept = ("value", "version", "changed_at", "changed_by", "hat")
    assert [getattr(row, name) for name in kept] == [getattr(typed, name) for name in kept]
    event = Event.objects.get(tag="filing:answers:resealed")
    assert event.data == {"answers": 1, "through": row.pk}


def test_a_key_taken_away_too_early_is_named_and_nothing_changes(typed, monkeypatch):
    monkeypatch.setitem(settings.FINPRO, "seal_keys", NEW)
    with pytest.raises(errors.Refusal, match="t1"):
        rotate_keys.rotate_keys()
    assert bytes(Answer.objects.get(pk=typed.pk).sealed) == bytes(typed.sealed)
