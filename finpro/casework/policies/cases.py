"""Support cases: who counts as one human, which reasons fit, how age reads."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from finpro.casework.enums import Kind, Outcome
from finpro.kernel.clock import legal_date
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.schema import CaseReason

# Which group of reasons a kind of case is decided by, in words of the rulebook.
ABOUT: dict[Kind, str] = {
    Kind.IDENTITY_UNMATCHED: "identity",
    Kind.IDENTITY_UNAVAILABLE: "identity",
    Kind.IDENTITY_FAILED: "identity",
    Kind.ACCOUNT_RECOVERY: "recovery",
}
VOUCHING = "vouching"
IDENTITY = "identity"

# The steps by which a queue is narrowed to what waits long.
AGES: dict[str, tuple[str, timedelta]] = {
    "day": ("More than a day", timedelta(days=1)),
    "three": ("More than three days", timedelta(days=3)),
    "week": ("More than a week", timedelta(days=7)),
    "month": ("More than 30 days", timedelta(days=30)),
}


@dataclass(frozen=True, slots=True)
class Human:
    """What tells that two accounts may belong to one human. `addresses` are e-mail addresses in lower case."""

    user_id: int
    person_id: int | None
    addresses: frozenset[str]
    phone: str


def same_human(one: Human, other: Human) -> bool:
    """Whether nothing keeps the two apart: same account, same person, an address or the telephone in common.

    Nobody decides about, or vouches for, himself; one sign in common is enough to ask somebody else.
    """
    return (
        one.user_id == other.user_id
        or (one.person_id is not None and one.person_id == other.person_id)
        or bool(one.addresses & other.addresses)
        or bool(one.phone and one.phone == other.phone)
    )


def reasons_for(about: str, at: datetime) -> list[CaseReason]:
    """The reasons by which something of this group is decided on the legal date of `at`; granted ones first."""
    found = [reason for reason in rulebook.on(legal_date(at)).case_reasons.values() if reason.about == about]
    return sorted(found, key=lambda reason: (reason.outcome != "granted", reason.label))


def fits(code: str, about: str, outcome: Outcome, at: datetime) -> bool:
    """Whether the reason is one of the group, and one of this outcome."""
    wanted = outcome.value.lower()
    return any(reason.code == code and reason.outcome == wanted for reason in reasons_for(about, at))


def age(since: datetime, at: datetime) -> str:
    """How long something has waited: "less than a minute", "40 minutes", "5 hours", "3 days"."""
    minutes = max(0, int((at - since).total_seconds() // 60))
    for size, word in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if count := minutes // size:
            return f"{count} {word}{'' if count == 1 else 's'}"
    return "less than a minute"
