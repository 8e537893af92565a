"""Changing, removing, handing over: what holds afterwards, who is told, and what leaves no trace of a name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from finpro.access import services as access
from finpro.access.enums import Entitlement, Reason
from finpro.access.models import Membership
from finpro.audit.models import Event
from finpro.journeys import change_member, remove_member
from finpro.kernel import errors
from finpro.notices.models import Notice
from tests.access import firm as firms
from tests.access.firm import BY

pytestmark = pytest.mark.django_db


@pytest.fixture
def alder(at):
    return firms.staffed(at)


@pytest.fixture
def birch(at):
    return firms.staffed(at, crd=502, name="Birch Advisers LLC", prefix="B")


def held(acting):
    return Membership.objects.get(pk=acting.membership.pk).entitlements


def test_a_change_brings_what_belongs_to_it_and_is_told_before_and_after(alder, at):
    change_member.change(
        membership_id=alder.filer.membership.pk, entitlements=["u5.submit"], by=alder.aide.actor, at=at
    )
    assert held(alder.filer) == ["roster.view", "u5.draft", "u5.submit"]
    event = Event.objects.get(tag="access:membership:changed")
    assert event.subject == f"account:{alder.filer.user_id}"
    assert event.data == {
        "firm_id": alder.firm.pk,
        "before": ["roster.view", "u4.draft", "u4.submit"],
        "after": ["roster.view", "u5.draft", "u5.submit"],
    }
    assert Notice.objects.get(tag="access:membership:changed").recipient == f"account:{alder.filer.user_id}"


def test_the_same_again_changes_nothing_and_tells_nobody(alder, at):
    change_member.change(membership_id=alder.filer.membership.pk, entitlements=firms.FILER, by=alder.aide.actor, at=at)
    assert not Event.objects.filter(tag="access:membership:changed").exists()
    assert not Notice.objects.exists()


def test_an_account_administrator_makes_and_unmakes_no_other(alder, at):
    with pytest.raises(errors.Forbidden, match="super account administrator may make"):
        change_member.change(membership_id=alder.filer.membership.pk, entitlements=firms.AA, by=alder.aide.actor, at=at)
    second = firms.member(alder.firm, "Second", firms.AA, at)
    for verb in (
        lambda: change_member.change(
            membership_id=second.membership.pk, entitlements=["u4.draft"], by=alder.aide.actor, at=at
        ),
        lambda: remove_member.remove(
            membership_id=second.membership.pk, reason=Reason.LEFT, by=alder.aide.actor, at=at
        ),
    ):
        with pytest.raises(errors.Forbidden):
            verb()
    assert (held(alder.filer), held(second)) == (firms.FILER, sorted(firms.AA))


def test_the_super_account_administrator_chooses_for_himself_and_keeps_the_office(alder, at):
    change_member.change(membership_id=alder.boss.membership.pk, entitlements=["u4.draft"], by=alder.boss.actor, at=at)
    assert held(alder.boss) == ["firm.account_admin", "firm.admin", "roster.view", "u4.draft"]
    with pytest.raises(errors.Forbidden, match="cannot remove yourself"):
        remove_member.remove(membership_id=alder.boss.membership.pk, reason=Reason.LEFT, by=alder.boss.again(), at=at)


def test_another_firms_user_is_not_there(alder, birch, at):
    with pytest.raises(errors.NotFound):
        change_member.change(
            membership_id=birch.filer.membership.pk, entitlements=["u4.draft"], by=alder.boss.actor, at=at
        )
    with pytest.raises(errors.NotFound):
        remove_member.remove(membership_id=birch.filer.membership.pk, reason=Reason.LEFT, by=alder.boss.actor, at=at)
    with pytest.raises(errors.NotFound):
        change_member.hand_over(membership_id=birch.filer.membership.pk, by=alder.boss.actor, at=at)


def test_what_was_read_at_the_door_counts_no_longer_once_it_changed(alder, at):
    change_member.change(membership_id=alder.aide.membership.pk, entitlements=["u4.draft"], by=alder.boss.actor, at=at)
    with pytest.raises(errors.Forbidden):
        remove_member.remove(membership_id=alder.filer.membership.pk, reason=Reason.LEFT, by=alder.aide.actor, at=at)
    remove_member.remove(membership_id=alder.aide.membership.pk, reason=Reason.LEFT, by=alder.boss.actor, at=at)
    with pytest.raises(errors.NotFound):
        change_member.change(
            membership_id=alder.filer.membership.pk, entitlements=["u4.draft"], by=alder.aide.actor, at=at
        )


def test_removal_ends_the_membership_with_its_reason_and_a_second_one_is_refused(alder, at):
    remove_member.remove(membership_id=alder.filer.membership.pk, reason=Reason.ROLE, by=alder.aide.actor, at=at)
    ended = Membership.objects.get(pk=alder.filer.membership.pk)
    assert (ended.ended_at, ended.ended_by) == (at, alder.aide.actor.label)
    event = Event.objects.get(tag="access:membership:ended")
    assert (event.reason, event.data["before"]) == ("ROLE", firms.FILER)
    with pytest.raises(errors.Refusal, match="no longer acts"):
        remove_member.remove(membership_id=alder.filer.membership.pk, reason=Reason.ROLE, by=alder.aide.actor, at=at)
    assert Notice.objects.filter(tag="access:membership:ended").count() == 1


def test_handing_over_takes_the_office_from_one_and_gives_it_to_the_other(alder, at):
    change_member.hand_over(membership_id=alder.filer.membership.pk, by=alder.boss.actor, at=at)
    assert Entitlement.ADMIN in held(alder.filer)
    assert Entitlement.ACCOUNT_ADMIN in held(alder.filer)
    assert held(alder.boss) == sorted(set(firms.SUPER) - {Entitlement.ADMIN.value})
    told = dict(Notice.objects.values_list("tag", "recipient"))
    assert told == {
        "access:administrator:named": f"account:{alder.filer.user_id}",
        "access:administrator:replaced": f"account:{alder.boss.user_id}",
    }
    with pytest.raises(errors.Forbidden, match="Only the firm's super"):
        change_member.hand_over(membership_id=alder.aide.membership.pk, by=alder.boss.actor, at=at)


def test_the_office_is_handed_to_somebody_else(alder, at):
    with pytest.raises(errors.Refusal, match="already"):
        change_member.hand_over(membership_id=alder.boss.membership.pk, by=alder.boss.actor, at=at)
    remove_member.remove(membership_id=alder.filer.membership.pk, reason=Reason.LEFT, by=alder.boss.actor, at=at)
    with pytest.raises(errors.Refusal, match="no longer acts"):
        change_member.hand_over(membership_id=alder.filer.membership.pk, by=alder.boss.actor, at=at)


def test_the_database_holds_one_administrator_a_firm(alder, birch, at):
    user = firms.account("Extra", at)
    with pytest.raises(IntegrityError, match="membership_one_admin"), transaction.atomic():
        access.grant_membership(
            user_id=user.pk, firm_id=alder.firm.pk, entitlements=["firm.admin"], by=BY, at=at + timedelta(1)
        )


def test_no_event_holds_a_name_or_an_address(alder, at):
    change_member.change(
        membership_id=alder.filer.membership.pk, entitlements=["u5.submit"], by=alder.aide.actor, at=at
    )
    remove_member.remove(membership_id=alder.filer.membership.pk, reason=Reason.LEFT, by=alder.aide.actor, at=at)
    written = " ".join(f"{event.subject} {event.actor} {event.data} {event.reason}" for event in Event.objects.all())
    assert "@" not in written
    assert "Fay" not in written
