"""What a member of a firm may be given, what belongs together, and when the yearly certification is due.

Values and the rulebook only. Who may do it stands in `permissions`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from finpro.access.enums import FIRM_SIDE, Entitlement
from finpro.kernel import errors
from finpro.kernel.limits import Limit
from finpro.kernel.rules import Rule
from finpro.rulebook import lookup as rulebook

# What an entitlement brings with it, and why (rule EN-04). Followed until nothing is added.
BRINGS: dict[Entitlement, tuple[Entitlement, str]] = {
    Entitlement.U4_DRAFT: (Entitlement.ROSTER_VIEW, "A form is drafted for somebody on the list of people."),
    Entitlement.U4_SUBMIT: (Entitlement.U4_DRAFT, "Who files Form U4 corrects it first."),
    Entitlement.U5_DRAFT: (Entitlement.ROSTER_VIEW, "A form is drafted for somebody on the list of people."),
    Entitlement.U5_SUBMIT: (Entitlement.U5_DRAFT, "Who files Form U5 corrects it first."),
    Entitlement.SETTINGS_VIEW: (Entitlement.ROSTER_VIEW, "Settings are about the people on the list."),
    Entitlement.SETTINGS_EDIT: (Entitlement.SETTINGS_VIEW, "What is changed must be seen."),
    Entitlement.REPORTS: (Entitlement.ROSTER_VIEW, "Reports name the people on the list."),
    Entitlement.REPORTS_SAVE: (Entitlement.REPORTS, "A report is seen before it is saved."),
    Entitlement.SSN_VIEW: (Entitlement.ROSTER_VIEW, "A number is shown on somebody's page."),
    Entitlement.FEES_APPROVE: (Entitlement.ROSTER_VIEW, "Fees are approved for people on the list."),
    Entitlement.API_MANAGE: (Entitlement.ROSTER_VIEW, "Credentials open the list of people."),
    Entitlement.IDENTITY_VOUCH: (Entitlement.ROSTER_VIEW, "One vouches for somebody on the list of people."),
    Entitlement.ACCOUNT_ADMIN: (Entitlement.ROSTER_VIEW, "The firm's side begins with its people."),
    Entitlement.ADMIN: (Entitlement.ACCOUNT_ADMIN, "Who administers the firm administers its accounts."),
}

# What deserves a second look before it is given, and why.
SENSITIVE: dict[Entitlement, str] = {
    Entitlement.SSN_VIEW: "Shows whole Social Security numbers of the firm's people.",
    Entitlement.U4_SUBMIT: "Files Form U4 with regulators in the firm's name.",
    Entitlement.U5_SUBMIT: "Files Form U5, which ends registrations, in the firm's name.",
    Entitlement.ACCOUNT_ADMIN: "Decides what other users of the firm may do.",
    Entitlement.ADMIN: "Decides everything about the firm's users, and there is one only.",
}

# What the boxes of a form say below their label.
HINTS: dict[Entitlement, str] = {
    Entitlement.ROSTER_VIEW: "The list of people and their records, with the last four digits of the number.",
    Entitlement.U4_DRAFT: "Begin, change and delete drafts.",
    Entitlement.U4_SUBMIT: SENSITIVE[Entitlement.U4_SUBMIT],
    Entitlement.U5_DRAFT: "Begin, change and delete drafts.",
    Entitlement.U5_SUBMIT: SENSITIVE[Entitlement.U5_SUBMIT],
    Entitlement.SETTINGS_VIEW: "What the firm has chosen for its people.",
    Entitlement.SETTINGS_EDIT: "Choose for the firm's people.",
    Entitlement.REPORTS: "Lists and figures about the firm's people.",
    Entitlement.REPORTS_SAVE: "Keep a report for everybody at the firm.",
    Entitlement.SSN_VIEW: SENSITIVE[Entitlement.SSN_VIEW],
    Entitlement.FEES_APPROVE: "Let fees be taken from the firm's account.",
    Entitlement.API_MANAGE: "Let the firm's own programs in.",
    Entitlement.IDENTITY_VOUCH: "Say that somebody at the firm is who he or she claims to be.",
    Entitlement.ACCOUNT_ADMIN: "Invite, change and remove users, but not other administrators.",
}

# Mails of one invitation, so that nobody's mailbox is filled by somebody else's hand.
RESENDS = Limit("invitation", 3, timedelta(days=1))
# Invitations that a firm sends; a stolen session must not write to half the town.
INVITES = Limit("invitations-of-firm", 100, timedelta(days=1))


def complete(chosen: Iterable[str]) -> list[Entitlement]:
    """The entitlements chosen with all that they bring, in the order of FIRM_SIDE (rule EN-04)."""
    held = {Entitlement(name) for name in chosen}
    waiting = list(held)
    while waiting:
        brought = BRINGS.get(waiting.pop())
        if brought and brought[0] not in held:
            held.add(brought[0])
            waiting.append(brought[0])
    return [name for name in FIRM_SIDE if name in held]


def added(chosen: Collection[str]) -> list[tuple[Entitlement, str]]:
    """What `complete` adds to a choice: the entitlement, and the sentence why."""
    held = complete(chosen)
    return [
        (name, next(why for giver, (given, why) in BRINGS.items() if given is name and giver in held))
        for name in held
        if name.value not in chosen
    ]


def sensitive(entitlements: Iterable[str]) -> list[tuple[Entitlement, str]]:
    """Those that deserve a second look, and why."""
    held = set(entitlements)
    return [(name, why) for name, why in SENSITIVE.items() if name.value in held]


def _choose(entitlements: Collection[str]) -> None:
    """At least one, and none of the registry's own."""
    if not entitlements:
        raise errors.Refusal(
            "Choose at least one thing that the user may do. To take everything away, remove the user.", "EN-04"
        )
    if not set(entitlements) <= {name.value for name in FIRM_SIDE}:
        raise errors.Refusal("One of these entitlements is not a firm's to give. Nothing was changed.", "EN-04")


