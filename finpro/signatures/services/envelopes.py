"""Freezing a document so that it can be signed, and what ends an envelope without the last signature."""

from collections.abc import Sequence
from datetime import date, datetime

from finpro.audit import services as audit
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor
from finpro.signatures import permissions, policies
from finpro.signatures.enums import LIVE, Signer, State
from finpro.signatures.models import Block, Envelope, Signature
from finpro.signatures.policies import Asked


def freeze(
    *,
    subject: str,
    content: str,
    digest: str,
    version: str,
    person_id: int,
    firm_id: int,
    blocks: Sequence[Asked],
    expires_on: date | None,
    by: Actor,
    at: datetime,
) -> Envelope:
    """Freeze a document: `content` is its canonical JSON as text, `digest` the SHA-256 of that in hex.

    `expires_on` is the person's last day to sign, None where the person is not asked. Raises Refusal where the digest
    is not the content's, nobody is asked, or the subject is out for signature already.
    """
    if policies.digest_of(content) != digest:
        raise errors.Refusal("The form changed while it was being sent. Nothing was sent. Send it again.", "digest")
    if not blocks:
        raise errors.Refusal("This form asks for no signature, so there is nothing to send.", "blocks")
    if Envelope.objects.select_for_update().filter(subject=subject, state__in=LIVE).exists():
        raise errors.Refusal("This form is out for signature, or signed, already. Nothing more was sent.", "sent")
    row = Envelope.objects.create(
        subject=subject,
        version=version,
        content=content,
        digest=digest,
        person_id=person_id,
        firm_id=firm_id,
        sent_at=at,
        sent_by=by.label,
        expires_on=expires_on,
    )
    Block.objects.bulk_create(
        Block(
            envelope=row,
            key=asked.key,
            title=asked.title,
            signer=asked.signer,
            order=asked.order,
            statement=asked.statement,
            version=asked.version,
            digest=policies.digest_of(asked.statement),
        )
        for asked in blocks
    )
    data = {**data_of(row), "blocks": [asked.key for asked in blocks]}
    audit.record(tag="signature:envelope:sent", by=by, at=at, subject=subject, data=data)
    return row


def decline(*, envelope_id: int, reason: str, by: Actor, at: datetime) -> Envelope:
    """The person does not sign, and says why; the form goes back to the firm.

    Raises NotFound for another's, Invalid for no reason, Refusal once it was signed or has ended otherwise; declined by
    a double click, the second finds it done.
    """
    row = locked(envelope_id)
    permissions.sign(by, Signer.PERSON, row.person_id, row.firm_id)
    if row.state == State.DECLINED and row.ended_by == by.label:
        return row
    text = reason.strip()
    if not text or len(text) > policies.REASON_LENGTH:
        message = "Say why you do not sign, so that your firm knows what to change"
        raise errors.Invalid(message, [errors.Finding("SIG-03", "error", "/reason", message)])
    await_person(row, at)
    row.reason = text
    _end(row, State.DECLINED, by, at)
    audit.record(tag="signature:envelope:declined", by=by, at=at, subject=row.subject, data=data_of(row))
    return row


def recall(*, envelope_id: int, reason: str, by: Actor, at: datetime) -> Envelope:
    """The firm stops what it has sent, before the person has signed.

    Raises NotFound for another firm's, Forbidden for who is not the firm, Refusal once the person has signed; a second
    click finds it recalled.
    """
    row = locked(envelope_id)
    permissions.stop(by, row.person_id, row.firm_id)
    if row.state == State.RECALLED:
        return row
    await_person(row, at, even_late=True)
    row.reason = reason.strip()[: policies.REASON_LENGTH]
    _end(row, State.RECALLED, by, at)
    audit.record(tag="signature:envelope:recalled", by=by, at=at, subject=row.subject, data=data_of(row))
    return row


def expire(*, envelope_id: int, by: Actor, at: datetime) -> Envelope | None:
    """End what the person has not signed in time; None where there is nothing (any more) to end."""
    row = locked(envelope_id)
    waits = row.state == State.SENT and Signer.PERSON in missing_signers(row)
    if not waits or not policies.late(row.expires_on, clock.legal_date(at)):
        return None
    _end(row, State.EXPIRED, by, at)
    audit.record(tag="signature:envelope:expired", by=by, at=at, subject=row.subject, data=data_of(row))
    return row


def remind(*, envelope_id: int, by: Actor, at: datetime) -> Envelope:
    """Note that the person is reminded; the caller sends the mail. Raises Refusal where the person is not awaited."""
    row = locked(envelope_id)
    permissions.see(by, row.person_id, row.firm_id)
    await_person(row, at)
    row.reminders += 1
    row.save(update_fields=["reminders"])
    data = {**data_of(row), "reminder": row.reminders}
    audit.record(tag="signature:envelope:reminded", by=by, at=at, subject=row.subject, data=data)
    return row


def supersede(*, subject: str, pointers: Sequence[str], by: Actor, at: datetime) -> Envelope | None:
    """Void what was signed, because the answers at these JSON Pointers were changed; None where nothing was signed.

    The signatures stay as rows: they prove what was signed, and no longer that this document was.
    """
    row = Envelope.objects.select_for_update().filter(subject=subject, state__in=LIVE).first()
    if row is None:
        return None
    row.pointers = sorted(set(pointers))
    _end(row, State.SUPERSEDED, by, at)
    data = {**data_of(row), "changes": len(row.pointers), "pointers": row.pointers[:50]}
    audit.record(tag="signature:envelope:superseded", by=by, at=at, subject=subject, data=data)
    return row


def locked(envelope_id: int) -> Envelope:
    """The envelope, held until the transaction ends. Raises NotFound for none."""
    row = Envelope.objects.select_for_update().filter(pk=envelope_id).first()
    if row is None:
        raise errors.NotFound(permissions.NO_ENVELOPE)
    return row


def await_person(row: Envelope, at: datetime, *, even_late: bool = False) -> None:
    """Raises Refusal where the envelope does not wait for the person: signed, ended, or out of time."""
    if row.state != State.SENT:
        raise errors.Refusal(
            f"This form can no longer be signed: {State(row.state).label.lower()}. Nothing was changed.", "ended"
        )
    if Signer.PERSON not in missing_signers(row):
        raise errors.Refusal(
            "The person has signed already. A change of the form voids the signature; nothing else does.", "signed"
        )
    if not even_late and policies.late(row.expires_on, clock.legal_date(at)):
        raise errors.Refusal(
            "The time to sign this form is over. Nothing was changed. The firm can send it again.", "late"
        )


def missing_signers(row: Envelope) -> set[str]:
    """Whose signatures are still missing."""
    signed = Signature.objects.filter(block__envelope=row).values("block_id")
    return set(row.blocks.exclude(pk__in=signed).values_list("signer", flat=True))


def data_of(row: Envelope) -> dict[str, object]:
    """What every event of an envelope holds."""
    return {"envelope": row.pk, "digest": row.digest}


def _end(row: Envelope, state: State, by: Actor, at: datetime) -> None:
    row.state, row.ended_at, row.ended_by = state, at, by.label
    row.save(update_fields=["state", "ended_at", "ended_by", "reason", "pointers"])
