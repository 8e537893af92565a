"""What the database holds of a grant: who and when stand together, and one live grant at a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from finpro.access import services as access
from finpro.access.models import StaffRole
from finpro.accounts import services as accounts
from finpro.kernel import actor

pytestmark = pytest.mark.django_db
BY = actor.system("test")


@pytest.fixture
def role(at):
    user = accounts.open_account(email="mae@example.org", name="Mae", password="a long sentence", by=BY, at=at)
    return access.grant_staff_role(user_id=user.pk, entitlements=["record.view"], by=BY, at=at)


@pytest.mark.parametrize("half", ["ended_at", "ended_by"])
def test_an_end_says_when_and_by_whom(role, at, half):
    value = {"ended_at": at, "ended_by": "account:9"}[half]
    with pytest.raises(IntegrityError, match="staffrole_ended"), transaction.atomic():
        StaffRole.objects.filter(pk=role.pk).update(**{half: value})


def test_a_second_live_grant_is_refused_and_one_after_the_end_is_not(role, at):
    with pytest.raises(IntegrityError, match="staff_role_one"), transaction.atomic():
        access.grant_staff_role(user_id=role.user_id, entitlements=[], by=BY, at=at)
    StaffRole.objects.filter(pk=role.pk).update(ended_at=at, ended_by="account:9")
    again = access.grant_staff_role(user_id=role.user_id, entitlements=[], by=BY, at=at + timedelta(days=1))
    assert StaffRole.objects.filter(user=role.user_id, ended_at=None).get() == again
