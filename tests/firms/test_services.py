"""A firm's one setting so far: electronic signatures, by audience, from a date on."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from finpro.audit import presenters
from finpro.audit.models import Event
from finpro.firms import services as firms
from finpro.firms.enums import Audience
from finpro.firms.models import Setting
from finpro.firms.selectors import settings_of
from finpro.kernel import errors
from tests.access.firm import acting
from tests.registry import small_world as world

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture
def firm():
    return world.firm(501, "Alder Securities LLC")


def chosen(firm, at, **options):
    given = {
        "audience": Audience.EMPLOYEE,
        "value": True,
        "effective_from": TODAY,
        "why": "",
        "by": acting(1, firm.pk, ["settings.edit"]),
        "at": at,
    } | options
    return firms.set_e_signature(firm_id=firm.pk, **given)


def on(firm, day, audience="employee"):
    return settings_of(firm.pk, on=day, audience=audience).e_signature


def test_it_is_off_until_the_firm_turns_it_on_for_an_audience(firm, at):
    assert not on(firm, TODAY)
    chosen(firm, at)
    assert on(firm, TODAY)
    assert not on(firm, TODAY, "contractor")
    assert not on(firm, TODAY - timedelta(days=1))


def test_a_choice_holds_from_its_date_and_the_last_of_one_date_counts(firm, at):
    chosen(firm, at)
    later = TODAY + timedelta(days=7)
    chosen(firm, at, value=False, effective_from=later)
    assert on(firm, later - timedelta(days=1))
    assert not on(firm, later)
    chosen(firm, at, value=True, effective_from=later)
    assert on(firm, later)


def test_choosing_what_holds_already_changes_nothing(firm, at):
    assert chosen(firm, at, value=False) is None
    assert not Setting.objects.exists()


def test_every_change_leaves_an_event_with_before_and_after(firm, at):
    chosen(firm, at, why="Paper is slow")
    event = Event.objects.get(tag="firm:setting:changed")
    assert event.subject == "firm:501"
    assert (event.data["before"], event.data["after"]) == (False, True)
    assert "turned on for employees" in presenters.sentence(event.tag, event.data)


@pytest.mark.parametrize(
    ("held", "firm_id", "refused"),
    [(["settings.view"], None, errors.Forbidden), (["settings.edit"], 0, errors.NotFound)],
)
def test_only_who_may_edit_the_settings_of_that_firm_changes_them(firm, at, held, firm_id, refused):
    own = firm.pk if firm_id is None else firm_id
    with pytest.raises(refused):
        chosen(firm, at, by=acting(1, own, held))


def test_the_past_is_not_changed(firm, at):
    with pytest.raises(errors.Invalid, match="today or a later date"):
        chosen(firm, at, effective_from=TODAY - timedelta(days=1))


def test_the_database_keeps_every_version(firm, at):
    chosen(firm, at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Setting.objects.update(value=False)
