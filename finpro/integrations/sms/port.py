"""Text messages and telephone calls: what every provider of them must do for us.

Both adapters pass tests/integrations/sms. To add a provider: write a module beside this one with a class that has
`send` and a function `configured()` that makes it from settings.FINPRO, name the module in finpro.config.env as a
choice of FINPRO_SMS, and run the contract tests against a stub of the provider.
"""

from dataclasses import dataclass, field
from typing import Literal, Protocol

Channel = Literal["text", "call"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `to` is an E.164 number (`+12025550142`); `body` is plain text, at most 300 characters.

    On the channel "call" the body is read out, each run of four or more digits one by one, and all of it twice.
    `key` names the message: the same key is the same message, sent again because nobody knows whether it arrived.
    Number and body stay out of the repr, so that they reach no log.
    """

    to: str = field(repr=False)
    channel: Channel
    body: str = field(repr=False)
    key: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider has taken the message. `id` is the provider's name for it; `repeated`: it had it already."""

    id: str
    repeated: bool = False


class Unavailable(Exception):
    """The provider cannot be reached or cannot work now; nothing is known about the message. Try again later.

    `reason` is a code without personal data, such as "TIMEOUT", "HTTP_503" or the provider's own number.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Refused(Exception):
    """The number cannot be reached on this channel, and trying again will not help. `reason` as in Unavailable."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Sms(Protocol):
    """A provider of text messages and calls."""

    def send(self, message: Message) -> Receipt:
        """Hand the message over. Returns when the provider has taken it, which is not yet its arrival.

        Raises Unavailable (try later) or Refused (this number cannot be reached). A provider that knows no keys may
        deliver a repeated message twice; what people are sent must bear that.
        """
        ...
