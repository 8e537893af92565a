"""What happens to a filing's signatures: sent, signed, declined, recalled, expired, and voided by an edit.

A filing's document is frozen here, and nowhere else: `content` and `digest` are those of the envelope that is signed.
Events of signing are the envelope's (`signature:…`), under the filing's subject.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from finpro.filings import notices, permissions
from finpro.filings.enums import EDITABLE, State
from finpro.filings.models import Filing
from finpro.filings.policies import signing as policies
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors import signing as selectors
from finpro.filings.services import moves
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.clock import legal_date
from finpro.rulebook.forms import loader, reading
from finpro.signatures import selectors as envelopes
from finpro.signatures import services as signatures
from finpro.signatures.enums import Signer
from finpro.signatures.models import Envelope
from finpro.signatures.policies import Asked, Shown, expires_on

# From these a filing is frozen: answers can be written, and nothing is signed yet.
_UNSIGNED = (State.DRAFT, State.REP_EDITING, State.FIRM_REVIEW)


@dataclass(frozen=True, slots=True)
class Paper:
    """What the person signed on paper: name and date on it, and the key of the stored scan."""

    name: str
    signed_on: date
    scan: UUID


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody types to sign here. `note` and `scan` are a signatory's own statement and its evidence."""

    name: str
    consent: bool
    note: str = ""
    scan: UUID | None = None


def send(*, filing_id: int, wish: Wish, by: Actor, at: datetime) -> Filing:
    """Send a draft for the person's electronic signature; it can be changed by nobody meanwhile. The person is told.

    Raises NotFound for another firm's filing, Refusal where something is still missing in it, where the person signs
    nothing or nobody could, or where the firm has not turned electronic signatures on. Sent already, nothing happens.
    """
    filing = moves.lock(filing_id)
    permissions.send(by, filing.firm_id)
    if filing.state == State.PENDING_REP_SIGNATURE:
        return filing
    plan = selectors.plan(filing, wish, at)
    if why := plan.why_not_send:
        raise errors.Refusal(why, "SIG-02")
    envelope = _freeze(filing, plan, by, at, expires=expires_on(legal_date(at)))
    _to(filing, State.PENDING_REP_SIGNATURE, by, at)
    notices.tell_person(notices.SignatureRequested, filing, envelope.pk, by=by, at=at)
    return filing


def sign_as_person(*, filing_id: int, envelope_id: int, given: Given, shown: Shown, by: Actor, at: datetime) -> Filing:
    """The person signs what was sent: every block of his or hers in one act. The form goes back to the firm at once.

    `envelope_id` is the one that was shown. Raises as signatures.services.sign.
    """
    filing = moves.lock(filing_id)
    permissions.see_signing(by, filing.firm_id, filing.person_id, filing.state)
    view = envelopes.get_envelope(by, envelope_id)
    _same(filing, view.subject)
    signatures.sign(
        envelope_id=envelope_id,
        keys=[block.key for block in view.of(Signer.PERSON)],
        name=given.name,
        prefilled=policies.full_name(filing.content or {}),
        consent=given.consent,
        shown=shown,
        by=by,
        at=at,
    )
    if filing.state == State.PENDING_REP_SIGNATURE:
        moves.move(filing=filing, to=State.REP_SIGNED, by=by, at=at)
        notices.tell_sender(notices.FormSigned, filing, view, by=by, at=at)
    return filing


def decline(*, filing_id: int, envelope_id: int, reason: str, by: Actor, at: datetime) -> Filing:
    """The person does not sign and says why; the firm is told, and the form is its draft again. Raises as
    signatures.services.decline."""
    filing = moves.lock(filing_id)
    permissions.see_signing(by, filing.firm_id, filing.person_id, filing.state)
    view = envelopes.get_envelope(by, envelope_id)
    _same(filing, view.subject)
    signatures.decline(envelope_id=envelope_id, reason=reason, by=by, at=at)
    if filing.state == State.PENDING_REP_SIGNATURE:
        _thaw(filing)
        moves.move(filing=filing, to=State.FIRM_REVIEW, by=by, at=at)
        notices.tell_sender(notices.SignatureDeclined, filing, view, by=by, at=at)
    return filing


def recall(*, filing_id: int, reason: str, by: Actor, at: datetime) -> Filing:
    """The firm stops the signing before the person has signed: the form can be changed again, by the person too where
    it was open to him or her. The person is told. Not out for signature (any more), nothing happens.

    Raises NotFound for another firm's filing, Refusal once the person has signed and for a form that is ready or filed.
    """
    filing = moves.lock(filing_id)
    permissions.send(by, filing.firm_id)
    view = envelopes.live_envelope(by, _subject(filing))
    if filing.state != State.PENDING_REP_SIGNATURE or view is None:
        if filing.state == State.REP_SIGNED:
            raise errors.Refusal("The person has signed already. Editing the form voids the signature.", "SIG-04")
        if filing.state not in EDITABLE:
            raise errors.Refusal("This form is not out for signature any more, so it cannot be taken back.", "SIG-04")
        return filing
    signatures.recall(envelope_id=view.id, reason=reason, by=by, at=at)
    _thaw(filing)
    moves.move(filing=filing, to=State.REP_EDITING if filing.access != "NONE" else State.DRAFT, by=by, at=at)
    notices.tell_person(notices.SignatureRecalled, filing, view.id, by=by, at=at)
    return filing


def expire(*, filing_id: int, by: Actor, at: datetime) -> bool:
    """End what the person has not signed in time; whether it was ended. The firm is told."""
    filing = moves.lock(filing_id)
    view = envelopes.live_envelope(by, _subject(filing))
    if filing.state != State.PENDING_REP_SIGNATURE or view is None:
        return False
    if signatures.expire(envelope_id=view.id, by=by, at=at) is None:
        return False
    _thaw(filing)
    moves.move(filing=filing, to=State.FIRM_REVIEW, by=by, at=at)
    notices.tell_sender(notices.SignatureExpired, filing, view, by=by, at=at)
    return True


