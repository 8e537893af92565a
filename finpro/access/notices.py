"""The mails about who may act for a firm."""

from collections.abc import Mapping, Sequence
from typing import Any

from finpro.access.enums import Entitlement
from finpro.access.models import Invitation, Membership
from finpro.access.selectors.grants import firm_name
from finpro.access.selectors.invited import named
from finpro.accounts.notices import AccountNotice
from finpro.kernel import clock
from finpro.notices.notices import Notice, register


class MembershipNotice(AccountNotice):
    """A mail to somebody about what he or she may do for a firm; `data` holds the key of the membership."""

    def membership(self) -> Membership:
        """The membership as it stands now; its rows are never deleted."""
        found = Membership.objects.select_related("firm").annotate(firm_called=firm_name("firm_id"))
        return found.get(pk=self.data["membership"])

    def context(self) -> Mapping[str, Any]:
        """The firm, and what the reader may do for it now."""
        membership = self.membership()
        return {**super().context(), **_firm(membership), "entitlements": _words(membership.entitlements)}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """An invented firm."""
        return {**super().sample(), **_SAMPLE}


@register
class Changed(MembershipNotice):
    """An administrator changed what the reader may do. Says what is true when it is sent."""

    tag = "access:membership:changed"
    audience = "an administrator of the firm changed what you may do for it"
    heading = "What you may do for your firm has changed"

    def still_wanted(self) -> bool:
        """While the reader acts for the firm; afterwards another mail says that it is over."""
        return super().still_wanted() and self.membership().ended_at is None


@register
class Removed(MembershipNotice):
    """The reader acts for the firm no longer."""

    tag = "access:membership:ended"
    audience = "an administrator of the firm removed you from its users"
    heading = "You no longer act for a firm"


@register
class TookOver(MembershipNotice):
    """The reader is the firm's super account administrator from now on."""

    tag = "access:administrator:named"
    audience = "you were made the super account administrator of a firm"
    heading = "You are now your firm's super account administrator"


@register
class HandedOver(MembershipNotice):
    """The reader was the firm's super account administrator, and is no longer."""

    tag = "access:administrator:replaced"
    audience = "you were the super account administrator of a firm until now"
    heading = "Your firm has another super account administrator"


@register
class SuccessorInvited(MembershipNotice):
    """The registry invited somebody to follow the reader. Told at once, so that a wrong one can be stopped."""

    tag = "access:administrator:invited"
    audience = "you are the super account administrator of a firm"
    heading = "Somebody was invited to follow you as administrator"

    def still_wanted(self) -> bool:
        """While the invitation waits."""
        return super().still_wanted() and _open(self.data["invitation"]) is not None


@register
class InvitationSent(Notice):
    """To the address that was invited, whether an account has it or not; the words are the same.

    `recipient` is `invitation:<key>`. It carries no link and no secret: the invitation waits for whoever has confirmed
    the address.
    """

    tag = "access:invitation:sent"
    audience = "somebody at the firm entered your address"
    heading = "You are invited to act for a firm"

    def address(self) -> str | None:
        """The address while the invitation is open; it is forgotten afterwards."""
        invitation = self._invitation()
        return invitation.email if invitation else None

    def still_wanted(self) -> bool:
        """While it can be accepted."""
        invitation = self._invitation()
        return invitation is not None and invitation.expires_at > clock.now()

    def context(self) -> Mapping[str, Any]:
        """The firm, what the reader would be able to do, and until when it can be accepted."""
        invitation = self._invitation()
        if invitation is None:
            return self.sample()
        return {
            **_firm(invitation),
            "entitlements": _words(invitation.entitlements),
            "until": invitation.expires_at,
            "office": Entitlement.ADMIN in invitation.entitlements,
        }

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """An invented firm."""
        return {**_SAMPLE, "until": clock.now(), "office": False}

    def _invitation(self) -> Invitation | None:
        return _open(int(self.recipient.removeprefix("invitation:")))


_SAMPLE: dict[str, Any] = {
    "firm": "Alder Securities LLC",
    "crd": 501,
    "entitlements": [Entitlement.ROSTER_VIEW.label, Entitlement.U4_DRAFT.label],
}


def _open(invitation_id: int) -> Invitation | None:
    found = Invitation.objects.select_related("firm").annotate(firm_called=firm_name("firm_id"))
    return found.filter(pk=invitation_id, ended_at=None).first()


def _firm(row: Any) -> dict[str, Any]:
    return {"firm": row.firm_called or f"Firm CRD {row.firm.crd}", "crd": row.firm.crd}


def _words(held: Sequence[str]) -> list[str]:
    return [str(name.label) for name in named(list(held))]
