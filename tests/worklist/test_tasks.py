"""My Tasks: derived from state, in order, for one human being and for a whole firm, at the same few queries."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

from finpro.access import services as access
from finpro.accounts import services as accounts
from finpro.accounts.models import EmailAddress, User
from finpro.identity.enums import State as Proven
from finpro.identity.models import Proof
from finpro.identity.policies import stage
from finpro.kernel import errors, tasks
from finpro.kernel.actor import Actor, Hat, system
from finpro.kernel.tasks import Action, Ball, Due, Provider, State, Task, Who
from finpro.rulebook import lookup as rulebook
from finpro.worklist import policies, presenters
from finpro.worklist import selectors as worklist
from tests.registry import small_world as world

BY = system("tests")
DAY = date(2026, 11, 23)


def account(at, name="mae", *, person=None, firm=None):
    user = accounts.open_account(email=f"{name}@example.org", name=name, password=None, by=BY, at=at)
    if person:
        access.grant_claim(user_id=user.pk, person_id=person.pk, by=BY, at=at)
    if firm:
        access.grant_membership(user_id=user.pk, firm_id=firm.pk, entitlements=["roster.view"], by=BY, at=at)
    hat = Hat.PERSON if person else Hat.ACCOUNT
    return user, Actor(hat, f"account:{user.pk}", user.pk, person_id=person.pk if person else None)


def keys(found):
    return [task.key for task in found]


def unconfirmed(user, at, name="second"):
    return EmailAddress.objects.create(user=user, email=f"{name}{user.pk}@example.org", added_at=at)


def task(key, *dues, ball=Ball.ME, state=State.OPEN):
    return Task(key, "D-01", key, "Because.", Action("Do", "/"), ball, state, tuple(dues))


# --- the value, its order and its words


def test_the_earliest_date_governs_and_orders_and_what_has_none_comes_last():
    early, late = Due(DAY, "Early."), Due(DAY + timedelta(days=9), "Late.")
    first, second, third = task("b", late, early), task("a", late), task("c")
    assert first.governs is early
    assert third.governs is None
    assert policies.in_order([third, second, first]) == [first, second, third]


@pytest.mark.parametrize(
    ("days", "said", "look"),
    [
        (-1, "Due since 22 November 2026", "red"),
        (0, "Due today, 23 November", "blue"),
        (9, "Due by 2 December", "blue"),
    ],
)
def test_a_row_says_by_when_why_and_whose_move_it_is(days, said, look):
    due = Due(DAY + timedelta(days=days), "The rule says so.")
    ((title, url, state, seen, hint),) = presenters.rows([task("a", due)], DAY)
    assert (title, url, state, seen) == ("a", "/", "Waiting for you", look)
    assert hint.startswith(said)
    assert "The rule says so. Because." in hint


def test_what_waits_for_others_says_for_whom():
    rows = presenters.rows(
        [task("a", ball=Ball.FIRM), task("b", ball=Ball.REGISTRY), task("c", state=State.BEGUN)], DAY
    )
    assert [row[2] for row in rows] == ["Waiting for your firm", "Waiting for the registry", "Begun, waiting for you"]


def test_a_key_is_taken_once():
    provider = Provider("tests.once", lambda who, at: [], lambda people, at: {})
    tasks.offer(provider)
    try:
        with pytest.raises(ValueError, match=r"tests\.once"):
            tasks.offer(Provider("tests.once", provider.mine, provider.theirs))
    finally:
        tasks.withdraw(provider)


# --- identity: when it is a task


@pytest.mark.parametrize(
    ("state", "known", "expected"),
    [
        ("", {}, (State.OPEN, Ball.ME)),
        ("", {"has_claim": True}, None),
        ("", {"acts_for_others": True}, None),
        (Proven.OFFERED, {"acts_for_others": True}, (State.BEGUN, Ball.ME)),
        (Proven.MATCHED, {}, (State.BEGUN, Ball.ME)),
        (Proven.FAILED, {}, (State.BEGUN, Ball.ME)),
        (Proven.FAILED, {"has_case": True}, (State.WAITING, Ball.REGISTRY)),
        (Proven.UNMATCHED, {"has_case": True}, (State.WAITING, Ball.REGISTRY)),
        (Proven.OFFERED, {"has_case": True}, (State.BEGUN, Ball.ME)),
        (Proven.REPLACED, {}, (State.OPEN, Ball.ME)),
        (Proven.VERIFIED, {}, None),
    ],
)
def test_a_proof_is_owed_until_it_is_there(state, known, expected):
    base = {"has_claim": False, "acts_for_others": False, "has_case": False}
    assert stage(state=state, **base | known) == expected


# --- one human being


@pytest.mark.django_db
def test_a_new_account_owes_a_proof_and_an_unconfirmed_address(at):
    user, by = account(at)
    assert keys(worklist.list_tasks(by, at)) == ["identity.prove"]
    unconfirmed(user, at)
    assert keys(worklist.list_tasks(by, at)) == ["accounts.confirm_addresses", "identity.prove"]


@pytest.mark.django_db
def test_who_is_on_the_record_owes_nothing_until_a_year_after_the_last_confirmation(at):
    _, by = account(at, person=world.person(7001, "Mae", "Quill"))
    assert worklist.list_tasks(by, at) == []
    (found,) = worklist.list_tasks(by, at + timedelta(days=366))
    assert (found.key, found.governs.on, found.ball, found.seen_at) == (
        "accounts.confirm_addresses",
        date(2027, 11, 23),
        Ball.ME,
        None,
    )
    accounts.confirm_again(user_id=by.user_id, by=by, at=at + timedelta(days=366))
    assert worklist.list_tasks(by, at + timedelta(days=366)) == []


@pytest.mark.django_db
def test_every_task_names_a_rule_and_a_page_that_is_there_and_no_personal_data(at):
    user, by = account(at)
    unconfirmed(user, at)
    for found in worklist.list_tasks(by, at):
        assert found.source in rulebook.on(DAY).rules
        assert "@" not in found.title + found.why + "".join(due.why for due in found.dues)
        assert resolve(found.action.url)


@pytest.mark.django_db
def test_a_hundred_addresses_are_one_task_at_the_same_queries(at):
    counts = set()
    user, by = account(at)
    for number in (1, 99):
        for each in range(number):
            unconfirmed(user, at, f"m{number}x{each}")
        with CaptureQueriesContext(connection) as asked:
            assert keys(worklist.list_tasks(by, at)) == ["accounts.confirm_addresses", "identity.prove"]
        counts.add(len(asked))
    # One that asks who has anything, and one for each of the three that may.
    assert counts == {4}


@pytest.mark.django_db
def test_a_domain_is_asked_only_where_its_condition_holds(at):
    _, by = account(at, person=world.person(7001, "Mae", "Quill"))
    mine = {"%(person)s = {person}", "%(user)s = {user}"}
    for condition in mine | {"%(person)s::bigint IS NULL", "%(user)s = 0"}:
        said = condition.format(person=by.person_id, user=by.user_id)
        provider = tasks.offer(Provider("tests.asked", lambda who, at: [task("a")], lambda people, at: {}, said))
        try:
            assert keys(worklist.list_tasks(by, at)) == (["a"] if condition in mine else [])
        finally:
            tasks.withdraw(provider)


# --- a whole firm


def member(firm):
    return Actor(Hat.FIRM, "account:0", 0, firm_id=firm.pk, entitlements=frozenset({"roster.view"}))


@pytest.mark.django_db
def test_a_firm_sees_what_its_people_owe_and_nobody_elses(at):
    alder, birch = world.firm(501, "Alder Securities LLC"), world.firm(502, "Birch Advisers LLC")
    owes, fine, left, elsewhere, proving = (world.person(crd, "Mae", "Quill") for crd in (7001, 7002, 7003, 7004, 7005))
    for person in (owes, fine, proving):
        world.associate(person, alder)
    world.associate(left, alder, ends_on=date(2024, 1, 1))
    world.associate(elsewhere, birch)
    for name, person in {"owes": owes, "left": left, "elsewhere": elsewhere, "fine": fine}.items():
        user, _ = account(at, name, person=person)
        if name != "fine":
            unconfirmed(user, at)
    begun, _ = account(at, "proving")
    unconfirmed(begun, at)  # not the firm's to know: the account is nobody's yet
    Proof.objects.create(
        id=uuid4(), user=begun, person=proving, state=Proven.MATCHED, started_at=at, moved_at=at, moved_by="tests"
    )
    found = {owed.crd: keys(owed.tasks) for owed in worklist.list_firm_tasks(member(alder), alder.pk, at)}
    assert found == {7001: ["accounts.confirm_addresses"], 7005: ["identity.prove"]}


@pytest.mark.django_db
def test_a_claim_that_ended_is_nobodys(at):
    alder, person = world.firm(501, "Alder Securities LLC"), world.person(7001, "Mae", "Quill")
    world.associate(person, alder)
    user, _ = account(at, person=person)
    unconfirmed(user, at)
    user.claims.update(ended_at=at, ended_by="tests")
    assert worklist.list_firm_tasks(member(alder), alder.pk, at) == []


@pytest.mark.django_db
def test_another_firm_and_a_member_without_the_entitlement_see_nothing(at):
    alder, birch = world.firm(501, "Alder Securities LLC"), world.firm(502, "Birch Advisers LLC")
    for viewer in (member(birch), Actor(Hat.FIRM, "account:0", 0, firm_id=alder.pk)):
        with pytest.raises(errors.NotFound):
            worklist.list_firm_tasks(viewer, alder.pk, at)


@pytest.mark.django_db
def test_a_firm_of_one_and_of_a_hundred_take_the_same_queries(at):
    counts = set()
    for size in (1, 100):
        firm = world.firm(500 + size, "Alder Securities LLC")
        for number in range(size):
            person = world.person(size * 1000 + number, "Mae", "Quill")
            world.associate(person, firm)
            user, _ = account(at, f"m{size}x{number}", person=person)
            unconfirmed(user, at)
        with CaptureQueriesContext(connection) as asked:
            assert len(worklist.list_firm_tasks(member(firm), firm.pk, at)) == size
        counts.add(len(asked))
    (count,) = counts
    # One for who is with the firm, and one for each provider that asks anything of a firm's people.
    assert count <= 1 + len(tasks.providers())
    assert User.objects.count() == 101


@pytest.mark.django_db
def test_the_whole_face_says_what_the_single_one_says(at):
    user, _ = account(at, person=world.person(7001, "Mae", "Quill"))
    unconfirmed(user, at)
    who = Who(user.pk, user.claims.get().person_id)
    for provider in tasks.providers():
        assert list(provider.theirs([who], at).get(who, ())) == list(provider.mine(who, at))
