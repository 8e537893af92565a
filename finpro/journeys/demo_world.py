"""The demo world of `make run`: a synthetic industry, records of the operator's choice, and an account per persona.

Made once. What opens the accounts is drawn for each installation (demo_secrets).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from finpro.access import selectors as access_grants
from finpro.access import services as access
from finpro.access.enums import STAFF_ROLES, Entitlement
from finpro.accounts import services as accounts
from finpro.accounts.adapters import demo
from finpro.accounts.policies.factors import DEMO_DOMAIN
from finpro.journeys import (
    choose_settings,
    demo_answers,
    demo_forms,
    demo_newcomers,
    demo_secrets,
    import_brokercheck,
    import_run,
    prove_identity,
    simulate,
)
from finpro.journeys.simulation import firms, parameters, people
from finpro.kernel import actor, clock, db
from finpro.kernel.actor import Actor, Hat
from finpro.registry.selectors import world as record
from finpro.ui import filters

KIND = "demo"
PLAN = simulate.Plan(people=3_000, seed=1990, firms=40)
DOMAIN = DEMO_DOMAIN
BY = actor.system("demo")
FIRM = 0  # number of the firm where the cast works; it signs electronically
AMENDED = 1  # number of the person about whom that firm has begun an amendment
PAPER_FIRM = 1  # and of one whose people sign on paper

FILER = (
    Entitlement.ROSTER_VIEW,
    Entitlement.U4_DRAFT,
    Entitlement.U4_SUBMIT,
    Entitlement.U5_DRAFT,
    Entitlement.U5_SUBMIT,
    Entitlement.SETTINGS_VIEW,
    Entitlement.REPORTS,
)
ADMINISTRATOR = (
    *FILER,
    Entitlement.SETTINGS_EDIT,
    Entitlement.REPORTS_SAVE,
    Entitlement.SSN_VIEW,
    Entitlement.FEES_APPROVE,
    Entitlement.API_MANAGE,
    Entitlement.ADMIN,
    Entitlement.ACCOUNT_ADMIN,
    Entitlement.IDENTITY_VOUCH,
)
STAFF = STAFF_ROLES["registrar"][1]


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to sign in as. `number` is that of a person of the world, None for the others; `firm` is the number of
    the firm for whom a member acts."""

    mailbox: str
    title: str
    hat: Hat
    number: int | None = None
    name: str = ""
    entitlements: tuple[Entitlement, ...] = ()
    firm: int = FIRM

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.mailbox}@{DOMAIN}"


PERSONAS = (
    Persona("individual", "An individual in the industry", Hat.PERSON, 0),
    Persona("overdue", "An individual whose education is overdue", Hat.PERSON, 1),
    Persona("former", "An individual who left the industry", Hat.PERSON, 2),
    Persona("newhire", "A new hire who fills in Form U4", Hat.PERSON, name=demo_answers.FILLS_IN.full_name),
    Persona("signer", "A new hire who is asked to sign Form U4", Hat.PERSON, name=demo_answers.SIGNS.full_name),
    Persona("applicant", "A new hire whose registration is undecided", Hat.PERSON, name=demo_answers.WAITS.full_name),
    Persona("filer", "A firm filer", Hat.FIRM, name="Fay Filer", entitlements=FILER),
    Persona("paper", "A filer of a firm that signs on paper", Hat.FIRM, None, "Pat Paper", FILER, PAPER_FIRM),
    Persona("administrator", "A firm administrator", Hat.FIRM, name="Ari Administrator", entitlements=ADMINISTRATOR),
    Persona("staff", "Registry staff", Hat.STAFF, name="Sam Staff", entitlements=STAFF),
)


def prepare(progress: simulate.Progress | None = None, say: Callable[[str], None] | None = None) -> None:
    """Make the demo world where it is not there yet; done again it changes nothing.

    The world of the first start stays, whatever day it is. Records of the folder in FINPRO_DEMO_RECORDS are imported as
    `finpro import brokercheck` would; the same files again change nothing. `say` is told what takes a while.
    """
    if not record.has_finished_run(KIND):
        if say:
            say(f"Drawing a demo world of {PLAN.people:,} fictitious people and {PLAN.firms} firms.")
        simulate.simulate(PLAN, kind=KIND, cast=parameters.cast(), progress=progress)
    _add_records(say)
    _open_accounts()
    firm = record.firm_id(firms.FIRST_CRD + FIRM)
    choose_settings.begin_demo(firm_id=firm, by=BY, at=clock.now(), on=clock.today())
    _begin_forms()


