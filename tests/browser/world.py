"""Fills the database of the browser tests by the real journeys: an import, a small synthetic industry, accounts.

Run as a program in the environment of the site: `python -m tests.browser.world FOLDER`, the folder holding captures.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.sessions.models import Session  # noqa: E402
from django.db import transaction  # noqa: E402 - settings come first

from finpro.access import services as access  # noqa: E402
from finpro.access.enums import Entitlement  # noqa: E402
from finpro.accounts import services as accounts  # noqa: E402
from finpro.accounts.adapters import door  # noqa: E402
from finpro.accounts.models import User  # noqa: E402
from finpro.casework import services as casework  # noqa: E402
from finpro.casework.enums import Kind  # noqa: E402
from finpro.identity import services as identity  # noqa: E402
from finpro.identity.enums import Reason, State  # noqa: E402
from finpro.journeys import import_brokercheck, simulate  # noqa: E402
from finpro.journeys.simulation import parameters  # noqa: E402
from finpro.kernel import actor, clock  # noqa: E402
from finpro.registry.models import Association  # noqa: E402
from finpro.registry.selectors import world as record  # noqa: E402
from tests.browser import forms_to_sign, leavers, newcomers, personas, waiting_work  # noqa: E402

PLAN = simulate.Plan(people=200, seed=7, firms=4)
BY = actor.system("tests")


def main(folders: list[Path]) -> None:
    """Import, simulate, open the accounts. A second folder holds the masked real record, where there is one."""
    import_brokercheck.import_brokercheck([folders[0]])
    for folder in folders[1:]:
        import_brokercheck.import_brokercheck([folder])
    simulate.simulate(PLAN, cast=parameters.cast())
    newcomers.write(PLAN.seed)
    forms_to_sign.prepare()
    waiting_work.write()
    leavers.write()
    with transaction.atomic():
        for persona in personas.ALL:
            if persona is not personas.REAL_PERSON or len(folders) > 1:
                _open(persona)


def _open(persona: personas.Persona) -> None:
    at = clock.now()
    password = None if persona.google else personas.PASSWORD
    user = accounts.open_account(email=persona.email, name=persona.name, password=password, by=BY, at=at)
    if persona.google:
        accounts.link_google(user_id=user.pk, uid=persona.google, extra={}, by=BY, at=at)
    if persona.has_second_factor:
        TOTP.activate(user, personas.TOTP_SECRET)
    if persona.person:
        access.grant_claim(user_id=user.pk, person_id=record.person_id(persona.person), by=BY, at=at)
    for firm in persona.firms:
        names = [Entitlement(name) for name in persona.entitlements]
        access.grant_membership(user_id=user.pk, firm_id=record.firm_id(firm), entitlements=names, by=BY, at=at)
    if persona.lost or persona.unproven:
        _wait(persona, user.pk)
    if persona.signed_in_before:
        _sign_in_before(persona, user)
    if persona.staff:
        access.grant_staff_role(user_id=user.pk, entitlements=persona.entitlements, by=BY, at=at)


def _wait(persona: personas.Persona, user_id: int) -> None:
    """A proof of identity that did not go through online, and the case that opened by itself."""
    at, by = clock.now(), actor.Actor(actor.Hat.ACCOUNT, f"account:{user_id}", user_id)
    if persona.lost:
        proof = identity.begin(user_id=user_id, person_id=None, reasons=[Reason.NO_MATCH], by=by, at=at)
    else:
        proof = identity.begin(user_id=user_id, person_id=_free(persona.unproven), reasons=[], by=by, at=at)
        proof = identity.stop(proof_id=proof.pk, state=State.UNAVAILABLE, reasons=[Reason.BUREAU_THIN], by=by, at=at)
    case = casework.open_case(
        kind=Kind.IDENTITY_UNMATCHED if persona.lost else Kind.IDENTITY_UNAVAILABLE,
        subject=f"proof:{proof.pk}",
        account_id=user_id,
        reasons=proof.reasons,
        by=by,
        at=at,
    )
    identity.name_case(proof_id=proof.pk, number=case.number)


def _free(place: int) -> int:
    """Somebody of the simulated firm whose record is bound to no account."""
    found = Association.objects.filter(firm__crd=personas.SIMULATED_FIRM, ends_on=None, person__claims=None)
    person_id, crd = found.order_by("person__crd").values_list("person_id", "person__crd")[place - 1]
    # Who it is, for the stories: they cannot ask the database.
    (Path(os.environ["FINPRO_HOME"]) / f"unproven-{place}").write_text(record.given_name(crd), encoding="utf-8")
    return int(person_id)


def _sign_in_before(persona: personas.Persona, user: User) -> None:
    """A session like one that was opened a quarter of an hour ago and has been used ever since."""
    at = clock.now()
    later = at + timedelta(hours=4)
    kept = {
        "_auth_user_id": str(user.pk),
        "_auth_user_backend": door.BACKEND,
        "_auth_user_hash": user.get_session_auth_hash(),
        door.WAYS: dict.fromkeys(("password", "totp"), (at - timedelta(minutes=15)).isoformat()),
        door.SEEN: int(later.timestamp()),
        door.SINCE: int(later.timestamp()),
    }
    Session.objects.create(
        session_key=persona.signed_in_before, session_data=SessionStore().encode(kept), expire_date=later
    )


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