def remind(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Remind the person of a form that waits for the signature; at most once a day, whoever asks.

    Raises NotFound for another firm's filing, Refusal where nothing waits.
    """
    filing = moves.lock(filing_id)
    if by.hat is not Hat.SYSTEM:
        permissions.send(by, filing.firm_id)
    view = envelopes.live_envelope(by, _subject(filing))
    if filing.state != State.PENDING_REP_SIGNATURE or view is None:
        raise errors.Refusal("This form does not wait for the person’s signature. Nobody was reminded.", "SIG-02")
    if selectors.reminded_on(view.subject, legal_date(at)):
        return filing
    row = signatures.remind(envelope_id=view.id, by=by, at=at)
    notices.tell_person(notices.SignatureReminder, filing, view.id, by=by, at=at, number=row.reminders)
    return filing


def sign_for_firm(
    *, filing_id: int, wish: Wish, paper: Paper | None, given: Given, shown: Shown, by: Actor, at: datetime
) -> Filing:
    """An appropriate signatory signs: the form is ready to file.

    What the person signed here goes before; else the draft is frozen now, together with what was signed on `paper`
    where the person's signature is needed. Ready already, nothing happens. Raises NotFound for another firm's filing,
    Forbidden without the entitlement, Refusal where something is missing or the person has to sign first.
    """
    filing = moves.lock(filing_id)
    permissions.sign_for_firm(by, filing.firm_id)
    if filing.state == State.READY_TO_SUBMIT:
        return filing
    if filing.state in _UNSIGNED:
        plan = selectors.plan(filing, wish, at)
        if why := plan.why_not_sign(on_paper=paper is not None):
            raise errors.Refusal(why, "SIG-06")
        envelope_id = _freeze(filing, plan, by, at, expires=None).pk
    else:
        live = envelopes.live_envelope(by, _subject(filing))
        if filing.state != State.REP_SIGNED or live is None:
            raise errors.Refusal(
                "The firm cannot sign this form now. Nothing was changed. Look at its state.", "SIG-06"
            )
        envelope_id = live.id
    view = envelopes.get_envelope(by, envelope_id)
    theirs = [block.key for block in view.of(Signer.PERSON) if block.signature is None]
    if theirs and paper is not None:
        signatures.enter_paper(
            envelope_id=envelope_id,
            keys=theirs,
            name=paper.name,
            signed_on=paper.signed_on,
            scan=paper.scan,
            by=by,
            at=at,
        )
    signatures.sign(
        envelope_id=envelope_id,
        keys=[block.key for block in view.of(Signer.SIGNATORY)],
        name=given.name,
        prefilled="",
        consent=given.consent,
        shown=shown,
        note=given.note,
        scan=given.scan,
        by=by,
        at=at,
    )
    _to(filing, State.READY_TO_SUBMIT, by, at)
    return filing


def supersede(*, filing: Filing, pointers: Sequence[str], by: Actor, at: datetime) -> Filing:
    """An edit at `pointers` voids what was signed: the locked filing is a draft again (rule SIG-04).

    A person who had signed is told that the signature no longer counts.
    """
    # In this order: what was filed keeps its content as long as it is filed or rejected.
    moves.move(filing=filing, to=State.DRAFT, by=by, at=at, reason=", ".join(pointers[:5]))
    void(filing=filing, pointers=pointers, by=by, at=at)
    return filing


def void(*, filing: Filing, pointers: Sequence[str], by: Actor, at: datetime) -> None:
    """Void the signatures of a locked filing without moving it: because of a change, or because it has come to its
    end. Nothing happens where nothing was signed."""
    row = signatures.supersede(subject=_subject(filing), pointers=pointers, by=by, at=at)
    if row is not None:
        _thaw(filing)
        if row.blocks.filter(signer=Signer.PERSON, signature__method="ELECTRONIC").exists():
            notices.tell_person(notices.SignatureSuperseded, filing, row.pk, by=by, at=at)


def _freeze(filing: Filing, plan: selectors.Plan, by: Actor, at: datetime, *, expires: date | None) -> Envelope:
    content = reading.canonical(plan.document).decode()
    form = loader.get(filing.form, filing.version)
    envelope = signatures.freeze(
        subject=_subject(filing),
        content=content,
        digest=plan.digest,
        version=f"{filing.form}/{filing.version}",
        person_id=filing.person_id,
        firm_id=filing.firm_id,
        blocks=[
            Asked(
                block.key,
                block.title,
                Signer(block.signer),
                block.order,
                block.statement.strip(),
                f"{form.form}/{form.text_version}/{block.key}",
            )
            for block in plan.blocks
        ],
        expires_on=expires,
        by=by,
        at=at,
    )
    filing.content, filing.digest = plan.document, plan.digest
    filing.save(update_fields=["content", "digest"])
    return envelope


def _to(filing: Filing, to: State, by: Actor, at: datetime) -> None:
    """What is open to the person is closed first: nobody edits what is being signed."""
    if filing.state == State.REP_EDITING:
        moves.move(filing=filing, to=State.DRAFT, by=by, at=at)
    moves.move(filing=filing, to=to, by=by, at=at)


def _thaw(filing: Filing) -> None:
    filing.content, filing.digest = None, ""
    filing.save(update_fields=["content", "digest"])


def _subject(filing: Filing) -> str:
    return selectors.subject_of(filing.pk)


def _same(filing: Filing, subject: str) -> None:
    if subject != _subject(filing):
        raise errors.NotFound(permissions.NO_DRAFT)
