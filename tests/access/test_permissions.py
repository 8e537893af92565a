"""Who may give, change and remove what: the right role, the wrong role, another firm, nobody."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.access import permissions, policies
from finpro.access.enums import FIRM_SIDE, Entitlement
from finpro.kernel import errors
from finpro.kernel.actor import ANONYMOUS, Actor, Hat

OWN, OTHER = 1, 2
ME, SOMEBODY = 7, 8
ADMIN, ACCOUNT_ADMIN = Entitlement.ADMIN.value, Entitlement.ACCOUNT_ADMIN.value
PLAIN = [name.value for name in FIRM_SIDE if name.value not in {ADMIN, ACCOUNT_ADMIN}]
SETS = st.frozensets(st.sampled_from([name.value for name in FIRM_SIDE]))
ACTORS = st.builds(
    lambda hat, held: Actor(hat, "account:7", ME, firm_id=OWN if hat is Hat.FIRM else None, entitlements=held),
    st.sampled_from(Hat),
    SETS,
)


def outcome(rule, *args):
    try:
        rule(*args)
    except errors.NotFound:
        return "not found"
    except errors.Forbidden:
        return "forbidden"
    return "allowed"


def administrator(*held):
    return Actor(Hat.FIRM, "account:7", ME, firm_id=OWN, entitlements=frozenset(held))


SUPER, AA, MEMBER = administrator(ADMIN, ACCOUNT_ADMIN), administrator(ACCOUNT_ADMIN), administrator("u4.submit")
ELSEWHERE = replace(SUPER, firm_id=OTHER)
STAFF = Actor(Hat.STAFF, "account:9", 9, entitlements=frozenset(Entitlement.values))

TABLE = [
    # rule and arguments: super, account administrator, member, the same of another firm, staff, nobody
    ("manage_users", (), "allowed allowed forbidden missing missing missing"),
    ("give", (["u4.draft"],), "allowed allowed forbidden missing missing missing"),
    ("give", ([ACCOUNT_ADMIN],), "allowed forbidden forbidden missing missing missing"),
    ("give", ([ADMIN],), "forbidden forbidden forbidden missing missing missing"),
    ("give", (["record.view"],), "forbidden forbidden forbidden missing missing missing"),
    ("change", (SOMEBODY, ["u4.draft"]), "allowed allowed forbidden missing missing missing"),
    ("change", (SOMEBODY, [ACCOUNT_ADMIN]), "allowed forbidden forbidden missing missing missing"),
    ("change", (SOMEBODY, [ADMIN]), "forbidden forbidden forbidden missing missing missing"),
    ("change", (ME, [ADMIN]), "allowed forbidden forbidden missing missing missing"),
    ("remove", (SOMEBODY, ["u4.draft"]), "allowed allowed forbidden missing missing missing"),
    ("remove", (SOMEBODY, [ACCOUNT_ADMIN]), "allowed forbidden forbidden missing missing missing"),
    ("remove", (ME, [ADMIN]), "forbidden forbidden forbidden missing missing missing"),
    ("administer", (), "allowed forbidden forbidden missing missing missing"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), TABLE)
def test_the_table(name, arguments, expected):
    rule = getattr(permissions, name)
    seen = [outcome(rule, actor, OWN, *arguments) for actor in (SUPER, AA, MEMBER, ELSEWHERE, STAFF, ANONYMOUS)]
    assert seen == [word.replace("missing", "not found") for word in expected.split()]


def test_only_the_registry_appoints():
    assert permissions.appoint.ok(STAFF)
    for actor in (SUPER, AA, MEMBER, ANONYMOUS, replace(STAFF, entitlements=frozenset({"record.view"}))):
        assert not permissions.appoint.ok(actor)


@given(ACTORS, SETS)
def test_nobody_gives_what_the_list_of_gifts_does_not_name(actor, wanted):
    allowed = outcome(permissions.give, actor, OWN, wanted) == "allowed"
    offered = {name.value for name in permissions.may_give(actor)}
    administers = actor.hat is Hat.FIRM and bool({ADMIN, ACCOUNT_ADMIN} & actor.entitlements)
    assert allowed == (administers and wanted <= offered)
    assert ADMIN not in offered
    assert ACCOUNT_ADMIN not in offered or ADMIN in actor.entitlements


@given(ACTORS, st.sampled_from([ME, SOMEBODY]), SETS)
def test_no_way_leads_above_oneself(actor, user_id, held):
    changes = outcome(permissions.change, actor, OWN, user_id, held) == "allowed"
    removes = outcome(permissions.remove, actor, OWN, user_id, held) == "allowed"
    assert not removes or changes
    assert not removes or user_id != ME
    assert not removes or ADMIN not in held
    if changes and ADMIN not in actor.entitlements:
        assert user_id != ME
        assert not {ADMIN, ACCOUNT_ADMIN} & held


@given(ACTORS, SETS, st.sampled_from([ME, SOMEBODY]))
def test_another_firms_users_are_not_there(actor, held, user_id):
    for rule, arguments in (
        (permissions.manage_users, ()),
        (permissions.give, (held,)),
        (permissions.change, (user_id, held)),
        (permissions.remove, (user_id, held)),
        (permissions.administer, ()),
    ):
        assert outcome(rule, actor, OTHER, *arguments) == "not found"


@given(SETS)
def test_what_is_complete_brings_all_it_needs_and_no_administrator_by_the_way(chosen):
    held = {name.value for name in policies.complete(chosen)}
    assert chosen <= held
    assert policies.complete(held) == policies.complete(chosen)
    assert all(policies.BRINGS[Entitlement(name)][0] in held for name in held if Entitlement(name) in policies.BRINGS)
    assert {name.value for name, _why in policies.added(chosen)} == held - chosen
    assert held & {ADMIN} == chosen & {ADMIN}
    assert ACCOUNT_ADMIN not in held or {ADMIN, ACCOUNT_ADMIN} & chosen
    assert not policies.added(held)


def test_every_entitlement_of_a_firm_says_what_it_means():
    assert {name for name in FIRM_SIDE if name is not Entitlement.ADMIN} == set(policies.HINTS)
    assert set(policies.BRINGS) == set(FIRM_SIDE) - {Entitlement.ROSTER_VIEW}
    assert all(why.endswith(".") for _name, why in policies.BRINGS.values())
