"""Binds a persona's account to somebody on the record, where proving who one is belongs to another story.

Run as a program in the environment of the site: `python -m tests.browser.claim ADDRESS CRD`.
"""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402 - settings come first

from finpro.access import services as access  # noqa: E402
from finpro.accounts.adapters import demo  # noqa: E402
from finpro.kernel import actor, clock  # noqa: E402
from finpro.registry.selectors import world as record  # noqa: E402


def main(address: str, crd: str) -> None:
    """Grant the claim."""
    user_id = demo.account_of(address)
    assert user_id is not None, address
    with transaction.atomic():
        access.grant_claim(
            user_id=user_id, person_id=record.person_id(int(crd)), by=actor.system("tests"), at=clock.now()
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
