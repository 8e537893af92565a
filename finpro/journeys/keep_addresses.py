"""Somebody keeps the e-mail addresses of the own account in order: add, confirm, make personal, remove."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from finpro.accounts import policies
from finpro.accounts import selectors as accounts_read
from finpro.accounts import services as accounts
from finpro.accounts.policies import Standing
from finpro.accounts.selectors import AddressLine
from finpro.accounts.services.addresses import PURPOSE, subject_of
from finpro.journeys import advise_address
from finpro.kernel import clock, codes
from finpro.kernel.actor import Actor
from finpro.kernel.codes import Answer
from finpro.kernel.http.clients import place
from finpro.kernel.http.tries import count_tries


@dataclass(frozen=True, slots=True)
class Shown:
    """One address on its page. `tries_left` of the code that was sent, 0 where none waits; `firms`: it looks like an
    address of the firm (rule ACC-09)."""

    address: AddressLine
    tries_left: int
    firms: bool


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """The task to confirm addresses: those for which a click is enough, and those that need a code."""

    click: Sequence[AddressLine]
    code: Sequence[AddressLine]
    due: bool


def look(*, address_id: int, by: Actor, at: datetime) -> Shown:
    """One address of the account. Raises NotFound."""
    user_id, today = _own(by), clock.legal_date(at)
    line = accounts_read.get_address_line(user_id, address_id, today)
    left = codes.tries_left(purpose=PURPOSE, subject=subject_of(address_id), at=at)
    return Shown(line, left, advise_address.looks_like_the_firms(user_id=user_id, email=line.email, on=today))


def to_confirm(*, by: Actor, at: datetime) -> ToConfirm:
    """What the task asks for today."""
    lines = accounts_read.list_addresses(_own(by), clock.legal_date(at))
    click = [line for line in lines if line.standing is Standing.CONFIRMED]
    return ToConfirm(click, [line for line in lines if line not in click], any(line.due for line in lines))


def add(*, email: str, replaces: int | None = None, where: str, by: Actor, at: datetime) -> int:
    """Put an address on the account and send it a code; the key of the address. `where` is the client's IP address.

    Raises as `accounts.add_address`, and TooMany where codes were asked for too often. Nobody learns whether the
    address has an account elsewhere.
    """
    with transaction.atomic():
        # Refused or not there: that is said before a try is counted.
        address = accounts.add_address(user_id=_own(by), email=email, replaces=replaces, by=by, at=at)
        _count(email, where, at)
    return int(address.pk)


def send_code(*, address_id: int, where: str, by: Actor, at: datetime) -> None:
    """Send an address of the account another code. Raises NotFound, and TooMany as `add`."""
    address = accounts_read.get_address(_own(by), address_id)
    _count(address.email, where, at)
    with transaction.atomic():
        accounts.send_code(user_id=_own(by), address_id=address_id, by=by, at=at)


def confirm(*, address_id: int, typed: str, by: Actor, at: datetime) -> Answer:
    """Whether the code is right; the address is confirmed then. Raises NotFound, Refusal as `confirm_address`."""
    user_id = _own(by)
    accounts_read.get_address(user_id, address_id)
    answer = codes.check(purpose=PURPOSE, subject=subject_of(address_id), typed=typed, at=at)
    with transaction.atomic():
        if answer is Answer.RIGHT:
            accounts.confirm_address(user_id=user_id, address_id=address_id, by=by, at=at)
        else:
            accounts.refuse_code(user_id=user_id, address_id=address_id, by=by, at=at)
    return answer


def confirm_again(*, by: Actor, at: datetime) -> int:
    """The confirmed addresses are still right: how many. The caller has seen to it that who says so is fresh."""
    with transaction.atomic():
        return accounts.confirm_again(user_id=_own(by), by=by, at=at)


def make_personal(*, address_id: int, by: Actor, at: datetime) -> None:
    """Mail about the account goes there from now on. Raises as `accounts.make_personal`."""
    with transaction.atomic():
        accounts.make_personal(user_id=_own(by), address_id=address_id, by=by, at=at)


def remove(*, address_id: int, by: Actor, at: datetime) -> None:
    """Take an address off the account. Raises as `accounts.remove_address`."""
    with transaction.atomic():
        accounts.remove_address(user_id=_own(by), address_id=address_id, by=by, at=at)


def _count(email: str, where: str, at: datetime) -> None:
    """Raises TooMany; what has to wait is not counted."""
    count_tries((policies.CODES_SENT, email), (policies.CODES_FROM, place(where)), at=at)


def _own(by: Actor) -> int:
    return by.user_id or 0
