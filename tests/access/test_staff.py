"""Roles of the registry's staff: given, changed, ended; never one's own, never the last."""

import pytest
from allauth.mfa.models import Authenticator

from finpro.access import selectors
from finpro.access import services as access
from finpro.access.enums import STAFF_ROLES
from finpro.access.models import StaffRole
from finpro.audit.models import Event
from finpro.kernel import errors
from tests.casework import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(at):
    return people.staff("admin", at, ["staff.admin", "cases.view"])


@pytest.fixture
def rowan(at):
    who = people.account("rowan", at)
    Authenticator.objects.create(user_id=who.user_id, type=Authenticator.Type.TOTP, data={})
    return who


def give(who, role, by, at):
    return access.give_staff_role(user_id=who.user_id, role=role, by=by, at=at)


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_a_role_is_what_it_may(rowan, admin, at, role):
    held = give(rowan, role, admin, at)
    assert set(held.entitlements) == {entitlement.value for entitlement in STAFF_ROLES[role][1]}
    found = {member.user_id: member for member in selectors.list_staff(admin)}
    assert found[rowan.user_id].role == role
    assert found[admin.user_id].role == ""
    assert found[admin.user_id].why_not.startswith("This is your own role")


def test_a_change_and_an_end_say_what_was_before(rowan, admin, at):
    give(rowan, "content", admin, at)
    for _ in range(2):
        give(rowan, "support", admin, at)
    (changed,) = Event.objects.filter(tag="access:staff_role:changed")
    assert changed.data["before"] == ["content.edit"]
    assert "cases.work" in changed.data["after"]
    for _ in range(2):
        access.end_staff_role(user_id=rowan.user_id, by=admin, at=at)
    (ended,) = Event.objects.filter(tag="access:staff_role:ended")
    assert ended.data == {"before": changed.data["after"], "after": []}
    assert selectors.list_grants(rowan.user_id) == []
    give(rowan, "auditor", admin, at)
    assert StaffRole.objects.filter(user=rowan.user_id).count() == 2


def test_the_own_role_stays(admin, at):
    Authenticator.objects.create(user_id=admin.user_id, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(errors.Forbidden, match="own role"):
        give(admin, "registrar", admin, at)
    with pytest.raises(errors.Forbidden, match="own role"):
        access.end_staff_role(user_id=admin.user_id, by=admin, at=at)


@pytest.mark.parametrize("kept", [None, Authenticator.Type.RECOVERY_CODES])
def test_without_a_second_factor_nobody_works_for_the_registry(admin, at, kept):
    who = people.account("plain", at)
    if kept:
        Authenticator.objects.create(user_id=who.user_id, type=kept, data={})
    with pytest.raises(errors.Refusal, match="no second factor"):
        give(who, "support", admin, at)
    assert not StaffRole.objects.filter(user=who.user_id).exists()


def test_of_two_administrators_who_end_each_other_one_stays(rowan, admin, at):
    give(rowan, "registrar", admin, at)
    second = people.as_staff(rowan)
    access.end_staff_role(user_id=admin.user_id, by=second, at=at)
    with pytest.raises(errors.Refusal, match="Nobody else could give roles"):
        access.end_staff_role(user_id=rowan.user_id, by=admin, at=at)
    with pytest.raises(errors.Refusal, match="Nobody else could give roles"):
        give(rowan, "support", admin, at)


def test_only_an_administrator_of_roles_gives_them(rowan, at):
    clerk = people.staff("clerk", at, ["cases.view"])
    for act in (
        lambda: give(rowan, "support", clerk, at),
        lambda: access.end_staff_role(user_id=rowan.user_id, by=clerk, at=at),
        lambda: selectors.list_staff(clerk),
        lambda: selectors.get_staff(clerk, clerk.user_id),
    ):
        with pytest.raises(errors.Forbidden, match="Giving roles"):
            act()


def test_a_role_that_is_none(rowan, admin, at):
    with pytest.raises(errors.Invalid):
        give(rowan, "emperor", admin, at)
    with pytest.raises(errors.NotFound):
        selectors.get_staff(admin, rowan.user_id)