choose = Rule(_choose)


def _live(ended_at: datetime | None) -> None:
    """What has ended is not changed again."""
    if ended_at is not None:
        raise errors.Refusal(
            "This user no longer acts for the firm, so there is nothing to change. Look at the list of users.", "EN-06"
        )


live = Rule(_live)


class Standing(StrEnum):
    """How the year's certification of a firm stands."""

    NOT_NEEDED = "not needed"
    NOT_DUE = "not due"
    EARLY = "early"
    DUE = "due"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Window:
    """When the certification of a year may be opened and when it is due (rule EN-07). Legal dates."""

    opens_on: date
    due_on: date


def window(year: int) -> Window:
    """The window of a year, from the rulebook of that year."""
    constants = rulebook.on(date(year, 1, 1)).constants
    return Window(
        _day(year, str(constants["certification_opens"].value)), _day(year, str(constants["certification_due"].value))
    )


def standing(year: int, on: date, *, first_other_on: date | None, closed: bool) -> Standing:
    """How the year's certification stands on a date.

    `first_other_on`: since when somebody beside the super account administrator acts for the firm, None where nobody
    does. Who came after the due date is certified next year, so to a firm without others by then nothing is due.
    """
    frame = window(year)
    if closed:
        return Standing.DONE
    if first_other_on is None:
        return Standing.NOT_NEEDED
    if on < frame.opens_on:
        return Standing.EARLY
    if on <= frame.due_on:
        return Standing.DUE
    return Standing.OVERDUE if first_other_on <= frame.due_on else Standing.NOT_DUE


def _open_certification(year: int, on: date, others: int, unfinished: int | None) -> None:
    """Opened from the first day of the window on, where there are others to certify; `unfinished`: an earlier year's
    that is open still."""
    if unfinished is not None:
        raise errors.Refusal(
            f"The certification of {unfinished} is not closed yet. Decide about its users and close it first.", "EN-07"
        )
    if not others:
        raise errors.Refusal(
            "Nobody but you acts for the firm, so there is nobody to certify. Nothing is asked of you this year.",
            "EN-07",
        )
    opens = window(year).opens_on
    if on < opens:
        raise errors.Refusal(
            f"The certification of {year} opens on {opens.day} {opens:%B} {opens.year}. Nothing was changed.", "EN-07"
        )


open_certification = Rule(_open_certification)


def _close_certification(undecided: int, closed_at: datetime | None) -> None:
    """Closed once, and only when every user is decided."""
    if closed_at is not None:
        raise errors.Refusal("This certification is closed already. Its report stays as it was.", "EN-07")
    if undecided:
        users = "1 user is" if undecided == 1 else f"{undecided} users are"
        raise errors.Refusal(f"{users} not decided yet. Decide about everybody, then close.", "EN-07")


close_certification = Rule(_close_certification)


def _day(year: int, month_and_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_and_day}")