def sign_in_lines(address: str) -> list[str]:
    """The address; a line for each persona with what to sign in with; and whom to open an account as."""
    base, keys = address.rstrip("/"), demo_secrets.read()
    width = max(len(persona.title) for persona in PERSONAS)
    address_width = max(len(persona.email) for persona in PERSONAS)
    lines = [
        f"{persona.title:<{width}}  {persona.email:<{address_width}}  {keys[persona.email].password}"
        for persona in PERSONAS
        if persona.email in keys
    ]
    return [
        f"Ready: {address}",
        f"Sign in with one click at {base}/dev/sign-in (development sign-in page), or at {base}/sign-in as",
        *lines,
        "Members of a firm and of the registry are asked for a code too; the page shows it.",
        *_newcomer_lines(),
        f"Mails, texts and calls are not sent but shown at {base}/dev/outbox",
    ]


def newcomers() -> list[demo_newcomers.Newcomer]:
    """People of the demo world to open an account as."""
    return demo_newcomers.list_newcomers(PLAN.seed)


def _newcomer_lines() -> list[str]:
    found = newcomers()
    if not found:
        return []
    width = max(len(one.title) for one in found)
    lines = []
    for one in found:
        number = f"SSN {one.ssn[:3]}-{one.ssn[3:5]}-{one.ssn[5:]}" if one.ssn else f"CRD {one.crd}"
        lines.append(f"{one.title:<{width}}  {one.name}, born {filters.as_date(one.born_on)}, {number}")
    return ["Open an account as (all numbers are fictitious)", *lines]


def _add_records(say: Callable[[str], None] | None) -> None:
    """Import the operator's folder, unless a run with the same files is done."""
    folder = str(settings.FINPRO["demo_records"])
    if not folder:
        return
    paths = [Path(folder)]
    import_run.existing(paths)
    if record.has_finished_run(import_brokercheck.KIND, import_run.fingerprint(paths, {"captured_on": None})):
        return
    if say:
        say("Adding the records of FINPRO_DEMO_RECORDS.")
    import_brokercheck.import_brokercheck(paths)


def _open_accounts() -> None:
    keys = demo_secrets.read()
    missing = [persona.email for persona in PERSONAS if persona.email not in keys]
    if missing:
        keys |= {email: demo_secrets.draw() for email in missing}
        demo_secrets.keep(keys)
    with transaction.atomic():
        db.advisory_lock("demo world: accounts")
        accounts_of = {persona: demo.account_of(persona.email) for persona in PERSONAS}
        for persona, user_id in accounts_of.items():
            # All are opened together: one that is gone has another address by now, and stays as it is.
            if user_id or persona.email in missing or not any(accounts_of.values()):
                _open(persona, user_id, keys[persona.email], fresh=persona.email in missing)


def _open(persona: Persona, user_id: int | None, keys: demo_secrets.Keys, *, fresh: bool) -> None:
    at = clock.now()
    if user_id is None:
        name = persona.name
        if persona.number is not None:
            name = record.given_name(people.FIRST_CRD + persona.number)
        user_id = accounts.open_account(email=persona.email, name=name, password=keys.password, by=BY, at=at).pk
    elif fresh:
        # The file of secrets was lost with FINPRO_HOME while the database stayed.
        accounts.choose_password(user_id=user_id, password=keys.password, keep="", by=BY, at=at)
    # Members of a firm and of the registry must have a second factor.
    if persona.hat is not Hat.PERSON and (fresh or not demo.has_app(user_id=user_id)):
        demo.give_app(user_id=user_id, secret=keys.app)
    if not access_grants.list_grants(user_id):
        _grant(persona, user_id, BY, at)


def _begin_forms() -> None:
    """Who has another address by now has seen the demonstration: it goes without new forms."""
    ids = {persona.mailbox: demo.account_of(persona.email) for persona in PERSONAS}
    filer, on_paper, staff = ids["filer"], ids["paper"], ids["staff"]
    fills_in, signs, waits = ids["newhire"], ids["signer"], ids["applicant"]
    if filer and on_paper and staff and fills_in and signs and waits:
        demo_forms.begin(
            demo_forms.Cast(
                filer=filer,
                on_paper=on_paper,
                staff=staff,
                fills_in=fills_in,
                signs=signs,
                waits=waits,
                firm=firms.FIRST_CRD + FIRM,
                paper_firm=firms.FIRST_CRD + PAPER_FIRM,
                amended=people.FIRST_CRD + AMENDED,
            )
        )


def _grant(persona: Persona, user_id: int, by: Actor, at: datetime) -> None:
    names = [item.value for item in persona.entitlements]
    if persona.hat is Hat.PERSON:
        if persona.number is None:
            return  # bound to the record by whoever hires (demo_forms)
        person = record.person_id(people.FIRST_CRD + persona.number)
        prove_identity.give(user_id=user_id, person_id=person, by=by, at=at)
    elif persona.hat is Hat.FIRM:
        firm = record.firm_id(firms.FIRST_CRD + persona.firm)
        access.grant_membership(user_id=user_id, firm_id=firm, entitlements=names, by=by, at=at)
    else:
        access.grant_staff_role(user_id=user_id, entitlements=names, by=by, at=at)
