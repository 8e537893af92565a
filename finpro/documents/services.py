"""Asking for documents and handing them in."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

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
