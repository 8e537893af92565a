"""A CRD number for somebody who has none."""

from datetime import date

import pytest

from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.registry import models, services
from finpro.registry.policies.filed import LegalName
from tests.registry import record_factory as record

pytestmark = pytest.mark.django_db
FILER = Actor(Hat.FIRM, "account:1", 1, firm_id=1, entitlements=frozenset({"u4.draft"}))
NAME = LegalName("Alder", "", "Quill")


def opened(at, **changed):
    given = {"name": NAME, "born_on": date(1990, 1, 1), "typed_ssn": "900-12-3456", "by": FILER, "at": at} | changed
    return services.open_record(**given)


def test_the_next_number_of_a_range_of_its_own_is_given_and_the_name_stands_on_record(at):
    record.person(2_000_000)
    assert opened(at) == 900_000_000
    person = models.Person.objects.get(crd=900_000_000)
    assert (person.names.get().full, person.date_of_birth) == ("ALDER QUILL", date(1990, 1, 1))
    assert b"900123456" not in bytes(person.ssn_sealed)


def test_a_number_that_is_on_record_opens_no_second_one(at):
    opened(at)
    with pytest.raises(errors.Refusal, match="is on record"):
        opened(at)
    assert models.Person.objects.count() == 1


def test_no_number_is_given_twice_and_none_outside_the_range(at):
    first = opened(at)
    record.person(1_000_000_000)
    assert opened(at, typed_ssn="") == first + 1
    record.person(999_999_999)
    with pytest.raises(errors.Refusal, match="no CRD number left"):
        opened(at, typed_ssn="")


def test_the_person_opens_none_and_no_name_is_no_record(at):
    with pytest.raises(errors.Forbidden):
        opened(at, by=Actor(Hat.PERSON, "account:2", 2, person_id=1, entitlements=frozenset({"u4.draft"})))
    with pytest.raises(errors.Invalid):
        opened(at, name=LegalName("Alder", "", " "))
