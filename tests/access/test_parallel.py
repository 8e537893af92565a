"""Several at once: one membership for one invitation, one office, and nobody removes from a seat just lost."""

import pytest
from django.db import transaction

from finpro.access.enums import Reason
from finpro.access.models import Invitation, Membership
from finpro.journeys import change_member, invite, remove_member
from finpro.kernel import errors
from tests.access import firm as firms
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def alder(at):
    with transaction.atomic():
        return firms.staffed(at)


def together(*acts):
    """What became of each, done at the same time: "done" or the name of its refusal."""
    return sorted(
        type(answer).__name__ if isinstance(answer, errors.FinproError) else "done" for answer in at_once(*acts)
    )


def test_an_invitation_accepted_ten_times_at_once_makes_one_member(alder, at):
    iris = firms.account("Iris", at)
    invite.invite(email="iris@example.org", entitlements=["u4.draft"], by=alder.aide.actor, at=at)
    key = Invitation.objects.get().pk
    answers = together(*[lambda: invite.accept(invitation_id=key, by=firms.own(iris), at=at)] * 10)
    assert answers == ["NotFound"] * 9 + ["done"]
    assert Membership.objects.filter(user=iris).count() == 1


def test_the_office_handed_to_two_at_once_goes_to_one(alder, at):
    answers = together(
        lambda: change_member.hand_over(membership_id=alder.aide.membership.pk, by=alder.boss.actor, at=at),
        lambda: change_member.hand_over(membership_id=alder.filer.membership.pk, by=alder.boss.actor, at=at),
    )
    assert answers == ["Forbidden", "done"]
    assert Membership.objects.filter(ended_at=None, entitlements__contains=["firm.admin"]).count() == 1


def test_who_is_removed_meanwhile_removes_nobody_any_more(alder, at):
    answers = together(
        lambda: remove_member.remove(
            membership_id=alder.aide.membership.pk, reason=Reason.THREAT, by=alder.boss.actor, at=at
        ),
        *[
            lambda: change_member.change(
                membership_id=alder.filer.membership.pk, entitlements=["ssn.view"], by=alder.aide.actor, at=at
            )
        ]
        * 3,
    )
    assert answers.count("done") >= 1
    assert set(answers) <= {"done", "NotFound"}
    with pytest.raises(errors.NotFound):
        change_member.change(
            membership_id=alder.filer.membership.pk, entitlements=["u5.submit"], by=alder.aide.actor, at=at
        )
