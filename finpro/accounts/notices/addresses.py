"""Mails about an account's e-mail addresses, to the very address that they are about."""

from collections.abc import Mapping
from typing import Any

from finpro.accounts.models import EmailAddress, FormerAddress
from finpro.accounts.notices.base import AccountNotice
from finpro.kernel import clock, codes
from finpro.notices.notices import register


def recipient_of(address_id: int) -> str:
    """The recipient of a mail to one of an account's addresses."""
    return f"email:{address_id}"


def former(former_id: int) -> str:
    """The recipient of a mail to an address that has left its account."""
    return f"former:{former_id}"


class AddressNotice(AccountNotice):
    """A mail to one address of an account. `recipient` is `email:<id>`, or `former:<id>` once it has left."""

    def row(self) -> EmailAddress | FormerAddress | None:
        """The address now; None where it is gone."""
        kind, _, key = self.recipient.partition(":")
        table = FormerAddress if kind == "former" else EmailAddress
        found: EmailAddress | FormerAddress | None = table.objects.select_related("user").filter(pk=int(key)).first()
        return found

    def address(self) -> str | None:
        """The address while there is one."""
        row = self.row()
        return row.email if row else None

    def still_wanted(self) -> bool:
        """While the account is open."""
        row = self.row()
        return row is not None and row.user.is_active

    def context(self) -> Mapping[str, Any]:
        """`name` to greet with: empty where none is known."""
        row = self.row()
        return {"name": row.user.name if row else ""}


@register
class Code(AddressNotice):
    """The code that shows that the account's owner reads mail here. `data`: the key of the code's row.

    Nobody is greeted: whoever reads here has not been seen to be the account's owner yet.
    """

    tag = "account:email:code"
    audience = "this address was entered for an account"
    heading = "Your code to confirm this e-mail address"

    def still_wanted(self) -> bool:
        """As long as the code can be used."""
        return super().still_wanted() and self._digits() is not None

    def context(self) -> Mapping[str, Any]:
        """The digits, computed now."""
        return {"digits": self._digits() or "", "minutes": codes.LASTS.seconds // 60}

    def _digits(self) -> str | None:
        return codes.digits(self.data["code"], at=clock.now())

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """A code."""
        return {"digits": "204817", "minutes": 10}


@register
class SomebodyAdded(AddressNotice):
    """Somebody tried to put an address of this account on another one."""

    tag = "account:email:elsewhere"
    audience = "this address belongs to an account"
    heading = "Somebody entered your e-mail address"


@register
class PersonalChanged(AddressNotice):
    """To the old and the new personal address: mail about the account goes elsewhere from now on."""

    tag = "account:email:personal"
    audience = "this is, or was until now, the personal address of an account"
    heading = "The personal address of your account was changed"
