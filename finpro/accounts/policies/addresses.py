"""E-mail addresses: what can be one, when one is to be confirmed again, and what may be done with each."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from finpro.accounts.policies.text import has_hidden
from finpro.kernel import days, errors
from finpro.kernel.rules import Rule
from finpro.kernel.tasks import Due
from finpro.rulebook import lookup as rulebook

LONGEST = 254
# How many addresses an account may have, those not confirmed yet included.
MOST = 10

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"({_LABEL}\.)+[A-Za-z][A-Za-z0-9-]{{0,61}}[A-Za-z0-9]")


class Standing(StrEnum):
    """How an address stands."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is judged about one address, as legal dates."""

    added_on: date
    confirmed_on: date | None
    bounced_on: date | None
    personal: bool = False


def address(typed: str) -> str:
    """An address as it is kept. Raises Invalid with what to type instead.

    Only plain letters and signs: one that looks like another's, in a script of lookalikes, is none.
    """
    kept = unicodedata.normalize("NFC", typed).strip(" ")
    if not kept:
        raise errors.Invalid("Enter an e-mail address")
    if has_hidden(kept) or not kept.isascii():
        raise errors.Invalid("An e-mail address can have plain letters, digits and signs only. Type it in")
    local, at, domain = kept.rpartition("@")
    fits = len(kept) <= LONGEST and len(local) <= 64 and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)
    if not at or not fits:
        raise errors.Invalid("Enter an e-mail address in the correct format, like name@example.com")
    return f"{local}@{domain.lower()}"


def domain(email: str) -> str:
    """The part after the at sign, in small letters."""
    return email.rpartition("@")[2].lower()


def masked(email: str) -> str:
    """An address by which its owner is recognised, and to which nobody can write: `r•••@example.org`."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••@{domain}" if name else ""


def standing(facts: Facts) -> Standing:
    """A mail that came back says most: it puts a confirmed address in doubt, and a new one was mistyped."""
    if facts.bounced_on:
        return Standing.BOUNCED
    return Standing.CONFIRMED if facts.confirmed_on else Standing.UNCONFIRMED


def confirm_by(facts: Facts, on: date) -> Due | None:
    """By when the address is to be confirmed (again), rule PRF-01; None while nothing is asked.

    Never confirmed: since it was added. Mail came back: since then. Else a number of months after the last time, which
    is the rulebook's on the day of that confirmation, and asked for from the day after.
    """
    if facts.confirmed_on is None:
        return Due(facts.added_on, "An address was added and never confirmed.")
    if facts.bounced_on:
        return Due(facts.bounced_on, "A mail to a confirmed address came back.")
    months = rulebook.on(facts.confirmed_on).number("confirm_email_again_months")
    until = days.months_after(facts.confirmed_on, months)
    return Due(until, f"An address was last confirmed more than {months} months ago.") if on > until else None


def dues(held: Iterable[Facts], on: date) -> tuple[Due, ...]:
    """By when something is to be confirmed, of all the addresses of an account, the earliest first."""
    each = [due for facts in held if (due := confirm_by(facts, on))]
    return tuple(sorted(each, key=lambda due: (due.on, due.why)))


def _remove_address(*, personal: bool) -> None:
    if personal:
        raise errors.Refusal(
            "Mail about your account goes to this address, so it cannot be removed. Make another address the personal "
            "one first.",
            "ACC-08",
        )


def _make_personal(*, facts: Facts) -> None:
    if facts.personal:
        raise errors.Refusal("This is the personal address already.", "ACC-08")
    if standing(facts) is not Standing.CONFIRMED:
        raise errors.Refusal("Confirm this address first: mail about your account goes to it from then on.", "ACC-08")


def _add_address(*, count: int) -> None:
    if count >= MOST:
        raise errors.Refusal(f"An account can have {MOST} e-mail addresses. Remove one that you do not use.", "PRF-04")


remove_address, make_personal, add_address = Rule(_remove_address), Rule(_make_personal), Rule(_add_address)


def of_the_firm(email: str, firms: Iterable[str], public: Collection[str]) -> bool:
    """Whether the address is one of a firm's (rule ACC-09): `firms` are addresses of people who act for the firm.

    Mail services that anybody can use (`public`) say nothing about a firm.
    """
    own = domain(email)
    return own not in public and own in {domain(other) for other in firms}
