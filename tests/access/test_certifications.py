"""The yearly certification: who stands in it, what decides a line, what follows changes meanwhile, when it closes."""

from datetime import UTC, date, datetime, timedelta

import pytest

from finpro.access import selectors
from finpro.access.enums import Decision, Reason
from finpro.access.models import Certification, Certified
from finpro.access.policies import Standing
from finpro.audit.models import Event
from finpro.journeys import certify, change_member, invite, remove_member
from finpro.kernel import errors
from tests.access import firm as firms

pytestmark = pytest.mark.django_db
JOINED, OPENS = datetime(2026, 1, 12, 17, tzinfo=UTC), datetime(2026, 4, 15, 17, tzinfo=UTC)


@pytest.fixture
def alder():
    return firms.staffed(JOINED)


@pytest.fixture
def opened(alder):
    certify.open_year(by=alder.boss.actor, at=OPENS)
    return alder


def line(acting):
    return Certified.objects.get(membership=acting.membership)


def year(alder, on=OPENS):
    return selectors.certification_year(alder.boss.again(), on.date())


def test_it_opens_with_a_line_for_everybody_but_the_one_who_certifies(opened):
    report = year(opened).open
    assert [(one.name, one.decision) for one in report.lines] == [("Ada", None), ("Fay", None)]
    assert (report.due_on, report.opened_by, report.undecided) == (date(2026, 6, 17), "Bo", 2)
    event = Event.objects.get(tag="access:certification:opened")
    assert event.data == {"firm_id": opened.firm.pk, "year": 2026, "users": 2}


def test_opening_twice_is_opening_once(opened):
    certify.open_year(by=opened.boss.actor, at=OPENS)
    assert Certification.objects.count() == 1


def test_it_is_not_opened_too_early_nor_for_nobody_nor_by_others(alder):
    with pytest.raises(errors.Refusal, match="opens on 15 April 2026"):
        certify.open_year(by=alder.boss.actor, at=OPENS - timedelta(days=1))
    with pytest.raises(errors.Forbidden):
        certify.open_year(by=alder.aide.actor, at=OPENS)
    for one in (alder.aide, alder.filer):
        remove_member.remove(membership_id=one.membership.pk, reason=Reason.LEFT, by=alder.boss.actor, at=JOINED)
    with pytest.raises(errors.Refusal, match="nobody to certify"):
        certify.open_year(by=alder.boss.actor, at=OPENS)


def test_keeping_several_at_once_says_who_and_when(opened):
    later = OPENS + timedelta(hours=1)
    both = [opened.aide.membership.pk, opened.filer.membership.pk]
    assert certify.keep(membership_ids=both, by=opened.boss.actor, at=later) == 2
    assert certify.keep(membership_ids=both, by=opened.boss.actor, at=later + timedelta(hours=1)) == 0
    report = selectors.certification_report(opened.boss.actor, 2026)
    assert {(one.decision, one.decided_by, one.decided_at) for one in report.lines} == {(Decision.KEEP, "Bo", later)}
    assert Event.objects.get(tag="access:certification:decided").data == {"decision": "KEEP", "memberships": both}


def test_keeping_needs_an_open_one_and_the_right_person(alder):
    with pytest.raises(errors.Refusal, match="No certification is open"):
        certify.keep(membership_ids=[alder.filer.membership.pk], by=alder.boss.actor, at=OPENS)
    certify.open_year(by=alder.boss.actor, at=OPENS)
    with pytest.raises(errors.Forbidden):
        certify.keep(membership_ids=[alder.filer.membership.pk], by=alder.aide.actor, at=OPENS)
    with pytest.raises(errors.Refusal, match="at least one"):
        certify.keep(membership_ids=[], by=alder.boss.actor, at=OPENS)


