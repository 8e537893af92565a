"""Inviting: the same for known and unknown addresses; found by the confirmed address; answered once."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction

from finpro.access import jobs, selectors
from finpro.access import services as access
from finpro.access.models import Invitation, Membership
from finpro.accounts.models import EmailAddress
from finpro.audit.models import Event
from finpro.journeys import invite as inviting
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.notices import notices
from finpro.notices.models import Notice
from tests.access import firm as firms

pytestmark = pytest.mark.django_db
REGISTRAR = Actor(Hat.STAFF, "account:99", 99, entitlements=frozenset({"firms.appoint"}))


@pytest.fixture
def alder(at):
    return firms.staffed(at)


@pytest.fixture
def iris(at):
    return firms.account("Iris", at)


def invite(alder, at, email="iris@example.org", chosen=("u4.submit",), by=None):
    inviting.invite(email=email, entitlements=list(chosen), by=by or alder.aide.actor, at=at)
    return Invitation.objects.latest("id")


def words(invitation):
    """The mail of an invitation without what differs by nature: its code."""
    kind = notices.find("access:invitation:sent")
    made = kind(f"invitation:{invitation.pk}", {})
    return notices.write(kind, made.context(), code="ABCDEFGH")


def test_an_invitation_waits_for_the_address_and_tells_it(alder, iris, at):
    invitation = invite(alder, at)
    assert invitation.entitlements == ["roster.view", "u4.draft", "u4.submit"]
    assert invitation.expires_at == at + timedelta(days=14)
    (waiting,) = selectors.list_waiting(firms.own(iris), at)
    assert (waiting.id, waiting.crd, waiting.firm, waiting.office) == (
        invitation.pk,
        501,
        "Alder Securities LLC",
        False,
    )
    mail = notices.find("access:invitation:sent")(f"invitation:{invitation.pk}", {})
    with time_machine.travel(at, tick=False):
        assert mail.still_wanted()
    assert mail.address() == "iris@example.org"


def test_the_mail_to_somebody_unknown_reads_as_the_one_to_somebody_known(alder, iris, at):
    known, unknown = invite(alder, at), invite(alder, at, "stranger@example.net")
    assert words(known) == words(unknown)
    for mail in (words(known).text, words(known).html):
        assert "Alder Securities LLC" in mail
        assert "@" not in mail
        assert "Iris" not in mail
    assert Notice.objects.filter(tag="access:invitation:sent").count() == 2


def test_only_a_confirmed_address_finds_it_whatever_its_case(alder, iris, at):
    invitation = invite(alder, at, "Iris.At.Work@Example.org")
    assert selectors.list_waiting(firms.own(iris), at) == []
    address = EmailAddress.objects.create(user=iris, email="iris.at.work@example.org", added_at=at)
    assert selectors.list_waiting(firms.own(iris), at) == []
    with pytest.raises(errors.NotFound):
        inviting.accept(invitation_id=invitation.pk, by=firms.own(iris), at=at)
    address.confirmed_at = at
    address.save()
    assert [one.id for one in selectors.list_waiting(firms.own(iris), at)] == [invitation.pk]


def test_accepting_makes_a_member_once_and_forgets_the_address(alder, iris, at):
    invitation = invite(alder, at)
    inviting.accept(invitation_id=invitation.pk, by=firms.own(iris), at=at)
    invitation.refresh_from_db()
    assert (invitation.email, invitation.ended_by) == ("", f"account:{iris.pk}")
    assert invitation.membership.entitlements == ["roster.view", "u4.draft", "u4.submit"]
    with pytest.raises(errors.NotFound):
        inviting.accept(invitation_id=invitation.pk, by=firms.own(iris), at=at)
    assert Membership.objects.filter(user=iris).count() == 1
    tags = list(Event.objects.filter(subject=f"account:{iris.pk}").order_by("id").values_list("tag", flat=True))
    assert tags[-2:] == ["access:membership:granted", "access:invitation:accepted"]


def test_declining_ends_it(alder, iris, at):
    invitation = invite(alder, at)
    inviting.decline(invitation_id=invitation.pk, by=firms.own(iris), at=at)
    assert selectors.list_waiting(firms.own(iris), at) == []
    assert not Membership.objects.filter(user=iris).exists()
    assert Event.objects.filter(tag="access:invitation:declined", subject=f"account:{iris.pk}").exists()


def test_who_acts_for_the_firm_already_is_told_and_nothing_changes(alder, at):
    invitation = invite(alder, at, "fay@example.org", ["reports.finpro"])
    fay = Actor(Hat.ACCOUNT, f"account:{alder.filer.user_id}", alder.filer.user_id)
    with pytest.raises(errors.Refusal, match="act for this firm already"):
        inviting.accept(invitation_id=invitation.pk, by=fay, at=at)
    assert Membership.objects.get(pk=alder.filer.membership.pk).entitlements == firms.FILER


def test_somebody_elses_invitation_is_not_there(alder, iris, at):
    invitation = invite(alder, at, "other@example.org")
    for verb in (inviting.accept, inviting.decline):
        with pytest.raises(errors.NotFound):
            verb(invitation_id=invitation.pk, by=firms.own(iris), at=at)


def test_a_second_one_to_the_same_address_waits_until_the_first_has_lapsed(alder, at):
    first = invite(alder, at)
    with pytest.raises(errors.Refusal, match="waiting already"):
        invite(alder, at, "IRIS@example.org")
    second = invite(alder, at + timedelta(days=14))
    first.refresh_from_db()
    assert (first.email, first.ended_at) == ("", at + timedelta(days=14))
    assert second.pk != first.pk


def test_a_lapsed_one_cannot_be_accepted_and_its_address_is_forgotten(alder, iris, at):
    invitation = invite(alder, at)
    late = at + timedelta(days=14)
    assert selectors.list_waiting(firms.own(iris), late) == []
    with pytest.raises(errors.Refusal, match="lapsed"):
        inviting.accept(invitation_id=invitation.pk, by=firms.own(iris), at=late)
    with time_machine.travel(late - timedelta(seconds=1), tick=False):
        jobs.lapse()
    assert Invitation.objects.get().email == "iris@example.org"
    with time_machine.travel(late, tick=False):
        jobs.lapse()
    assert Invitation.objects.get().email == ""
    assert Event.objects.get(tag="access:invitation:lapsed").actor == "system:access"


def test_sending_again_gives_more_time_a_few_times_a_day(alder, at):
    invitation = invite(alder, at)
    later = at + timedelta(days=3)
    for minute in range(3):
        inviting.resend(invitation_id=invitation.pk, by=alder.aide.actor, at=later + timedelta(minutes=minute))
    with pytest.raises(errors.Refusal, match="Too many"):
        inviting.resend(invitation_id=invitation.pk, by=alder.aide.actor, at=later + timedelta(minutes=4))
    invitation.refresh_from_db()
    assert invitation.expires_at == later + timedelta(days=14, minutes=2)
    assert Notice.objects.filter(recipient=f"invitation:{invitation.pk}").count() == 4


def test_a_withdrawn_one_is_over_and_its_mail_is_not_sent(alder, iris, at):
    invitation = invite(alder, at)
    inviting.withdraw(invitation_id=invitation.pk, by=alder.aide.actor, at=at)
    mail = notices.find("access:invitation:sent")(f"invitation:{invitation.pk}", {})
    assert (mail.still_wanted(), mail.address()) == (False, None)
    with pytest.raises(errors.Refusal, match="no longer open"):
        inviting.withdraw(invitation_id=invitation.pk, by=alder.aide.actor, at=at)
    with pytest.raises(errors.NotFound):
        inviting.accept(invitation_id=invitation.pk, by=firms.own(iris), at=at)


def test_invitations_are_the_own_firms_and_within_what_one_may_give(alder, at):
    birch = firms.staffed(at, crd=502, name="Birch Advisers LLC", prefix="B")
    invitation = invite(alder, at, chosen=["firm.account_admin"], by=alder.boss.actor)
    with pytest.raises(errors.NotFound):
        inviting.withdraw(invitation_id=invitation.pk, by=birch.boss.actor, at=at)
    with pytest.raises(errors.Forbidden):
        inviting.withdraw(invitation_id=invitation.pk, by=alder.aide.actor, at=at)
    with pytest.raises(errors.Forbidden):
        invite(alder, at, "x@example.org", ["firm.account_admin"])
    with pytest.raises(errors.Forbidden):
        invite(alder, at, "x@example.org", ["firm.admin"], by=alder.boss.actor)
    with pytest.raises(errors.Forbidden):
        invite(alder, at, "x@example.org", by=alder.filer.actor)


def test_the_registry_names_the_first_administrator(at, iris):
    firm = firms.world.firm(501, "Alder Securities LLC")
    inviting.appoint(firm_id=firm.pk, email="iris@example.org", by=REGISTRAR, at=at)
    (waiting,) = selectors.list_waiting(firms.own(iris), at)
    assert waiting.office
    inviting.accept(invitation_id=waiting.id, by=firms.own(iris), at=at)
    assert Membership.objects.get(user=iris).entitlements == ["firm.account_admin", "firm.admin", "roster.view"]


@pytest.mark.parametrize("inside", [True, False], ids=["a user of the firm", "somebody new"])
def test_a_successor_takes_over_on_accepting_and_the_one_before_is_told_twice(alder, iris, at, inside):
    email, user_id = ("fay@example.org", alder.filer.user_id) if inside else ("iris@example.org", iris.pk)
    inviting.appoint(firm_id=alder.firm.pk, email=email, by=REGISTRAR, at=at)
    boss = Membership.objects.get(pk=alder.boss.membership.pk)
    assert "firm.admin" in boss.entitlements
    tell = Notice.objects.filter(recipient=f"account:{alder.boss.user_id}")
    assert [row.tag for row in tell] == ["access:administrator:invited"]
    by = Actor(Hat.ACCOUNT, f"account:{user_id}", user_id)
    inviting.accept(invitation_id=Invitation.objects.get().pk, by=by, at=at + timedelta(hours=1))
    boss.refresh_from_db()
    assert boss.entitlements == sorted(set(firms.SUPER) - {"firm.admin"})
    assert "firm.admin" in Membership.objects.get(user=user_id, ended_at=None).entitlements
    assert tell.latest("id").tag == "access:administrator:replaced"


def test_appointing_is_the_registrys_and_withdrawn_by_it_alone(alder, at):
    with pytest.raises(errors.Forbidden):
        inviting.appoint(firm_id=alder.firm.pk, email="x@example.org", by=alder.boss.actor, at=at)
    inviting.appoint(firm_id=alder.firm.pk, email="x@example.org", by=REGISTRAR, at=at)
    invitation = Invitation.objects.get()
    with pytest.raises(errors.NotFound):
        inviting.withdraw(invitation_id=invitation.pk, by=alder.boss.actor, at=at)
    plain = invite(alder, at)
    with pytest.raises(errors.NotFound):
        inviting.withdraw(invitation_id=plain.pk, by=REGISTRAR, at=at)
    inviting.withdraw(invitation_id=invitation.pk, by=REGISTRAR, at=at)
    assert Invitation.objects.get(pk=invitation.pk).ended_by == "account:99"


def test_no_event_of_an_invitation_holds_its_address(alder, iris, at):
    invitation = invite(alder, at)
    inviting.resend(invitation_id=invitation.pk, by=alder.aide.actor, at=at + timedelta(minutes=1))
    inviting.accept(invitation_id=invitation.pk, by=firms.own(iris), at=at)
    assert not [event for event in Event.objects.all() if "@" in f"{event.data}{event.subject}{event.actor}"]
    assert not [row for row in Notice.objects.all() if "@" in f"{row.data}{row.recipient}{row.cause}"]


def test_a_failure_leaves_nothing_half_made(alder, iris, at, monkeypatch):
    invitation = invite(alder, at)

    def broken(**_given):
        raise RuntimeError("the light went out")

    monkeypatch.setattr("finpro.access.services.invitations.audit.record", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        access.accept(invitation_id=invitation.pk, by=firms.own(iris), at=at)
    assert not Membership.objects.filter(user=iris).exists()
    assert Invitation.objects.get().ended_at is None
