"""Accounts, and people on the record whom they may prove to be."""

from datetime import date

from finpro.accounts import services as accounts
from finpro.kernel.actor import Actor, Hat, system
from tests.registry import small_world as world

BORN = date(1984, 5, 6)
SSN = "900123456"
PHONE = "+12025550003"
BY = system("tests")


def account(at, name="mae", *, phone=PHONE):
    """An account without a record, and its actor."""
    user = accounts.open_account(email=f"{name}@example.org", name=name, password=None, phone=phone, by=BY, at=at)
    return user, Actor(Hat.ACCOUNT, f"account:{user.pk}", user.pk)


def person(crd=7001, *, number=SSN, born=BORN):
    """Somebody on the record with a number and a date of birth."""
    row = world.person(crd, "Mae", "Quill", number=number)
    row.date_of_birth = born
    row.save()
    return row
