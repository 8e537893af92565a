"""The mails that this domain sends."""

from collections.abc import Mapping
from typing import Any

from finpro.accounts.notices.base import AccountNotice
from finpro.identity.enums import State
from finpro.identity.models import Proof
from finpro.kernel import clock
from finpro.notices.notices import register
from finpro.rulebook import lookup as rulebook


@register
class IdentityProven(AccountNotice):
    """After a proof went through, by whatever way: whoever it was, the account's owner learns of it."""

    tag = "identity:proof:verified"
    audience = "your account was bound to your record"
    heading = "Your identity was proven"

    def context(self) -> Mapping[str, Any]:
        """Adds the assurance level in words, as it stands now."""
        return {**super().context(), **_level(self._proof())}

    def still_wanted(self) -> bool:
        """While the account is open and the proof stands."""
        proof = self._proof()
        return super().still_wanted() and proof is not None and proof.state == State.VERIFIED

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """Somebody for whom a firm vouched."""
        return {**super().sample(), "level": "Vouched for by a firm", "meaning": "An entitled user said who it is."}

    def _proof(self) -> Proof | None:
        return Proof.objects.filter(pk=self.data["proof"], user_id=self.user_id).first()


def _level(proof: Proof | None) -> Mapping[str, str]:
    level = rulebook.on(clock.today()).assurance_levels.get(proof.level) if proof else None
    return {"level": level.label, "meaning": level.meaning} if level else {"level": "", "meaning": ""}