def test_changing_and_removing_decide_their_lines(opened):
    change_member.change(
        membership_id=opened.aide.membership.pk, entitlements=["u4.draft"], by=opened.boss.actor, at=OPENS
    )
    remove_member.remove(membership_id=opened.filer.membership.pk, reason=Reason.LEFT, by=opened.boss.actor, at=OPENS)
    assert (line(opened.aide).decision, line(opened.filer).decision) == (Decision.CHANGE, Decision.REMOVE)
    ada, fay = year(opened).open.lines
    assert [name.value for name in ada.before] == ["roster.view", "firm.account_admin"]
    assert [name.value for name in ada.now] == ["roster.view", "u4.draft"]
    assert (fay.live, fay.now) == (False, ())


def test_what_an_account_administrator_changes_is_to_be_looked_at_again(opened):
    certify.keep(membership_ids=[opened.filer.membership.pk], by=opened.boss.actor, at=OPENS)
    change_member.change(
        membership_id=opened.filer.membership.pk, entitlements=["ssn.view"], by=opened.aide.actor, at=OPENS
    )
    assert (line(opened.filer).decision, line(opened.filer).entitlements) == ("", ["roster.view", "ssn.view"])


def test_who_joins_meanwhile_is_decided_about_as_well(opened):
    iris = firms.account("Iris", OPENS)
    invite.invite(email="iris@example.org", entitlements=["u4.draft"], by=opened.aide.actor, at=OPENS)
    (waiting,) = selectors.list_waiting(firms.own(iris), OPENS)
    invite.accept(invitation_id=waiting.id, by=firms.own(iris), at=OPENS)
    assert [one.name for one in year(opened).open.lines] == ["Ada", "Fay", "Iris"]


def test_handing_over_changes_places_in_it(opened):
    change_member.hand_over(membership_id=opened.filer.membership.pk, by=opened.boss.actor, at=OPENS)
    report = selectors.certification_year(opened.filer.again(), OPENS.date()).open
    assert [one.name for one in report.lines] == ["Ada", "Bo"]


def test_it_closes_once_everybody_is_decided_and_stays_as_it_was(opened):
    with pytest.raises(errors.Refusal, match="2 users are not decided"):
        certify.close(by=opened.boss.actor, at=OPENS)
    both = [opened.aide.membership.pk, opened.filer.membership.pk]
    certify.keep(membership_ids=both, by=opened.boss.actor, at=OPENS)
    assert certify.close(by=opened.boss.actor, at=OPENS) == 2026
    with pytest.raises(errors.Refusal, match="No certification is open"):
        certify.close(by=opened.boss.actor, at=OPENS)
    remove_member.remove(membership_id=opened.filer.membership.pk, reason=Reason.LEFT, by=opened.boss.actor, at=OPENS)
    assert line(opened.filer).decision == Decision.KEEP
    assert year(opened).standing is Standing.DONE
    assert selectors.certification_report(opened.boss.actor, 2026).closed_by == "Bo"


def test_it_is_overdue_after_its_day_and_an_earlier_year_comes_first(opened):
    assert year(opened, datetime(2026, 6, 17, 12, tzinfo=UTC)).standing is Standing.DUE
    assert year(opened, datetime(2026, 6, 18, 12, tzinfo=UTC)).standing is Standing.OVERDUE
    next_spring = datetime(2027, 4, 20, 17, tzinfo=UTC)
    with pytest.raises(errors.Refusal, match="certification of 2026 is not closed"):
        certify.open_year(by=opened.boss.actor, at=next_spring)
    assert year(opened, next_spring).open.year == 2026


def test_another_firm_sees_nothing_of_it(opened):
    birch = firms.staffed(JOINED, crd=502, name="Birch Advisers LLC", prefix="B")
    with pytest.raises(errors.NotFound):
        selectors.certification_report(birch.boss.actor, 2026)
    with pytest.raises(errors.Refusal):
        certify.keep(membership_ids=[opened.filer.membership.pk], by=birch.boss.actor, at=OPENS)
    assert line(opened.filer).decision == ""
    with pytest.raises(errors.Forbidden):
        selectors.certification_report(opened.aide.actor, 2026)
