"""The mails of signing: to the person who is asked, and to whoever of the firm sent the form."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from finpro.access import selectors as access
from finpro.access.models import Membership
from finpro.accounts.notices import AccountNotice
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.kernel import clock
from finpro.kernel.actor import Actor
from finpro.notices import services as outbox
from finpro.notices.notices import register
from finpro.registry import selectors as registry
from finpro.signatures import selectors as envelopes
from finpro.signatures.enums import State as Signing
from finpro.ui import filters


class SigningNotice(AccountNotice):
    """A mail about one sending of a form for signature. `data` holds the keys of filing and envelope."""

    setting = "E-signature"
    states: frozenset[str]  # of the filing, in which what the mail says still matters
    signing: Signing  # the envelope's state that the mail speaks of

    def filing(self) -> Filing | None:
        """The filing now."""
        return Filing.objects.select_related("firm", "person").filter(pk=self.data["filing"]).first()

    def still_wanted(self) -> bool:
        """While the form is as the mail says."""
        filing = self.filing()
        if filing is None or filing.state not in self.states or not super().still_wanted():
            return False
        return envelopes.state_of(self.data["envelope"]) == self.signing

    def context(self) -> Mapping[str, Any]:
        """The greeting, the firm, and where the form is."""
        filing = self.filing()
        expires = envelopes.expiry_of(self.data["envelope"])
        until = filters.as_date(expires) if expires else ""
        if filing is None:
            return {**super().context(), "firm": "", "firm_crd": 0, "crd": 0, "filing": 0, "until": until}
        firm = registry.names_of_firms([filing.firm_id], clock.today())[filing.firm_id]
        own = {"firm": firm, "firm_crd": filing.firm.crd, "crd": filing.person.crd, "filing": filing.pk}
        return {**super().context(), **own, "until": until}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """A firm and a person of nobody's."""
        own = {"firm": "Alder Securities LLC", "firm_crd": 501, "crd": 7001, "filing": 12}
        return {**super().sample(), **own, "until": "7 December 2026"}


class PersonNotice(SigningNotice):
    """To the person, while the account is bound to the person whom the filing is about."""

    def still_wanted(self) -> bool:
        """While the reader is that person."""
        filing = self.filing()
        return super().still_wanted() and filing is not None and access.account_of(filing.person_id) == self.user_id


class FirmNotice(SigningNotice):
    """To whoever of the firm sent the form, while he or she acts for the firm."""

    def still_wanted(self) -> bool:
        """While the reader may see the firm's filings."""
        filing = self.filing()
        return super().still_wanted() and filing is not None and _acts(self.user_id, filing.firm_id)


_WAITING = frozenset({State.PENDING_REP_SIGNATURE})
_BACK = frozenset({State.DRAFT, State.REP_EDITING, State.FIRM_REVIEW})


@register
class SignatureRequested(PersonNotice):
    """A form waits for the signature."""

    tag = "filing:signature:requested"
    audience = "a firm sent you a form to sign"
    heading = "A Form U4 waits for your signature"
    states, signing = _WAITING, Signing.SENT


@register
class SignatureReminder(PersonNotice):
    """It still waits."""

    tag = "filing:signature:reminder"
    audience = "a firm sent you a form to sign and it is not signed yet"
    heading = "Your Form U4 still waits for your signature"
    when = "On the days of the reminder, until the form is signed, declined or taken back"
    states, signing = _WAITING, Signing.SENT


@register
class SignatureRecalled(PersonNotice):
    """Nothing is left to sign."""

    tag = "filing:signature:recalled"
    audience = "a firm had sent you a form to sign"
    heading = "There is nothing to sign for now"
    states, signing = _BACK, Signing.RECALLED


@register
class SignatureSuperseded(PersonNotice):
    """What was signed was changed afterwards."""

    tag = "filing:signature:superseded"
    audience = "you had signed a form that was changed afterwards"
    heading = "Your signature no longer counts, because the form was changed"
    states, signing = frozenset(State), Signing.SUPERSEDED


@register
class FormSigned(FirmNotice):
    """The person has signed."""

    tag = "filing:signature:signed"
    audience = "you sent a form for signature"
    heading = "The form that you sent was signed"
    states = frozenset({State.REP_SIGNED})
    signing = Signing.SENT


@register
class SignatureDeclined(FirmNotice):
    """The person does not sign."""

    tag = "filing:signature:declined"
    audience = "you sent a form for signature"
    heading = "The form that you sent was not signed"
    states, signing = _BACK, Signing.DECLINED


@register
class SignatureExpired(FirmNotice):
    """The time to sign is over."""

    tag = "filing:signature:expired"
    audience = "you sent a form for signature"
    heading = "The form that you sent was not signed in time"
    when = "The day after the last day to sign"
    states, signing = _BACK, Signing.EXPIRED


def tell_person(
    kind: type[PersonNotice], filing: Filing, envelope_id: int, *, by: Actor, at: datetime, number: int = 0
) -> None:
    """Queue a mail to the person's account; nothing where none is bound. `number` tells reminders apart."""
    user_id = access.account_of(filing.person_id)
    if user_id is not None:
        _queue(kind, filing, envelope_id, user_id, number, by, at)


def tell_sender(
    kind: type[FirmNotice], filing: Filing, view: envelopes.EnvelopeView, *, by: Actor, at: datetime
) -> None:
    """Queue a mail to the account that sent the form for signature."""
    kind_of_actor, _, key = view.sent_by.partition(":")
    if kind_of_actor == "account":
        _queue(kind, filing, view.id, int(key), 0, by, at)


def _queue(
    kind: type[SigningNotice], filing: Filing, envelope_id: int, user_id: int, number: int, by: Actor, at: datetime
) -> None:
    outbox.queue(
        kind=kind,
        cause=f"filing:{filing.pk}:envelope:{envelope_id}:{number}",
        recipient=kind.recipient_of(user_id),
        data={"filing": filing.pk, "envelope": envelope_id},
        by=by,
        at=at,
    )


def _acts(user_id: int, firm_id: int) -> bool:
    return Membership.objects.filter(user=user_id, firm=firm_id, ended_at=None).exists()
