"""Who signs in. All use one password; the world has an account for each."""

from dataclasses import dataclass

from tests.browser import captures, leavers_keys, waiting_keys

PASSWORD = "correct-horse-battery-9"
# The authenticator app of everybody who acts for a firm or the registry.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

SIMULATED_PERSON = 20_000_001  # cast by the demo world: two sides, a name changed, a disclosure, education overdue
SIMULATED_LEFT = 20_000_003
SIMULATED_FIRM = 900_001
REAL = 7_744_590  # the masked record with the most state registrations, present where ../shared is


@dataclass(frozen=True)
class Persona:
    """An account: on which record, for which firms, or for the registry.

    `lost`: whose number was not found on the record, so that a case waits. `unproven`: which of the simulated firm's
    free people was found (1 is the first; `site.record_name` says who), so that a case waits and the firm can vouch.
    `signed_in_before`: the cookie of a session that was opened too long ago to count as fresh.
    """

    key: str
    name: str
    person: int = 0
    firms: tuple[int, ...] = ()
    entitlements: tuple[str, ...] = ()
    staff: bool = False
    prepared: bool = True
    google: str = ""  # signs in by this person of the stand-in for Google, without a password
    lost: bool = False
    unproven: int = 0
    signed_in_before: str = ""

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in asks for a code of an authenticator app. Who is not `prepared` sets it up in a test."""
        return self.prepared and (bool(self.firms) or self.staff)

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.key}@people.example"


INDIVIDUAL = Persona("individual", "Odette Merriweather", person=captures.ACTIVE)
LEFT = Persona("left", "Perpetua Lindqvist", person=captures.LEFT)
RICH = Persona("rich", "Kirsten Saavedra", person=SIMULATED_PERSON)
FILER = Persona("filer", "Fay Filer", firms=(captures.FIRM,), entitlements=("roster.view",))
ADMINISTRATOR = Persona(
    "administrator", "Ari Admin", firms=(SIMULATED_FIRM, captures.FIRM), entitlements=("roster.view", "ssn.view")
)
STAFF = Persona(
    "staff",
    "Sam Staff",
    staff=True,
    entitlements=("record.search", "record.view", "imports.view", "ssn.view", "firms.appoint"),
)
NOBODY = Persona("nobody", "Noa Nobody")
# Each changes the ways into the account, so each belongs to one story.
KEYS = Persona("keys", "Kay Keys")
LOST = Persona("lost", "Lou Lost")
REPLAY = Persona("replay", "Ray Replay")
APP = Persona("app", "Ada App", firms=(captures.FIRM,), entitlements=("roster.view",), prepared=False)
KEEPER = Persona("keeper", "Kim Keeper")
KEEPER_TOO = Persona("keeper-too", "Kai Keeper")
LOCKED = Persona("locked", "Lea Locked")
FORGETFUL = Persona("forgetful", "Flo Forgetful")
IDLE = Persona("idle", "Ines Idle")
LATE = Persona("late", "Levi Late")
LINKS = Persona("links", "Lin Links")
GOOGLER = Persona("googler", "Gil Googler", google="gil")
# A firm whose users are invited, changed, certified and removed.
EVERYTHING_OF_A_FIRM = (
    "roster.view",
    "u4.draft",
    "u4.submit",
    "u5.draft",
    "u5.submit",
    "settings.view",
    "settings.edit",
    "reports.finpro",
    "reports.save",
    "ssn.view",
    "fees.approve",
    "api.manage",
    "firm.admin",
    "firm.account_admin",
)
SUPER = Persona("super", "Sue Super", firms=(captures.OTHER_FIRM,), entitlements=EVERYTHING_OF_A_FIRM)
MATE = Persona("mate", "Max Mate", firms=(captures.OTHER_FIRM,), entitlements=("roster.view", "u4.draft", "u4.submit"))
GUEST = Persona("guest", "Gus Guest")
# A form that a firm begins about somebody of another firm, and both fill in.
DRAFTER = Persona("drafter", "Dora Drafter", firms=(captures.FIRM,), entitlements=("roster.view", "u4.draft"))
DRAFTER_TOO = Persona("drafter-too", "Dag Drafter", firms=(captures.FIRM,), entitlements=("roster.view", "u4.draft"))
HIRED = Persona("hired", "Hiram Quillfeather", person=captures.HIRED)
# Forms that are complete, to be signed and filed.
_SIGNATORY = ("roster.view", "u4.draft", "u4.submit")
SIGNATORY = Persona("signatory", "Theo Signatory", firms=(captures.SIGNING_FIRM,), entitlements=_SIGNATORY)
SIGNER = Persona("signer", "Marisol Averill", person=captures.SIGNER)
PLAIN_SIGNATORY = Persona("plain-firm", "Petra Plain", firms=(captures.SIGNING_FIRM,), entitlements=_SIGNATORY)
PLAIN_SIGNER = Persona("plain", "Marisol Averill", person=captures.PLAIN_SIGNER)
PAPER_SIGNATORY = Persona("paper", "Pia Paper", firms=(captures.PAPER_FIRM,), entitlements=_SIGNATORY)

# Who left a firm: one moves, one has not.
MOVES = Persona("moves", "Milo Hartwell", person=leavers_keys.MOVES)
CONFIRMS = Persona("confirms", "Corin Ashdown", person=leavers_keys.CONFIRMS)

_REGISTRAR = (
    "record.view",
    "cases.view",
    "cases.work",
    "identity.decide",
    "staff.admin",
    "registrations.view",
    "registrations.decide",
    "disclosure.review",
)
# From new hire to amendment, at a firm whose people are nobody else's business.
HIRING_FIRM = 900_002
HIRER = Persona("hirer", "Hope Hirer", firms=(HIRING_FIRM,), entitlements=("roster.view", "u4.draft", "u4.submit"))
NEW_HIRE = Persona("new-hire", "Nadia Newell")
DECIDER = Persona("decider", "Dean Decider", staff=True, entitlements=_REGISTRAR)
REAL_PERSON = Persona("real", "Real Record", person=REAL)

_VOUCHER = {"firms": (SIMULATED_FIRM,), "entitlements": ("roster.view", "identity.vouch")}
REGISTRAR = Persona("registrar", "Rae Registrar", staff=True, entitlements=_REGISTRAR)
REFUSER = Persona("refuser", "Ruth Refuser", staff=True, entitlements=_REGISTRAR)
FIRST = Persona("first", "Fern First", staff=True, entitlements=_REGISTRAR)
SECOND = Persona("second", "Sol Second", staff=True, entitlements=_REGISTRAR)
WATCHER = Persona("watcher", "Wim Watcher", staff=True, entitlements=_REGISTRAR)
STEWARD = Persona("steward", "Stu Steward", staff=True, entitlements=_REGISTRAR)
CLERK = Persona("clerk", "Cleo Clerk", staff=True, entitlements=("record.view",))
APPLICANT = Persona("applicant", "Avery Applicant", lost=True)
TURNED_DOWN = Persona("turned-down", "Tove Turned", lost=True)
BETWEEN = Persona("between", "Bea Between", lost=True)
SHOWN = Persona("shown", "Shay Shown", lost=True)
VOUCHED = Persona("vouched", "Val Vouched", unproven=1)
DOUBTED = Persona("doubted", "Dee Doubted", unproven=2)
ONESELF = Persona("oneself", "Ona Oneself", unproven=3, **_VOUCHER)
ASKING = Persona("asking", "Asa Asking", unproven=4)
VOUCHER = Persona("voucher", "Vic Voucher", signed_in_before="v" * 32, **_VOUCHER)
DOUBTER = Persona("doubter", "Dot Doubter", **_VOUCHER)
LOOKER = Persona("looker", "Lee Looker", **_VOUCHER)
CASES = (
    *(REGISTRAR, REFUSER, FIRST, SECOND, WATCHER, STEWARD, CLERK, APPLICANT, TURNED_DOWN, BETWEEN, SHOWN),
    *(VOUCHED, DOUBTED, ONESELF, ASKING, VOUCHER, DOUBTER, LOOKER),
)

# What the record has waiting: staff who work it off, the firm that answers, the person who reads along.
DESK = Persona("desk", "Dina Desk", staff=True, entitlements=_REGISTRAR)
DESK_TOO = Persona("desk-too", "Dov Desk", staff=True, entitlements=_REGISTRAR)
# A code of an app is good once: whoever signs in anew in one test is nobody else's in the same half minute.
DESK_BESIDE = Persona("desk-beside", "Dora Desk", staff=True, entitlements=_REGISTRAR)
ANSWERING = Persona(
    "answering", "Ana Answering", firms=(waiting_keys.FIRM,), entitlements=("roster.view", "u4.draft", "u4.submit")
)
ASKED_FOR = Persona("asked-for", "Ida Marlow", person=waiting_keys.ASKED)
WORK = (DESK, DESK_TOO, DESK_BESIDE, ANSWERING, ASKED_FOR)

ALL = (
    INDIVIDUAL,
    LEFT,
    RICH,
    FILER,
    ADMINISTRATOR,
    STAFF,
    NOBODY,
    MOVES,
    CONFIRMS,
    KEYS,
    LOST,
    REPLAY,
    APP,
    SUPER,
    MATE,
    GUEST,
    KEEPER,
    KEEPER_TOO,
    LOCKED,
    FORGETFUL,
    IDLE,
    LATE,
    LINKS,
    GOOGLER,
    *CASES,
    *WORK,
    DRAFTER,
    DRAFTER_TOO,
    HIRED,
    SIGNATORY,
    SIGNER,
    PLAIN_SIGNATORY,
    PLAIN_SIGNER,
    PAPER_SIGNATORY,
    HIRER,
    NEW_HIRE,
    DECIDER,
    REAL_PERSON,
)
