"""The document of a filing, as it stands now or as it was frozen."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from finpro.filings.models import Answer, Entry, Filing
from finpro.filings.policies.documents import Document, Row, assemble
from finpro.filings.policies.sections import HEADER, prefixes, with_reasons


def document_of(filing: Filing, on: date) -> Document:
    """The whole draft as one document, as of a legal date. It holds everything that was answered, also what is not
    asked any more (rulebook.forms.reading.shown drops that)."""
    return draft_document(filing.pk, header(filing, on))


def draft_document(filing_id: int, head: Document) -> Document:
    """The same, for who has what says which filing it is already. Two queries."""
    answers = dict(Answer.objects.filter(filing=filing_id).order_by("path").values_list("path", "value"))
    document = with_reasons(assemble(answers, rows_of(filing_id)))
    document[HEADER] = head
    return document


def header(filing: Filing, on: date) -> Document:
    """What says which filing it is. Two queries where firm and person are not loaded yet."""
    return {
        "type": filing.type,
        "firm_crd": filing.firm.crd,
        "individual_crd": filing.person.crd,
        "as_of": on.isoformat(),
    }


def rows_of(filing_id: int) -> list[Row]:
    """The live rows of every list of a draft."""
    found = Entry.objects.filter(filing=filing_id, removed_at=None).order_by("list", "position", "id")
    return [Row(*row) for row in found.values_list("list", "row", "position")]


def answers_of(filing_id: int, section: str, others: Iterable[str] = ()) -> QuerySet[Answer]:
    """The answers of a section, and those at the pointers `others`, by path: one range of the index for each part."""
    wanted = Q(path__in=list(others))
    for prefix in prefixes(section):
        # "0" is the character after "/".
        wanted |= Q(path=f"/{prefix}") | Q(path__gt=f"/{prefix}/", path__lt=f"/{prefix}0")
    return Answer.objects.filter(wanted, filing=filing_id).order_by("path")
