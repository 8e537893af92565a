"""Social Security numbers and dates of birth through the services, and the rotation of keys."""

import base64
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.db import transaction

from finpro.audit.models import Event
from finpro.journeys import rotate_keys
from finpro.kernel import actor, errors, vault
from finpro.registry import models
from finpro.registry import services as registry
from finpro.registry.policies import ssn
from finpro.registry.selectors import numbers
from tests.registry.captures import capture, legal_name

pytestmark = pytest.mark.django_db

BY = actor.system("test")


@pytest.fixture
def people(at):
    captures = [capture(0, legal_name("OAKES"), crd=crd) for crd in (7_000_001, 7_000_002)]
    with transaction.atomic():
        registry.record_captures(captures=[registry.seal(item) for item in captures], run=None)
    registry.set_ssn(crd=7_000_001, typed="900-12-3456", by=BY, at=at)


def number(crd: int) -> str:
    return ssn.unseal(bytes(models.Person.objects.get(crd=crd).ssn_sealed), numbers.keys())


@pytest.mark.usefixtures("people")
def test_a_number_is_sealed_and_leaves_an_event_without_digits():
    stored = bytes(models.Person.objects.get(crd=7_000_001).ssn_sealed)
    assert b"900123456" not in stored
    assert number(7_000_001) == "900123456"
    event = Event.objects.get(tag="record:ssn:set")
    assert (event.subject, event.data) == ("crd:7000001", {})


@pytest.mark.usefixtures("people")
def test_one_number_belongs_to_one_person(at):
    with pytest.raises(errors.Refusal, match="somebody else"):
        registry.set_ssn(crd=7_000_002, typed="900 12 3456", by=BY, at=at)
    registry.set_ssn(crd=7_000_001, typed="900123456", by=BY, at=at)


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("typed", ["", "12345678", "900-12-345x", "٩٠٠123456"])
def test_anything_but_nine_digits_is_refused(at, typed):
    with pytest.raises(errors.Invalid):
        registry.set_ssn(crd=7_000_002, typed=typed, by=BY, at=at)


def test_an_unknown_person_is_said(at):
    with pytest.raises(errors.NotFound):
        registry.set_ssn(crd=1, typed="900-12-3456", by=BY, at=at)
    with pytest.raises(errors.NotFound):
        registry.set_date_of_birth(crd=1, born_on=date(1980, 1, 1), by=BY, at=at)


@pytest.mark.usefixtures("people")
def test_a_date_of_birth_lies_between_1900_and_today(at):
    registry.set_date_of_birth(crd=7_000_001, born_on=date(1980, 2, 29), by=BY, at=at)
    assert models.Person.objects.get(crd=7_000_001).date_of_birth == date(1980, 2, 29)
    for day in (date(1899, 12, 31), date(2026, 11, 24)):
        with pytest.raises(errors.Invalid):
            registry.set_date_of_birth(crd=7_000_001, born_on=day, by=BY, at=at)


@pytest.mark.usefixtures("people")
def test_today_is_the_legal_date_also_when_london_is_a_day_ahead():
    late = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # nine in the evening of the 23rd in New York
    with pytest.raises(errors.Invalid):
        registry.set_date_of_birth(crd=7_000_001, born_on=date(2026, 11, 24), by=BY, at=late)
    registry.set_date_of_birth(crd=7_000_001, born_on=date(2026, 11, 23), by=BY, at=late)


@pytest.mark.usefixtures("people")
def test_rotation_seals_again_under_the_first_key_and_then_does_without_the_old_one(monkeypatch):
    old = settings.FINPRO["seal_keys"]
    new = "t2:" + base64.b64encode(b"n" * 32).decode()
    lookup = base64.b64encode(b"l" * 32).decode()
    monkeypatch.setitem(settings.FINPRO, "seal_keys", f"{new},{old}")
    monkeypatch.setitem(settings.FINPRO, "ssn_lookup_key", lookup)
    assert rotate_keys.rotate_keys() == 1
    assert rotate_keys.rotate_keys() == 0
    monkeypatch.setitem(settings.FINPRO, "seal_keys", new)
    assert number(7_000_001) == "900123456"
    person = models.Person.objects.get(crd=7_000_001)
    assert vault.sealed_by(bytes(person.ssn_sealed)) == "t2"
    assert bytes(person.ssn_lookup) == ssn.lookup("900123456", numbers.keys())


@pytest.mark.usefixtures("people")
def test_a_key_taken_away_too_early_is_named_and_nothing_changes(monkeypatch):
    before = bytes(models.Person.objects.get(crd=7_000_001).ssn_sealed)
    monkeypatch.setitem(settings.FINPRO, "seal_keys", "t2:" + base64.b64encode(b"n" * 32).decode())
    with pytest.raises(errors.Refusal, match="t1"):
        rotate_keys.rotate_keys()
    assert bytes(models.Person.objects.get(crd=7_000_001).ssn_sealed) == before
