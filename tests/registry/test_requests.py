"""Requests for registration: every step of the table and no other, deficiencies, and the automatic decision."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
import time_machine
from django.db import ProgrammingError, transaction

from finpro.journeys import lapse_requests
from finpro.kernel import actor, errors
from finpro.kernel.actor import Actor, Hat
from finpro.registry import models, services
from finpro.registry.enums import REQUEST_CLOSED, REQUEST_MOVES, RequestState
from finpro.registry.policies.approval import Point
from tests.registry import record_factory as record

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SYSTEM = actor.system("decide")
STAFF = Actor(Hat.STAFF, "account:1", 1, entitlements=frozenset({"registrations.decide", "record.view"}))
S = RequestState


@pytest.fixture
def request_():
    person = record.person()
    firm = record.firm(100, "HAZEL", person)
    row = record.registration(person, "FINRA", "GS", ("PENDING", date(2026, 11, 23), None), firm=firm,
                              starts_on=date(2026, 11, 23))  # fmt: skip
    return models.RegistrationRequest.objects.create(
        person=person, firm=firm, registration=row, regulator="FINRA", category="GS", source=person.source,
        requested_at=AT, moved_at=AT, moved_by="system:filing",
    )  # fmt: skip


def put(request, state):
    models.RegistrationRequest.objects.filter(pk=request.pk).delete()
    request.state = state
    request.save(force_insert=True)


def statuses(request):
    rows = models.RegistrationStatus.objects.filter(registration=request.registration).order_by("starts_on", "id")
    return [(row.status, row.starts_on, row.ends_on) for row in rows]


def test_the_database_takes_the_moves_of_the_table_and_no_other(request_):
    for before, after in product(S, S):
        if before is after:
            continue
        put(request_, before)
        row = models.RegistrationRequest.objects.filter(pk=request_.pk)
        if (before, after) in REQUEST_MOVES:
            assert row.update(state=after) == 1
        else:
            with pytest.raises(ProgrammingError), transaction.atomic():
                row.update(state=after)


def test_each_step_is_a_status_of_the_registration(request_):
    later = AT + timedelta(days=3)
    services.move_request(request_id=request_.pk, to=S.APPROVED, by=STAFF, at=later)
    assert statuses(request_) == [
        ("PENDING", date(2026, 11, 23), date(2026, 11, 25)),
        ("APPROVED", date(2026, 11, 26), None),
    ]
    request_.refresh_from_db()
    assert (request_.state, request_.decided_at, request_.decided_by) == ("APPROVED", later, STAFF.label)
    services.move_request(request_id=request_.pk, to=S.APPROVED, by=STAFF, at=later)
    assert len(statuses(request_)) == 2


@pytest.mark.parametrize("to", [S.DENIED, S.REJECTED, S.ABANDONED, S.WITHDRAWN])
def test_a_closed_request_ends_its_registration_and_may_be_asked_for_again(request_, to):
    services.move_request(request_id=request_.pk, to=to, by=STAFF, at=AT)
    assert to in REQUEST_CLOSED
    assert models.Registration.objects.get().ends_on == date(2026, 11, 23)
    assert statuses(request_) == [(to.value, date(2026, 11, 23), None)]


def test_a_step_that_is_not_in_the_table_is_refused(request_):
    services.move_request(request_id=request_.pk, to=S.DENIED, by=STAFF, at=AT)
    with pytest.raises(errors.Refusal, match="cannot become approved"):
        services.move_request(request_id=request_.pk, to=S.APPROVED, by=STAFF, at=AT)


def test_a_firm_may_withdraw_its_own_request_and_do_nothing_else(request_):
    firm = Actor(Hat.FIRM, "account:2", 2, firm_id=request_.firm_id, entitlements=frozenset({"u4.submit"}))
    with pytest.raises(errors.Forbidden):
        services.move_request(request_id=request_.pk, to=S.APPROVED, by=firm, at=AT)
    other = Actor(Hat.FIRM, "account:3", 3, firm_id=request_.firm_id + 1, entitlements=frozenset({"u4.submit"}))
    with pytest.raises(errors.NotFound):
        services.move_request(request_id=request_.pk, to=S.WITHDRAWN, by=other, at=AT)
    services.move_request(request_id=request_.pk, to=S.WITHDRAWN, by=firm, at=AT)


def test_one_registration_may_lack_several_things_and_the_last_cure_makes_it_pending(request_):
    one = services.open_deficiency(request_id=request_.pk, reason="EXAM", about="SIE", by=STAFF, at=AT)
    two = services.open_deficiency(
        request_id=request_.pk, reason="DISCLOSURE_LETTER", letter="Send it.", by=STAFF, at=AT
    )
    assert services.open_deficiency(request_id=request_.pk, reason="EXAM", about="SIE", by=STAFF, at=AT) == one
    request_.refresh_from_db()
    assert request_.state == S.DEFICIENT
    with pytest.raises(errors.Refusal, match="still open"):
        services.move_request(request_id=request_.pk, to=S.APPROVED, by=STAFF, at=AT)
    services.cure_deficiency(deficiency_id=one.pk, by=STAFF, at=AT)
    services.cure_deficiency(deficiency_id=one.pk, by=STAFF, at=AT)
    request_.refresh_from_db()
    assert request_.state == S.DEFICIENT
    services.cure_deficiency(deficiency_id=two.pk, by=STAFF, at=AT, reason="The letter came by post.")
    request_.refresh_from_db()
    assert request_.state == S.PENDING


def test_an_unknown_reason_is_refused(request_):
    with pytest.raises(errors.Invalid):
        services.open_deficiency(request_id=request_.pk, reason="WEATHER", by=STAFF, at=AT)


@pytest.mark.parametrize(
    ("points", "state"),
    [
        ([], S.APPROVED),
        ([Point("PRINTS")], S.APPRNT),
        ([Point("DISCLOSURE")], S.PENDING),
        ([Point("EXAM", "SIE"), Point("PRINTS")], S.DEFICIENT),
    ],
)
def test_the_automatic_decision_follows_from_what_is_open_and_twice_is_once(request_, points, state):
    for _ in range(2):
        assert services.decide(request_id=request_.pk, points=points, by=SYSTEM, at=AT).state == state
    assert models.Deficiency.objects.count() == len(points)


def test_what_is_there_meanwhile_is_cured_and_what_staff_opened_stays(request_):
    services.decide(request_id=request_.pk, points=[Point("EXAM", "SIE")], by=SYSTEM, at=AT)
    services.open_deficiency(request_id=request_.pk, reason="OTHER", by=STAFF, at=AT)
    assert services.decide(request_id=request_.pk, points=[], by=SYSTEM, at=AT).state == S.DEFICIENT
    assert list(models.Deficiency.objects.filter(cured_at=None).values_list("reason", flat=True)) == ["OTHER"]


def test_people_without_the_entitlement_decide_nothing(request_):
    clerk = Actor(Hat.STAFF, "account:4", 4, entitlements=frozenset({"record.view"}))
    with pytest.raises(errors.Forbidden):
        services.move_request(request_id=request_.pk, to=S.APPROVED, by=clerk, at=AT)
    with pytest.raises(errors.Forbidden):
        services.open_deficiency(request_id=request_.pk, reason="OTHER", by=clerk, at=AT)


def test_what_waited_too_long_is_let_go_and_the_rest_waits_on(request_):
    services.decide(request_id=request_.pk, points=[Point("PRINTS")], by=SYSTEM, at=AT)
    with time_machine.travel(AT + timedelta(days=30), tick=False):
        lapse_requests.lapse()
    request_.refresh_from_db()
    assert request_.state == S.APPRNT
    with time_machine.travel(AT + timedelta(days=31), tick=False):
        lapse_requests.lapse()
        lapse_requests.lapse()
    request_.refresh_from_db()
    assert request_.state == S.INA_PRNT


def test_a_deficiency_that_nobody_cures_purges_the_request(request_):
    services.decide(request_id=request_.pk, points=[Point("EXAM", "SIE")], by=SYSTEM, at=AT)
    with time_machine.travel(AT + timedelta(days=181), tick=False):
        lapse_requests.lapse()
    request_.refresh_from_db()
    assert (request_.state, models.Registration.objects.get().ends_on is not None) == (S.PURGED, True)
