"""Signing: electronically by who is asked, or on paper and entered by the firm."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from finpro.audit import services as audit
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor
from finpro.signatures import permissions, policies
from finpro.signatures.enums import Method, Signer, State
from finpro.signatures.models import Block, Envelope, Signature
from finpro.signatures.policies import Shown
from finpro.signatures.services.envelopes import await_person, data_of, locked


def sign(
    *,
    envelope_id: int,
    keys: Sequence[str],
    name: str,
    prefilled: str,
    consent: bool,
    shown: Shown,
    by: Actor,
    at: datetime,
    note: str = "",
    scan: UUID | None = None,
) -> Envelope:
    """Sign blocks of an envelope under the name as typed; with the last one the envelope is SIGNED.

    `note` and `scan` are what a signatory states beside, and the evidence for it. Raises NotFound for another's,
    Forbidden for a block that somebody else signs, Invalid without a name or consent, Refusal where it is not the
    blocks' turn or the envelope has ended. A second click finds the blocks signed and changes nothing.
    """
    row = locked(envelope_id)
    blocks = _blocks(row, keys)
    for block in blocks:
        permissions.sign(by, block.signer, row.person_id, row.firm_id)
    signed = _signed(row)
    if all(block.key in signed for block in blocks) and by.user_id in {signed[block.key] for block in blocks}:
        return row
    _ready(row, blocks, signed, at)
    typed = _agreed(name, consent)
    if by.user_id is None:
        raise errors.Forbidden("Sign in to sign the form.")
    for block in blocks:
        Signature.objects.create(
            block=block,
            account_id=by.user_id,
            person_id=row.person_id if block.signer == Signer.PERSON else None,
            method=Method.ELECTRONIC,
            name=typed,
            prefilled=prefilled,
            signed_on=clock.legal_date(at),
            at=at,
            digest=row.digest,
            statement_version=block.version,
            statement_digest=block.digest,
            consent=True,
            shown_by=shown.way,
            shown_at=shown.at,
            address=shown.address,
            user_agent=shown.user_agent[:500],
            note=note,
            scan=scan,
        )
        data = {**data_of(row), "block": block.key}
        audit.record(tag="signature:block:signed", by=by, at=at, subject=row.subject, data=data)
    _close(row, by, at)
    return row


def enter_paper(
    *, envelope_id: int, keys: Sequence[str], name: str, signed_on: date, scan: UUID, by: Actor, at: datetime
) -> Envelope:
    """The firm enters what the person signed on paper: the name and the date on it, and the key of the stored scan.

    Raises as `sign`, and Invalid for a date that is still to come.
    """
    row = locked(envelope_id)
    permissions.stop(by, row.person_id, row.firm_id)
    blocks = _blocks(row, keys)
    if any(block.signer != Signer.PERSON for block in blocks):
        raise errors.Refusal("Only the person’s own blocks are entered from paper. A signatory signs here.", "paper")
    signed = _signed(row)
    if all(block.key in signed for block in blocks):
        return row
    _ready(row, blocks, signed, at)
    typed = policies.typed_name(name)
    if signed_on > clock.legal_date(at):
        message = "The date on the paper cannot be in the future"
        raise errors.Invalid(message, [errors.Finding("SIG-05", "error", "/signed_on", message)])
    if by.user_id is None:
        raise errors.Forbidden("Sign in to enter a signature.")
    for block in blocks:
        Signature.objects.create(
            block=block,
            account_id=by.user_id,
            person_id=row.person_id,
            method=Method.PAPER,
            name=typed,
            signed_on=signed_on,
            at=at,
            digest=row.digest,
            statement_version=block.version,
            statement_digest=block.digest,
            consent=False,
            scan=scan,
        )
        data = {**data_of(row), "block": block.key}
        audit.record(tag="signature:block:entered", by=by, at=at, subject=row.subject, data=data)
    _close(row, by, at)
    return row


def _blocks(row: Envelope, keys: Sequence[str]) -> list[Block]:
    found = {block.key: block for block in row.blocks.all()}
    if not keys or not set(keys) <= found.keys():
        raise errors.Refusal("This form does not ask for that signature. Nothing was signed.", "blocks")
    return [found[key] for key in keys]


def _signed(row: Envelope) -> dict[str, int]:
    """Keys of the blocks that are signed, and by which account."""
    rows = Signature.objects.filter(block__envelope=row)
    return dict(rows.values_list("block__key", "account_id"))


def _ready(row: Envelope, blocks: Sequence[Block], signed: dict[str, int], at: datetime) -> None:
    if any(block.signer == Signer.PERSON for block in blocks):
        await_person(row, at)
    elif row.state != State.SENT:
        raise errors.Refusal(
            f"This form can no longer be signed: {State(row.state).label.lower()}. Nothing was changed.", "ended"
        )
    # Blocks of several orders may be signed in one act, in their order.
    done = set(signed)
    asked = [(block.key, block.order) for block in row.blocks.all()]
    for block in sorted(blocks, key=lambda block: block.order):
        if block.key not in policies.turn(asked, done):
            raise errors.Refusal("Another signature comes first. Nothing was signed.", "turn")
        done.add(block.key)


def _agreed(name: str, consent: bool) -> str:
    findings: list[errors.Finding] = []
    typed = ""
    try:
        typed = policies.typed_name(name)
    except errors.Invalid as invalid:
        findings += invalid.findings
    if not consent:
        message = "Tick the box to say that you agree to the statement and to signing electronically"
        findings.append(errors.Finding("SIG-01", "error", "/consent", message))
    if findings:
        raise errors.Invalid(findings[0].message, findings)
    return typed


def _close(row: Envelope, by: Actor, at: datetime) -> None:
    if row.blocks.filter(signature=None).exists():
        return
    row.state, row.ended_at, row.ended_by = State.SIGNED, at, by.label
    row.save(update_fields=["state", "ended_at", "ended_by"])
