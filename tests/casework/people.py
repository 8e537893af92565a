"""Accounts, proofs and cases for tests of casework."""

from finpro.access import services as access
from finpro.access.selectors import actor, list_grants
from finpro.accounts import services as accounts
from finpro.casework import services as casework
from finpro.casework.enums import Kind
from finpro.identity import services as identity
from finpro.identity.enums import Reason
from finpro.kernel.actor import Actor, Hat, system
from tests.registry import small_world as world

BY = system("tests")
REGISTRAR = ["cases.view", "cases.work", "identity.decide", "record.view"]
SUPPORT = ["cases.view", "cases.work"]


def account(name, at, *, phone=""):
    """An account's actor under no hat."""
    user = accounts.open_account(
        email=f"{name}@example.org", name=name.title(), password="x" * 20, phone=phone, by=BY, at=at
    )
    return Actor(Hat.ACCOUNT, f"account:{user.pk}", user.pk)


def staff(name, at, entitlements=REGISTRAR, **options):
    """Somebody of the registry."""
    who = account(name, at, **options)
    access.grant_staff_role(user_id=who.user_id, entitlements=entitlements, by=BY, at=at)
    return actor(who.user_id, list_grants(who.user_id), Hat.STAFF)


def member(name, firm, at, entitlements=("identity.vouch",), **options):
    """Somebody of a firm."""
    who = account(name, at, **options)
    access.grant_membership(user_id=who.user_id, firm_id=firm.pk, entitlements=entitlements, by=BY, at=at)
    return actor(who.user_id, list_grants(who.user_id), Hat.FIRM, firm.crd)


def proof(who, at, *, person=None, reasons=()):
    """A proof of the account: MATCHED with a person, else UNMATCHED."""
    wanted = reasons or (() if person else (Reason.NO_MATCH,))
    return identity.begin(user_id=who.user_id, person_id=person.pk if person else None, reasons=wanted, by=who, at=at)


def case(who, at, *, about=None, kind=Kind.IDENTITY_UNMATCHED):
    """A case of the account, about a new unmatched proof where none is given."""
    about = about or proof(who, at)
    return casework.open_case(
        kind=kind,
        subject=f"proof:{about.pk}",
        account_id=who.user_id,
        reasons=about.reasons,
        by=who,
        at=at,
    )


def mae():
    """A person on the record."""
    return world.person(7001, "Mae", "Quill")


def as_member(who, firm):
    """The account's actor for the firm."""
    return actor(who.user_id, list_grants(who.user_id), Hat.FIRM, firm.crd)


def as_staff(who):
    """The account's actor for the registry."""
    return actor(who.user_id, list_grants(who.user_id), Hat.STAFF)
