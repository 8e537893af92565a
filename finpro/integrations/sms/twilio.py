"""Twilio: texts as Messages, calls as Calls whose words travel with the request (TwiML), so nothing is hosted here.

The official client is used as it is; only its base address can be set, for tests. Twilio knows no idempotency key for
either: a request whose answer was lost and that is sent again reaches the person twice.
"""

import logging
import re

import requests
from django.conf import settings
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.twiml.voice_response import VoiceResponse

from finpro.integrations.sms.port import Message, Receipt, Refused, Unavailable

TIMEOUT = 10.0  # seconds to connect, and to wait for each part of the answer
# Twilio's numbers for "this telephone number will not do": twilio.com/docs/api/errors.
REFUSALS = {
    13224,  # call: number is invalid
    21211,  # "To" is not a valid number
    21214,  # "To" cannot be reached
    21215,  # calls to that country are not permitted
    21217,  # "To" does not look valid
    21265,  # "To" cannot be a short code
    21408,  # texts to that region are not permitted
    21610,  # the person has replied STOP
    21612,  # no route from this sender to "To"
    21614,  # "To" is not a mobile number
    21635,  # "To" is a landline
}
GONE = {"failed", "undelivered", "canceled"}
_DIGITS = re.compile(r"\d{4,}")
# Its requests are logged at INFO by name of account; ours to say what happened.
_quiet = logging.getLogger("finpro.integrations.sms.twilio.client")
_quiet.setLevel(logging.WARNING)


class Twilio:
    """Sends through one Twilio account from one number. `url` replaces https://api.twilio.com where it is given."""

    def __init__(self, *, account: str, token: str, sender: str, url: str = "", timeout: float = TIMEOUT) -> None:
        self.sender = sender
        self.client = Client(account, token, http_client=TwilioHttpClient(timeout=timeout, logger=_quiet))
        if url:
            self.client.api.base_url = url

    def send(self, message: Message) -> Receipt:
        """As the port says. What Twilio found wrong with the number is Refused, everything else Unavailable."""
        try:
            if message.channel == "call":
                sent = self.client.calls.create(to=message.to, from_=self.sender, twiml=spoken(message.body))
            else:
                sent = self.client.messages.create(to=message.to, from_=self.sender, body=message.body)
        # Their messages quote the number: neither is chained, only its code is kept.
        except TwilioRestException as error:
            if error.code in REFUSALS:
                raise Refused(f"TWILIO_{error.code}") from None
            raise Unavailable(
                f"TWILIO_{error.code}" if error.code != error.status else f"HTTP_{error.status}"
            ) from None
        except requests.Timeout:
            raise Unavailable("TIMEOUT") from None
        except (requests.RequestException, TwilioException):
            raise Unavailable("UNREACHABLE") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unavailable("MALFORMED_ANSWER") from None
        if not sent.sid:
            raise Unavailable("MALFORMED_ANSWER")
        if sent.status in GONE:
            raise Refused(f"TWILIO_{str(sent.status).upper()}")
        return Receipt(sent.sid)


def spoken(body: str) -> str:
    """TwiML that reads the body twice, with a second between; digits of a code one by one, a stop after each."""
    words = _DIGITS.sub(lambda run: ". ".join(run.group()), body)
    response = VoiceResponse()
    response.pause(length=1)
    response.say(words)
    response.pause(length=1)
    response.say(words)
    return str(response)


def configured() -> Twilio:
    """The account that the settings name."""
    given = settings.FINPRO
    return Twilio(
        account=given["twilio_account"],
        token=given["twilio_token"],
        sender=given["twilio_from"],
        url=given["twilio_url"],
    )
