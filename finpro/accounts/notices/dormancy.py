"""Mails to who has not signed in for long (rule LV-08)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from finpro.accounts.notices.base import AccountNotice
from finpro.kernel import clock
from finpro.notices.notices import register


@register
class DormancyWarned(AccountNotice):
    """The account is removed soon, or (`days` 0) tomorrow: the last mail to an address that is deleted with it.

    `data` holds `used_on`, `removed_on` (ISO dates) and `days`. Not sent to who has signed in meanwhile.
    """

    tag = "account:dormancy:warned"
    audience = "your account has not been used for almost three years"
    heading = "Your account will be removed if you do not sign in"
    when = "Several times before an account that is not used is removed, the last time on the day before"

    def still_wanted(self) -> bool:
        """While nobody has signed in since."""
        user = self.user()
        if user is None or not user.is_active:
            return False
        return clock.legal_date(user.last_access_at or user.created_at) <= date.fromisoformat(self.data["used_on"])

    def context(self) -> Mapping[str, Any]:
        """The days, as dates, and whether this is the `last` mail."""
        told = {name: date.fromisoformat(self.data[name]) for name in ("used_on", "removed_on")}
        return {**super().context(), **told, "last": self.data["days"] == 0}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """Invented days."""
        told = {"used_on": date(2023, 11, 22), "removed_on": date(2026, 11, 23), "last": False}
        return {**super().sample(), **told}
