"""Asking for documents and handing them in."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from finpro.audit import services as audit
from finpro.documents.enums import State
from finpro.documents.models import Document
from finpro.kernel import errors
from finpro.kernel.actor import Actor


def ask(*, kind: str, parameters: dict[str, Any], by: Actor, at: datetime) -> UUID:
    """Note that an account asks for a document; the caller defers the job that makes it in the same transaction."""
    if by.user_id is None:
        raise errors.Forbidden("Sign in to ask for a document.")
    row = Document.objects.create(kind=kind, owner_id=by.user_id, parameters=parameters, asked_at=at)
    audit.record(tag="document:file:asked", by=by, at=at, subject=f"document:{row.pk}", data={"kind": kind})
    return row.pk


def keep(
    *, kind: str, subject: str, content: bytes, media_type: str, file_name: str, by: Actor, at: datetime
) -> Document:
    """Store a file that belongs to a subject such as `filing:12`; whoever may see that may fetch it.

    The caller has judged what the file is (policies.media_type_of) and whether it is too large.
    """
    key = uuid4()
    row = Document.objects.create(
        id=key,
        kind=kind,
        subject=subject,
        media_type=media_type,
        parameters={},
        state=State.READY,
        asked_at=at,
        finished_at=at,
        file_name=file_name,
        stored_as=default_storage.save(f"documents/{key}", ContentFile(content)),
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    data = {"kind": kind, "sha256": row.sha256, "of": subject}
    audit.record(tag="document:file:kept", by=by, at=at, subject=f"document:{key}", data=data)
    return row


def hand_in(*, document_id: UUID, content: bytes, file_name: str, by: Actor, at: datetime) -> None:
    """Store the bytes and mark the document ready. A second call finds it ready and changes nothing."""
    row = Document.objects.select_for_update().get(pk=document_id)
    if row.state != State.ASKED:
        return
    row.stored_as = default_storage.save(f"documents/{row.pk}", ContentFile(content))
    row.state, row.finished_at, row.file_name = State.READY, at, file_name
    row.sha256, row.size = hashlib.sha256(content).hexdigest(), len(content)
    row.save()
    data = {"kind": row.kind, "sha256": row.sha256}
    audit.record(tag="document:file:made", by=by, at=at, subject=f"document:{row.pk}", data=data)


def give_up(*, document_id: UUID, by: Actor, at: datetime) -> None:
    """Mark the document as one that could not be made; its owner is told to ask again."""
    row = Document.objects.select_for_update().get(pk=document_id)
    if row.state != State.ASKED:
        return
    row.state, row.finished_at = State.FAILED, at
    row.save()
    audit.record(tag="document:file:failed", by=by, at=at, subject=f"document:{row.pk}", data={"kind": row.kind})
