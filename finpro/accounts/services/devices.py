"""From which browsers and networks an account is signed in to."""

from datetime import datetime

from finpro.accounts.models import Device
from finpro.accounts.notices.safety import DeviceNew
from finpro.audit import services as audit
from finpro.kernel.actor import Actor
from finpro.kernel.http.clients import Agent
from finpro.notices import services as notices


def note_device(*, user_id: int, mark: str, agent: Agent, address: str, by: Actor, at: datetime) -> Device:
    """Remember where a session was opened from. One that is new to the account is an event, and its owner gets a mail;
    the very first is neither."""
    first = not Device.objects.filter(user_id=user_id).exists()
    device, fresh = Device.objects.get_or_create(
        user_id=user_id,
        mark=mark,
        defaults={
            "browser": agent.browser,
            "system": agent.system,
            "address": address,
            "first_at": at,
            "last_at": at,
        },
    )
    if not fresh:
        Device.objects.filter(pk=device.pk).update(last_at=at)
    elif not first:
        audit.record(tag="account:device:new", by=by, at=at, subject=f"account:{user_id}", data={"device": device.pk})
        notices.queue(
            kind=DeviceNew,
            cause=f"device:{device.pk}",
            recipient=DeviceNew.recipient_of(user_id),
            data={"device": device.pk},
            by=by,
            at=at,
        )
    return device
