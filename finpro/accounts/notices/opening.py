"""Mails to somebody who opens an account. There is no account yet: they go to the address that was typed.

The recipient is `opening:<uuid>`. Whether the address belongs to an account already is told by the mail alone, to whom
it belongs; the page is the same for everybody.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from finpro.accounts import policies
from finpro.accounts import selectors as accounts
from finpro.accounts.selectors import Opening
from finpro.kernel import clock, codes
from finpro.notices.notices import Notice, register


class OpeningNotice(Notice):
    """A mail about an opening, wanted while it lasts and its address is not confirmed."""

    audience = "somebody began to open an account with this address"

    @staticmethod
    def recipient_of(sign_up_id: UUID) -> str:
        """The recipient of mails about this opening."""
        return f"opening:{sign_up_id}"

    @property
    def sign_up_id(self) -> UUID:
        """The opening's key."""
        return UUID(self.recipient.removeprefix("opening:"))

    def opening(self) -> Opening | None:
        """The opening now; None once it has ended."""
        return accounts.opening(self.sign_up_id)

    def address(self) -> str | None:
        """The address that was typed."""
        found = self.opening()
        return found.email if found else None

    def still_wanted(self) -> bool:
        """While the address is to be confirmed."""
        found = self.opening()
        return found is not None and not found.confirmed

    def context(self) -> Mapping[str, Any]:
        """Nothing of what was typed: whoever began may not write to others by it."""
        return {}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """Nothing, as in `context`."""
        return {}


@register
class OpeningCode(OpeningNotice):
    """The code that shows that the mailbox is the person's own."""

    tag = "account:opening:code"
    heading = "Your code to open an account"

    def still_wanted(self) -> bool:
        """While the code can be typed."""
        return super().still_wanted() and self._digits() is not None

    def context(self) -> Mapping[str, Any]:
        """Adds the six digits, computed now."""
        return {**super().context(), "digits": self._digits() or ""}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """With digits that open nothing."""
        return {**super().sample(), "digits": "123456"}

    def _digits(self) -> str | None:
        return codes.digits(int(self.data["code"]), at=clock.now())


@register
class OpeningLink(OpeningNotice):
    """For who could not be checked to be a person: a link to go on with."""

    tag = "account:opening:link"
    heading = "Go on opening your account"

    def context(self) -> Mapping[str, Any]:
        """Adds the link, signed now; it works once, for an hour."""
        token = policies.link_token(self.sign_up_id, clock.now() + policies.LINK_LASTS)
        base = settings.FINPRO["base_url"]
        return {**super().context(), "link": f"{base}/open/link/{token}"}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """With a link that opens nothing."""
        return {**super().sample(), "link": "https://finpro.example/open/link/TOKEN"}


@register
class OpeningKnown(OpeningNotice):
    """To the owner of an account whose address somebody typed to open another."""

    tag = "account:opening:known"
    audience = "this address belongs to an account, and somebody began to open another one with it"
    heading = "You have an account already"
