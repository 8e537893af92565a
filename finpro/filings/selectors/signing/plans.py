"""What a draft needs to be signed: its document as it would be frozen, the blocks, and why it cannot be yet."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from finpro.access import selectors as access
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.filings.policies import checks
from finpro.filings.policies import signing as policies
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors.documents import document_of
from finpro.filings.selectors.known import known_of
from finpro.firms.selectors import settings_of
from finpro.kernel import errors
from finpro.kernel.clock import legal_date
from finpro.rulebook.forms import loader, reading
from finpro.rulebook.forms.schema import Block
from finpro.signatures.enums import Signer

_OPEN = frozenset({State.DRAFT, State.REP_EDITING, State.FIRM_REVIEW})


@dataclass(frozen=True, slots=True)
class Plan:
    """A draft as it would be signed now. `digest` is the SHA-256 of the canonical document in hex.

    `electronic`: the firm has turned electronic signatures on for this person; `account`: an account is bound to the
    person, so that he or she can sign here. `open_points` are the errors that keep it from being signed.
    """

    document: Mapping[str, Any]
    digest: str
    blocks: Sequence[Block]
    state: str
    electronic: bool
    account: bool
    open_points: Sequence[errors.Finding]

    @property
    def person_signs(self) -> bool:
        """Whether a signature of the person is needed."""
        return any(block.signer == Signer.PERSON for block in self.blocks)

    @property
    def on_paper(self) -> bool:
        """Whether the person signs on paper: nobody could sign here (rule SIG-05)."""
        return self.person_signs and not (self.electronic and self.account)

    @property
    def why_not_send(self) -> str:
        """Why it cannot be sent for signature; "" where it can."""
        if not self.person_signs:
            return "This form needs no signature of the person. A signatory of the firm signs it."
        if not self.electronic:
            return (
                "Your firm has not turned electronic signatures on for this person. Let the form be signed on paper, "
                "and enter what was signed."
            )
        if not self.account:
            return (
                "The person has no account here to sign with. Ask the person to open one, or let the form be signed on "
                "paper."
            )
        return self._not_yet()

    def why_not_sign(self, *, on_paper: bool) -> str:
        """Why a signatory cannot sign now; "" where it can be signed. `on_paper`: what the person signed is given."""
        if self.on_paper and not on_paper:
            return "Enter what the person signed on paper, with the scan, before you sign."
        if self.person_signs and not self.on_paper:
            return "The person signs first. Send the form for signature."
        return self._not_yet()

    def _not_yet(self) -> str:
        if self.state not in _OPEN:
            return "This form is not a draft, so it cannot be signed anew. Look at its state."
        if count := len(self.open_points):
            things = "One thing is" if count == 1 else f"{count} things are"
            return f"{things} missing or wrong in the form. Check it, mend what is listed, and send it again."
        return ""


def plan(filing: Filing, wish: Wish, at: datetime) -> Plan:
    """What the draft needs, as it stands at the instant."""
    on = legal_date(at)
    form = loader.get(filing.form, filing.version)
    document = policies.to_sign(form, document_of(filing, on))
    return Plan(
        document=document,
        digest=hashlib.sha256(reading.canonical(document)).hexdigest(),
        blocks=policies.needed(form, filing.type, filing.base, document, wish),
        state=filing.state,
        electronic=settings_of(filing.firm_id, on=on, audience=policies.audience(document)).e_signature,
        account=access.account_of(filing.person_id) is not None,
        open_points=open_points(filing, document, on),
    )


def open_points(filing: Filing, document: Mapping[str, Any], on: date) -> list[errors.Finding]:
    """Everything that keeps the document from being signed: every rule but those of the signatures themselves."""
    form = loader.get(filing.form, filing.version)
    found = checks.check(form, document, known_of(filing, document, on), on, phase="signature")
    return [finding for finding in found if finding.severity == "error"]


def subject_of(filing_id: int) -> str:
    """How a filing is named to packages that do not know filings."""
    return f"filing:{filing_id}"
