"""What all mails about an account have in common: to whom they go, and when they are no longer wanted."""

from collections.abc import Mapping
from typing import Any

from finpro.accounts.models import User
from finpro.kernel import clock, codes
from finpro.notices.notices import Notice


class AccountNotice(Notice):
    """A mail about an account, to its personal address as it stands when the mail is sent.

    `recipient` is `account:<id>`, as `recipient_of` writes it. Wanted while the account is open. The greeting is by the
    account's name; a kind that says more adds to `context` and `sample`. What must not be stored (a code, an address)
    is looked up or computed in `context`, at the moment of sending.
    """

    @staticmethod
    def recipient_of(user_id: int) -> str:
        """The recipient of mails to this account."""
        return f"account:{user_id}"

    @property
    def user_id(self) -> int:
        """The account's key."""
        return int(self.recipient.removeprefix("account:"))

    def user(self) -> User | None:
        """The account now; None where there is none."""
        return User.objects.filter(pk=self.user_id).first()

    def address(self) -> str | None:
        """The personal address now; None once the account was removed."""
        user = self.user()
        return (user.email or None) if user else None

    def still_wanted(self) -> bool:
        """While the account is open."""
        user = self.user()
        return user is not None and user.is_active

    def context(self) -> Mapping[str, Any]:
        """`name` to greet with: empty where none is known."""
        user = self.user()
        return {"name": user.name if user else ""}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """Somebody who is greeted."""
        return {"name": "Rowan Alder"}


class CodeNotice(AccountNotice):
    """A mail with a code. `data` holds the key of the code's row; the digits are computed when the mail is sent."""

    def still_wanted(self) -> bool:
        """While the code can still be used."""
        return super().still_wanted() and codes.digits(self.data["code"], at=clock.now()) is not None

    def context(self) -> Mapping[str, Any]:
        """Who is greeted, and `digits`: empty where the code ran out while the mail was being written."""
        return {**super().context(), "digits": codes.digits(self.data["code"], at=clock.now()) or ""}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """Invented digits."""
        return {**super().sample(), "digits": "482913"}
