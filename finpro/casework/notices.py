"""The mails of casework. None says what a case is about, or names anybody but the reader: that stands on the site."""

from collections.abc import Mapping
from typing import Any

from finpro.accounts.notices import AccountNotice
from finpro.casework.enums import State, VouchOutcome
from finpro.casework.models import Case, Letter, VouchRequest
from finpro.kernel import clock
from finpro.notices.notices import register
from finpro.registry import selectors as registry
from finpro.registry.models import RegistrationRequest
from finpro.ui.filters import as_date


class CaseNotice(AccountNotice):
    """A mail about the reader's own case. `data` holds the case's number."""

    state: State

    def still_wanted(self) -> bool:
        """While the case is in the state that the mail speaks of."""
        return super().still_wanted() and Case.objects.filter(number=self.data["case"], state=self.state).exists()

    def context(self) -> Mapping[str, Any]:
        """The greeting, and the case's number."""
        return {**super().context(), "case": self.data["case"]}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """A case of nobody's."""
        return {**super().sample(), "case": "7KQ2M9XB"}


@register
class Asked(CaseNotice):
    """The registry needs something from the person."""

    tag = "case:case:asked"
    audience = "you have a support case that waits for you"
    heading = "The registry has a question about your support case"
    state = State.WAITING


@register
class Decided(CaseNotice):
    """The case is closed, one way or the other."""

    tag = "case:case:decided"
    audience = "you had a support case"
    heading = "Your support case was decided"
    state = State.CLOSED


class VouchNotice(AccountNotice):
    """A mail about a request to vouch. `data` holds its key."""

    outcome: VouchOutcome | str

    def request(self) -> VouchRequest | None:
        """The request now."""
        return VouchRequest.objects.select_related("firm", "proof__person").filter(pk=self.data["request"]).first()

    def still_wanted(self) -> bool:
        """While the request stands as the mail says."""
        request = self.request()
        return super().still_wanted() and request is not None and request.outcome == self.outcome

    def context(self) -> Mapping[str, Any]:
        """The greeting, the firm, and the CRD number of whoever asks: no name of anybody else."""
        request = self.request()
        if request is None or request.proof.person is None:
            return {**super().context(), "firm": "", "firm_crd": "", "crd": ""}
        firm = registry.names_of_firms([request.firm_id], clock.today())[request.firm_id]
        return {**super().context(), "firm": firm, "firm_crd": request.firm.crd, "crd": request.proof.person.crd}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """A firm and a person of nobody's."""
        return {**super().sample(), "firm": "Alder Securities LLC", "firm_crd": 501, "crd": 7001}


@register
class VouchAsked(VouchNotice):
    """To those of a firm who may vouch."""

    tag = "vouch:request:asked"
    audience = "you may vouch for the identity of your firm's people"
    heading = "Somebody asks your firm to vouch for who they are"
    outcome = ""


@register
class VouchedFor(VouchNotice):
    """To the person."""

    tag = "identity:proof:vouched"
    audience = "your firm was asked to vouch for you from this account"
    heading = "Your firm vouched for you"
    outcome = VouchOutcome.VOUCHED


@register
class VouchGiven(VouchNotice):
    """To those of the firm who may vouch, the one who did included, and to its administrators."""

    tag = "vouch:request:given"
    audience = "you may vouch for your firm's people, or administer its accounts"
    heading = "Your firm vouched for somebody"
    outcome = VouchOutcome.VOUCHED


@register
class VouchDeclined(VouchNotice):
    """To the person."""

    tag = "vouch:request:declined"
    audience = "your firm was asked to vouch for you from this account"
    heading = "Your firm did not vouch for you"
    outcome = VouchOutcome.DECLINED


class RequestNotice(AccountNotice):
    """A mail about a request for registration, to those of the firm who file and to the person. `data` holds its key.

    It names the firm's number and no more: what was asked for, and of whom, stands on the site.
    """

    def request(self) -> RegistrationRequest | None:
        """The request now."""
        return RegistrationRequest.objects.select_related("firm").filter(pk=self.data["request"]).first()

    def context(self) -> Mapping[str, Any]:
        """The greeting, and the CRD number of the firm that asked."""
        request = self.request()
        return {**super().context(), "firm_crd": request.firm.crd if request else ""}

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """A firm of nobody's."""
        return {**super().sample(), "firm_crd": 501}


@register
class RequestMoved(RequestNotice):
    """A request moved, by a decision or because something is missing."""

    tag = "work:request:decided"
    audience = "you file for a firm, or are registered through it"
    heading = "A request for registration has moved"

    def still_wanted(self) -> bool:
        """While it stands where the mail says."""
        request = self.request()
        return super().still_wanted() and request is not None and request.state == self.data["state"]


class LetterNotice(RequestNotice):
    """A mail about a letter of the registry. `data` holds the letter's number and the request's key."""

    def letter(self) -> Letter | None:
        """The letter now."""
        return Letter.objects.filter(number=self.data["letter"]).first()

    def context(self) -> Mapping[str, Any]:
        """The letter's number and by when it is answered."""
        letter = self.letter()
        return {
            **super().context(),
            "number": self.data["letter"],
            "answer_by": as_date(letter.answer_by) if letter else "",
        }

    @classmethod
    def sample(cls) -> Mapping[str, Any]:
        """A letter of nobody's."""
        return {**super().sample(), "number": "7KQ2M9XB", "answer_by": "31 December 2026"}


@register
class LetterSent(LetterNotice):
    """The registry wrote to the firm."""

    tag = "work:letter:sent"
    audience = "you file for a firm, or are registered through it"
    heading = "The registry wrote about a request for registration"

    def still_wanted(self) -> bool:
        """While it waits for an answer."""
        letter = self.letter()
        return super().still_wanted() and letter is not None and letter.closed_at is None


@register
class LetterAccepted(LetterNotice):
    """The answer is enough."""

    tag = "work:letter:closed"
    audience = "you file for a firm, or are registered through it"
    heading = "A letter of the registry is closed"
