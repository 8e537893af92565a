"""Sending passcodes, and clearing away what ran out."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.db import transaction

from finpro.identity import selectors as identity
from finpro.identity import services as identity_services
from finpro.identity.services.passcodes import SEND
from finpro.integrations import sms
from finpro.kernel import actor, clock, jobs

BY = actor.system("identity")


@jobs.job(name=SEND, lock="proof:{proof_id}")
def send_passcode(*, code_id: int, proof_id: str, channel: str) -> None:
    """Send the digits of a code to the number that the bureau confirmed, while they can be of use.

    A provider that is away is tried again for as long as the code lasts. One that cannot reach the number ends the
    code, so that its owner sees that none is on its way. Sent twice it is the same message, by its key.
    """
    at = clock.now()
    going = identity.passcode_to_send(UUID(proof_id), code_id, at=at)
    if going is None:
        return
    to, digits = going
    brand = settings.FINPRO["brand"]
    body = f"Your {brand} code is {digits}. It ends in 10 minutes. Nobody from {brand} will ever ask you for it."
    try:
        sms.adapter().send(sms.Message(to, cast("sms.Channel", channel), body, f"identity-{code_id}"))
    except sms.Refused:
        with transaction.atomic():
            identity_services.unreachable(proof_id=UUID(proof_id), channel=channel, by=BY, at=at)


@jobs.periodic(name="identity.sweep", cron="*/5 * * * *")
def sweep() -> None:
    """Delete questions that nobody answered in time. Harmless to repeat."""
    with transaction.atomic():
        identity_services.sweep(at=clock.now())
