"""Reading documents; each belongs to one account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage

from finpro.documents.models import Document
from finpro.kernel import errors
from finpro.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document as its owner sees it. `state` is a code of documents.enums.State; `size` is in bytes."""

    id: UUID
    kind: str
    state: str
    asked_at: datetime
    file_name: str
    size: int
    sha256: str
    media_type: str = "application/pdf"
    subject: str = ""


def get_document(viewer: Actor, document_id: UUID) -> DocumentPage:
    """The viewer's own document. Raises NotFound for anybody else's."""
    return _page(_own(viewer, document_id))


def read_document(viewer: Actor, document_id: UUID) -> tuple[DocumentPage, bytes]:
    """The viewer's own document and its bytes. Raises NotFound, or Refusal while it is not ready."""
    row = _own(viewer, document_id)
    if row.state != "READY":
        raise errors.Refusal("The document is not ready. Wait a moment and try again.", "document-not-ready")
    with default_storage.open(row.stored_as) as file:
        return _page(row), file.read()


def list_of(subject: str, *, kind: str = "") -> list[DocumentPage]:
    """What is kept for a subject, the latest first. That the viewer may see the subject is the caller's to know."""
    rows = Document.objects.filter(subject=subject, state="READY").order_by("-asked_at", "-id")
    return [_page(row) for row in (rows.filter(kind=kind) if kind else rows)]


def read_of(subject: str, document_id: UUID) -> tuple[DocumentPage, bytes]:
    """A file of a subject that the caller knows the viewer may see. Raises NotFound for another subject's."""
    row = Document.objects.filter(pk=document_id, subject=subject, state="READY").first()
    if row is None or not subject:
        raise errors.NotFound("There is no such document, or it is not yours.")
    with default_storage.open(row.stored_as) as file:
        return _page(row), file.read()


def find_by_digest(sha256: str, *, kind: str) -> DocumentPage | None:
    """The file of a kind with this SHA-256 in hex; None where none has it."""
    row = Document.objects.filter(sha256=sha256, kind=kind, state="READY").order_by("asked_at", "id").first()
    return _page(row) if row else None


def parameters_of(document_id: UUID) -> dict[str, Any]:
    """What was asked for; for the job that makes it."""
    parameters: dict[str, Any] = Document.objects.values_list("parameters", flat=True).get(pk=document_id)
    return parameters


def _own(viewer: Actor, document_id: UUID) -> Document:
    row = Document.objects.filter(pk=document_id).first()
    if row is None or row.owner_id != viewer.user_id:
        raise errors.NotFound("There is no such document, or it is not yours.")
    return row


def _page(row: Document) -> DocumentPage:
    return DocumentPage(
        row.pk, row.kind, row.state, row.asked_at, row.file_name, row.size, row.sha256, row.media_type, row.subject
    )
