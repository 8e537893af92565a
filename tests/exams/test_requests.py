"""Exam requests: stored once, refused where one is asked for twice."""

import pytest

from finpro.exams import selectors, services
from finpro.exams.enums import Cause
from finpro.exams.models import ExamRequest
from finpro.kernel import errors
from finpro.kernel.actor import system
from tests import at_once
from tests.registry import small_world as world

BY = system("filings")


def ask(person, firm, at, *, exam="SIE", cause=Cause.ASKED, about="filing:1"):
    return services.request(person_id=person.pk, firm_id=firm.pk, exam=exam, cause=cause, about=about, by=BY, at=at)


@pytest.fixture
def people():
    return world.person(7001, "Rowan", "Alder"), world.firm(501, "Alder Securities LLC")


@pytest.mark.django_db
class TestRequests:
    def test_the_same_filing_asks_once(self, people, at):
        assert ask(*people, at) == ask(*people, at)
        assert selectors.open_exams(people[0].pk) == ("SIE",)

    def test_another_filing_that_asks_again_is_refused_and_one_that_needs_it_is_not(self, people, at):
        first = ask(*people, at)
        with pytest.raises(errors.Refusal) as refused:
            ask(*people, at, about="filing:2")
        assert refused.value.code == "U4-EXM-03"
        assert ask(*people, at, about="filing:2", cause=Cause.NEEDED) == first

    def test_a_closed_one_makes_room(self, people, at):
        ExamRequest.objects.filter(pk=ask(*people, at).pk).update(closed_at=at)
        assert ask(*people, at, about="filing:2").about == "filing:2"
        assert [row.exam for row in selectors.exams_of("filing:2")] == ["SIE"]

    def test_an_unknown_exam_is_refused(self, people, at):
        with pytest.raises(errors.Invalid):
            ask(*people, at, exam="S999")


@pytest.mark.django_db(transaction=True)
def test_two_filings_at_once_get_one_request(at):
    person, firm = world.person(7001, "Rowan", "Alder"), world.firm(501, "Alder Securities LLC")
    from django.db import transaction  # noqa: PLC0415

    def act(number):
        with transaction.atomic():
            return ask(person, firm, at, about=f"filing:{number}", cause=Cause.NEEDED).pk

    assert len(set(at_once.many(8, act))) == 1
