"""E-mail addresses: what is one, when one is confirmed again, and what becomes of them."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from finpro.access import services as access
from finpro.accounts import jobs, policies, services
from finpro.accounts.models import EmailAddress, FormerAddress, User
from finpro.accounts.policies import Facts, Standing
from finpro.accounts.selectors import addresses
from finpro.audit.models import Event
from finpro.journeys import advise_address, keep_addresses
from finpro.kernel import codes, days, errors
from finpro.kernel.actor import Actor, Hat, system
from finpro.kernel.codes import Answer
from finpro.kernel.http import TooMany
from finpro.notices import services as outbox
from finpro.notices.models import Notice
from tests.registry import small_world as world

BY = system("tests")
HERE = "198.51.100.7"
DAY = date(2026, 11, 23)
DATES = st.dates(date(2020, 1, 1), date(2035, 12, 31))


# --- what is an address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("mae@example.org", "mae@example.org"),
        (" Mae.Quill+finpro@EXAMPLE.Org ", "Mae.Quill+finpro@example.org"),
        ("o'neil_99@mail.city-hall.example", "o'neil_99@mail.city-hall.example"),
    ],
)
def test_an_address_is_kept_as_typed_its_domain_in_small_letters(typed, kept):
    assert policies.address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "mae",
        "@example.org",
        "mae@",
        "mae@localhost",
        "mae@example..org",
        ".mae@example.org",
        "mae.@example.org",
        "mae@-example.org",
        "mae@example.org.",
        "mae quill@example.org",
        "mae@example.org\nBcc: other@example.org",
        "mae@example.org\x00",
        "mаe@example.org",  # a Cyrillic а
        "mae@exаmple.org",
        "mae\u202e@example.org",
        "mae\u200b@example.org",
        "ｍae@example.org",
        "mae@exämple.org",
        '"mae quill"@example.org',
        f"{'a' * 65}@example.org",
        f"mae@{'a' * 250}.org",
        "mae@192.0.2.1",
    ],
)
def test_what_looks_like_an_address_and_is_none(typed):
    with pytest.raises(errors.Invalid):
        policies.address(typed)


@given(st.text(max_size=40))
def test_whatever_is_typed_it_is_an_address_of_plain_signs_or_refused(typed):
    try:
        kept = policies.address(typed)
    except errors.Invalid:
        return
    assert kept.isascii()
    assert kept.isprintable()
    assert kept.count("@") == 1
    assert policies.address(kept) == kept


# --- when it is confirmed again (PRF-01)


def facts(**values):
    return Facts(**{"added_on": DAY, "confirmed_on": None, "bounced_on": None} | values)


@pytest.mark.parametrize(
    ("judged", "standing", "due_on"),
    [
        (facts(), Standing.UNCONFIRMED, DAY),
        (facts(confirmed_on=DAY), Standing.CONFIRMED, None),
        (facts(confirmed_on=date(2025, 11, 23)), Standing.CONFIRMED, None),
        (facts(confirmed_on=date(2025, 11, 22)), Standing.CONFIRMED, date(2026, 11, 22)),
        (facts(confirmed_on=date(2026, 1, 2), bounced_on=date(2026, 3, 4)), Standing.BOUNCED, date(2026, 3, 4)),
        (facts(bounced_on=date(2026, 3, 4), added_on=date(2026, 3, 1)), Standing.BOUNCED, date(2026, 3, 1)),
    ],
    ids=["never", "today", "twelve months ago", "a day more", "came back", "never, and came back"],
)
def test_prf_01(judged, standing, due_on):
    due = policies.confirm_by(judged, DAY)
    assert policies.standing(judged) is standing
    assert (due.on if due else None) == due_on


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("rowan@example.org", "r•••@example.org"),
        ("r@example.org", "r•••@example.org"),
        ("a@b@c.org", "a•••@c.org"),
        ("", ""),
    ],
)
def test_an_address_is_recognised_and_not_given_away(email, shown):
    assert policies.masked(email) == shown


@given(DATES, st.integers(0, 900))
def test_twelve_months_are_the_same_day_of_the_next_year_and_asked_for_from_the_day_after(confirmed, later):
    on = confirmed + timedelta(days=later)
    due = policies.confirm_by(facts(confirmed_on=confirmed), on)
    until = days.months_after(confirmed, 12)
    assert (due is not None) == (on > until)
    assert until.year == confirmed.year + 1
    assert (until.month, until.day) == (confirmed.month, confirmed.day) or (confirmed.month, until.day) == (2, 28)


@given(DATES, st.integers(0, 60), st.integers(0, 60))
def test_months_after_never_go_back_and_add_up_on_days_that_every_month_has(day, some, more):
    first = day.replace(day=min(day.day, 28))
    assert days.months_after(days.months_after(first, some), more) == days.months_after(first, some + more)
    assert days.months_after(day, some) <= days.months_after(day, some + more)


# --- whose mail it is (ACC-09)

PUBLIC = ("gmail.com",)


@pytest.mark.parametrize(
    ("email", "firms", "looks"),
    [
        ("mae@alder.example", ["saa@alder.example"], True),
        ("mae@ALDER.example", ["saa@Alder.example"], True),
        ("mae@mail.alder.example", ["saa@alder.example"], False),
        ("mae@gmail.com", ["saa@gmail.com"], False),
        ("mae@alder.example", [], False),
    ],
)
def test_an_address_looks_like_the_firms_when_its_people_have_such(email, firms, looks):
    assert policies.of_the_firm(email, firms, PUBLIC) is looks


@pytest.mark.django_db
def test_the_firm_of_today_is_meant_and_no_other(at):
    alder, birch = world.firm(501, "Alder Securities LLC"), world.firm(502, "Birch Advisers LLC")
    person = world.person(7001, "Mae", "Quill")
    world.associate(person, alder)
    world.associate(person, birch, starts_on=date(2015, 1, 1), ends_on=date(2018, 1, 1))
    user, _ = account(at, "mae@example.org")
    world_claim(user, person, at)
    for firm, email in ((alder, "saa@alder.example"), (birch, "saa@birch.example"), (alder, "aa@gmail.com")):
        member, _ = account(at, email)
        world_member(member, firm, at)
    looks = {
        email: advise_address.looks_like_the_firms(user_id=user.pk, email=email, on=DAY)
        for email in ("m@alder.example", "m@birch.example", "m@gmail.com", "m@example.org")
    }
    assert looks == {"m@alder.example": True, "m@birch.example": False, "m@gmail.com": False, "m@example.org": False}


# --- what becomes of them


def account(at, email="mae@example.org", *, confirmed=True):
    user = services.open_account(email=email, name="Mae", password=None, by=BY, at=at, confirmed=confirmed)
    return user, Actor(Hat.ACCOUNT, f"account:{user.pk}", user.pk)


def world_claim(user, person, at):
    access.grant_claim(user_id=user.pk, person_id=person.pk, by=BY, at=at)


def world_member(user, firm, at):
    access.grant_membership(user_id=user.pk, firm_id=firm.pk, entitlements=["roster.view"], by=BY, at=at)


def typed_code(at):
    """What the latest mail with a code says."""
    return codes.digits(Notice.objects.filter(tag="account:email:code").latest("id").data["code"], at=at)


def deliver(at):
    """Send what is in the outbox; the mails."""
    mail.outbox.clear()
    for row in Notice.objects.filter(state="QUEUED").order_by("id"):
        taken = outbox.take(notice_id=row.pk, at=at)
        if taken:
            outbox.settle(taken=taken, outcome=outbox.send(taken), at=at)
    return mail.outbox


@pytest.fixture
def mae(at, time_machine):
    time_machine.move_to(at, tick=False)
    return account(at)


@pytest.mark.django_db
def test_a_second_address_is_confirmed_by_the_code_that_it_was_sent(mae, at):
    user, by = mae
    key = keep_addresses.add(email="mae@home.example", where=HERE, by=by, at=at)
    (sent,) = deliver(at)
    assert sent.to == ["mae@home.example"]
    assert typed_code(at) in sent.body
    assert "Mae" not in sent.body
    assert keep_addresses.confirm(address_id=key, typed=typed_code(at), by=by, at=at) is Answer.RIGHT
    assert EmailAddress.objects.get(pk=key).confirmed_at == at
    assert User.objects.get(pk=user.pk).email == "mae@example.org"
    tags = list(Event.objects.filter(subject=by.label).order_by("id").values_list("tag", flat=True))
    assert tags[-3:] == ["account:email:added", "account:email:code_sent", "account:email:confirmed"]
    assert "home.example" not in str(list(Event.objects.values()))
    assert "home.example" not in str(list(Notice.objects.values()))


@pytest.mark.django_db
def test_a_new_address_takes_the_old_ones_place_once_it_is_confirmed_and_both_are_told(mae, at):
    user, by = mae
    old = EmailAddress.objects.get(user=user)
    key = keep_addresses.add(email="mae@new.example", replaces=old.pk, where=HERE, by=by, at=at)
    user.refresh_from_db()
    assert user.email == "mae@example.org"
    assert EmailAddress.objects.filter(user=user).count() == 2
    keep_addresses.confirm(address_id=key, typed=typed_code(at), by=by, at=at)
    user.refresh_from_db()
    (left,) = EmailAddress.objects.filter(user=user)
    assert (user.email, left.email, left.personal, left.replaces_id) == (
        "mae@new.example",
        "mae@new.example",
        True,
        None,
    )
    told = [sent for sent in deliver(at) if "personal address" in sent.subject]
    assert {sent.to[0] for sent in told} == {"mae@example.org", "mae@new.example"}
    assert services.forget_former(before=at + timedelta(seconds=1)) == 1
    assert not FormerAddress.objects.exists()


@pytest.mark.django_db
def test_a_second_thought_drops_the_first_replacement(mae, at):
    user, by = mae
    old = EmailAddress.objects.get(user=user)
    keep_addresses.add(email="one@new.example", replaces=old.pk, where=HERE, by=by, at=at)
    keep_addresses.add(email="two@new.example", replaces=old.pk, where=HERE, by=by, at=at)
    emails = set(EmailAddress.objects.filter(user=user).values_list("email", flat=True))
    assert emails == {"mae@example.org", "two@new.example"}


@pytest.mark.django_db
def test_only_a_confirmed_address_becomes_the_personal_one(mae, at):
    user, by = mae
    key = keep_addresses.add(email="mae@home.example", where=HERE, by=by, at=at)
    with pytest.raises(errors.Refusal, match="Confirm this address first"):
        keep_addresses.make_personal(address_id=key, by=by, at=at)
    keep_addresses.confirm(address_id=key, typed=typed_code(at), by=by, at=at)
    keep_addresses.make_personal(address_id=key, by=by, at=at)
    user.refresh_from_db()
    assert user.email == "mae@home.example"
    assert {sent.to[0] for sent in deliver(at)} == {"mae@example.org", "mae@home.example"}
    with pytest.raises(errors.Refusal, match="already"):
        keep_addresses.make_personal(address_id=key, by=by, at=at)


@pytest.mark.django_db
def test_the_personal_address_is_never_removed_and_another_is(mae, at):
    user, by = mae
    key = keep_addresses.add(email="mae@home.example", where=HERE, by=by, at=at)
    with pytest.raises(errors.Refusal, match="cannot be removed"):
        keep_addresses.remove(address_id=EmailAddress.objects.get(user=user, personal=True).pk, by=by, at=at)
    keep_addresses.remove(address_id=key, by=by, at=at)
    assert EmailAddress.objects.filter(user=user).count() == 1
    assert deliver(at) == []  # nobody is sent the code of an address that is gone


@pytest.mark.django_db
def test_an_address_with_an_account_elsewhere_is_treated_alike_and_its_owner_is_told(mae, at):
    _, by = mae
    account(at, "ola@example.org")
    known = keep_addresses.add(email="OLA@example.org", where=HERE, by=by, at=at)
    unknown = keep_addresses.add(email="nobody@example.org", where=HERE, by=by, at=at)
    lines = {line.id: line for line in addresses.list_addresses(by.user_id, DAY)}
    assert lines[known].standing is lines[unknown].standing is Standing.UNCONFIRMED
    wrong = [keep_addresses.confirm(address_id=key, typed="000000", by=by, at=at) for key in (known, unknown)]
    assert wrong == [Answer.WRONG, Answer.WRONG]
    left = [codes.tries_left(purpose="confirm-email", subject=f"email:{key}", at=at) for key in (known, unknown)]
    assert left == [4, 4]
    mails = {sent.to[0]: sent for sent in deliver(at)}
    assert set(mails) == {"ola@example.org", "nobody@example.org"}
    assert mails["ola@example.org"].subject.startswith("Somebody entered your e-mail address")
    assert codes.digits(Notice.objects.get(tag="account:email:elsewhere").data["code"], at=at) not in (
        mails["ola@example.org"].body
    )


@pytest.mark.django_db
def test_the_work_is_the_same_whether_the_address_has_an_account_or_not(mae, at):
    """As many queries, so the time an answer takes tells nothing."""
    _, by = mae
    account(at, "ola@example.org")
    asked = {}
    for email in ("ola@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as adding:
            key = keep_addresses.add(email=email, where=HERE, by=by, at=at)
        with CaptureQueriesContext(connection) as again:
            keep_addresses.send_code(address_id=key, where=HERE, by=by, at=at)
        with CaptureQueriesContext(connection) as trying:
            keep_addresses.confirm(address_id=key, typed="000000", by=by, at=at)
        asked[email] = (len(adding), len(again), len(trying))
    assert asked["ola@example.org"] == asked["nobody@example.org"]


@pytest.mark.django_db
def test_a_guessed_code_takes_no_address_from_anybody(mae, at):
    _, by = mae
    account(at, "ola@example.org")
    key = keep_addresses.add(email="ola@example.org", where=HERE, by=by, at=at)
    guessed = codes.digits(Notice.objects.get(tag="account:email:elsewhere").data["code"], at=at)
    with pytest.raises(errors.Refusal, match="another account"):
        keep_addresses.confirm(address_id=key, typed=guessed, by=by, at=at)
    assert EmailAddress.objects.get(pk=key).confirmed_at is None


@pytest.mark.django_db
def test_two_accounts_with_codes_of_one_mailbox_the_first_has_it(mae, at):
    _, by = mae
    _, other = account(at, "ola@example.org")
    mine = keep_addresses.add(email="both@example.org", where=HERE, by=by, at=at)
    code = typed_code(at)
    theirs = keep_addresses.add(email="both@example.org", where=HERE, by=other, at=at)
    keep_addresses.confirm(address_id=theirs, typed=typed_code(at), by=other, at=at)
    with pytest.raises(errors.Refusal):
        keep_addresses.confirm(address_id=mine, typed=code, by=by, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        EmailAddress.objects.filter(pk=mine).update(confirmed_at=at)


@pytest.mark.django_db
def test_another_accounts_address_is_not_there(mae, at):
    _, by = mae
    ola, _ = account(at, "ola@example.org")
    theirs = EmailAddress.objects.get(user=ola).pk
    for verb in (
        lambda: keep_addresses.send_code(address_id=theirs, where=HERE, by=by, at=at),
        lambda: keep_addresses.confirm(address_id=theirs, typed="123456", by=by, at=at),
        lambda: keep_addresses.make_personal(address_id=theirs, by=by, at=at),
        lambda: keep_addresses.remove(address_id=theirs, by=by, at=at),
        lambda: keep_addresses.add(email="x@example.org", replaces=theirs, where=HERE, by=by, at=at),
    ):
        with pytest.raises(errors.NotFound):
            verb()


@pytest.mark.django_db
def test_the_same_address_twice_and_too_many_are_refused(mae, at):
    user, by = mae
    with pytest.raises(errors.Refusal, match="already"):
        keep_addresses.add(email="MAE@example.org", where=HERE, by=by, at=at)
    for number in range(9):
        EmailAddress.objects.create(user=user, email=f"mae{number}@example.org", added_at=at)
    with pytest.raises(errors.Refusal, match="10 e-mail addresses"):
        keep_addresses.add(email="one@more.example", where=HERE, by=by, at=at)


@pytest.mark.django_db
def test_codes_are_not_sent_without_end(mae, at):
    _, by = mae
    key = keep_addresses.add(email="mae@home.example", where=HERE, by=by, at=at)
    for _ in range(policies.CODES_SENT.free - 1):
        keep_addresses.send_code(address_id=key, where=HERE, by=by, at=at)
    with pytest.raises(TooMany):
        keep_addresses.send_code(address_id=key, where=HERE, by=by, at=at)
    assert Notice.objects.filter(tag="account:email:code").count() == policies.CODES_SENT.free
    assert len(deliver(at)) == 1  # the earlier ones no longer work


@pytest.mark.django_db
def test_saying_that_they_are_right_confirms_what_was_good_and_nothing_else(mae, at):
    user, by = mae
    later = at + timedelta(days=400)
    added = {
        name: EmailAddress.objects.create(user=user, email=f"{name}@example.org", added_at=at, **values)
        for name, values in {
            "never": {},
            "back": {"confirmed_at": at, "bounced_at": at},
            "good": {"confirmed_at": at},
        }.items()
    }
    assert keep_addresses.confirm_again(by=by, at=later) == 2  # the personal one too
    stood = {name: EmailAddress.objects.get(pk=row.pk).confirmed_at for name, row in added.items()}
    assert stood == {"never": None, "back": at, "good": later}
    assert Event.objects.get(tag="account:email:kept").data == {"count": 2}


@pytest.mark.django_db
def test_a_mail_that_came_back_is_noted_once_and_not_against_a_later_confirmation(mae, at):
    user, by = mae
    key = EmailAddress.objects.get(user=user).pk

    def came_back(recipient, days):
        return services.note_bounce(recipient=recipient, came_back_at=at + timedelta(days=days), by=BY, at=at)

    assert not came_back(f"email:{key}", -1)
    assert not came_back("former:1", 1)
    assert came_back(by.label, 1)
    assert not came_back(f"email:{key}", 2)
    keep_addresses.send_code(address_id=key, where=HERE, by=by, at=at)
    keep_addresses.confirm(address_id=key, typed=typed_code(at), by=by, at=at)
    assert EmailAddress.objects.get(pk=key).bounced_at is None


@pytest.mark.django_db
def test_what_a_mail_server_refuses_for_good_is_found_in_the_outbox(mae, at, time_machine):
    user, by = mae
    later = at + timedelta(hours=1)
    keep_addresses.add(email="mae@gone.example", where=HERE, by=by, at=at)
    row = Notice.objects.get()
    taken = outbox.take(notice_id=row.pk, at=at)
    outbox.settle(taken=taken, outcome=outbox.Outcome(False, True, "recipient refused (550)"), at=later)
    time_machine.move_to(later, tick=False)
    jobs.note_bounces()
    jobs.note_bounces()
    assert EmailAddress.objects.get(email="mae@gone.example").bounced_at == later
    assert EmailAddress.objects.get(user=user, personal=True).bounced_at is None
    assert Event.objects.filter(tag="account:email:bounced").count() == 1
