"""A person asks for the own record as a PDF; the worker makes it."""

from datetime import date, datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from finpro.documents import adapters as typesetting
from finpro.documents import selectors as documents
from finpro.documents import services as document_services
from finpro.kernel import actor, clock, jobs
from finpro.kernel.actor import Actor, Hat
from finpro.registry import presenters
from finpro.registry import selectors as registry
from finpro.ui.render import NOTICE

log = structlog.get_logger("finpro.documents")


def ask(*, on: date, by: Actor, at: datetime) -> UUID:
    """Note the wish and defer the job, in one transaction; returns the document's id."""
    with transaction.atomic():
        document_id = document_services.ask(
            kind="record",
            parameters={"person_id": by.person_id, "on": on.isoformat(), "account": by.label},
            by=by,
            at=at,
        )
        make.defer(document_id=str(document_id))
    return document_id


@jobs.job(name="journeys.print_record.make", lock="document:{document_id}")
def make(*, document_id: str) -> None:
    """Typeset the record and store it. Harmless to repeat: a document that is ready stays as it is."""
    key = UUID(document_id)
    wish = documents.parameters_of(key)
    viewer = Actor(Hat.PERSON, wish["account"], person_id=wish["person_id"])
    record = registry.get_record(viewer, date.fromisoformat(wish["on"]))
    brand = str(settings.FINPRO["brand"])
    paper = presenters.as_paper(record, brand=brand, notice=NOTICE, made_on=clock.today())
    try:
        content = typesetting.typeset("record.typ", paper)
    except typesetting.Unprintable:
        # Trying again would fail again: the owner is told, and the log says which document it was.
        log.exception("record not printable", document=document_id)
        with transaction.atomic():
            document_services.give_up(document_id=key, by=actor.system("documents"), at=clock.now())
        return
    with transaction.atomic():
        document_services.hand_in(
            document_id=key,
            content=content,
            file_name=f"record-{record.crd}-{record.on}.pdf",
            by=actor.system("documents"),
            at=clock.now(),
        )
