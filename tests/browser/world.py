"""Fills the database of the browser tests by the real journeys: an import, a small synthetic industry, accounts.

Run as a program in the environment of the site: `python -m tests.browser.world FOLDER`, the folder holding captures.
"""

import sys
from pathlib import Path

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.db import transaction  # noqa: E402 - settings come first

from finpro.access import services as access  # noqa: E402
from finpro.access.enums import Entitlement  # noqa: E402
from finpro.accounts import services as accounts  # noqa: E402
from finpro.journeys import import_brokercheck, simulate  # noqa: E402
from finpro.journeys.simulation import parameters  # noqa: E402
from finpro.kernel import actor, clock  # noqa: E402
from finpro.registry.selectors import world as record  # noqa: E402
from tests.browser import personas  # noqa: E402

PLAN = simulate.Plan(people=200, seed=7, firms=4)
BY = actor.system("tests")


def main(folders: list[Path]) -> None:
    """Import, simulate, open the accounts. A second folder holds the masked real record, where there is one."""
    import_brokercheck.import_brokercheck([folders[0]])
    for folder in folders[1:]:
        import_brokercheck.import_brokercheck([folder])
    simulate.simulate(PLAN, cast=parameters.cast())
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
    if persona.staff:
        access.grant_staff_role(user_id=user.pk, entitlements=persona.entitlements, by=BY, at=at)


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
