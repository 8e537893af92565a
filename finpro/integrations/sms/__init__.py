"""Text messages and calls behind one port: `adapter()` gives the provider that FINPRO_SMS names."""

from django.conf import settings
from django.utils.module_loading import import_string

from finpro.integrations.sms.port import Channel, Message, Receipt, Refused, Sms, Unavailable

__all__ = ["Channel", "Message", "Receipt", "Refused", "Sms", "Unavailable", "adapter"]


def adapter() -> Sms:
    """The provider that the settings name. Its client is loaded only here: one that is not used costs nothing."""
    made: Sms = import_string(f"finpro.integrations.sms.{settings.FINPRO['sms']}.configured")()
    return made
