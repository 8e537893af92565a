"""The document of a filing, as it stands now or as it was frozen."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

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


# Ranges of the index, one for each part of a section and one for each answer beside it.
_ANSWERS = """
SELECT a.path, a.value::text, a.version, a.changed_at, a.changed_by, a.hat
FROM unnest(%(lows)s::text[], %(highs)s::text[]) AS r(low, high)
JOIN filings_answer a ON a.filing_id = %(filing)s AND a.path >= r.low COLLATE "C" AND a.path < r.high COLLATE "C"
ORDER BY a.path
"""
_ENTRIES = """
SELECT list, row, position, removed_at FROM filings_entry WHERE filing_id = %s ORDER BY list, position, id
"""


def answers_of(filing_id: int, section: str, others: Iterable[str] = ()) -> list[tuple[Any, ...]]:
    """The answers of a section, and those at the pointers `others`, by path: path, value, version, moment, label and
    side of who saved it. A fixed statement, because every page of a section begins with it."""
    lows, highs = list(others), [f"{path}\x01" for path in others]
    for prefix in prefixes(section):
        # "0" is the character after "/": what lies between is the section's own pointer and all below it.
        lows.append(f"/{prefix}")
        highs.append(f"/{prefix}0")
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS, {"filing": filing_id, "lows": lows, "highs": highs})
        return [(row[0], None if row[1] is None else json.loads(row[1]), *row[2:]) for row in cursor.fetchall()]


def entries_of(filing_id: int) -> list[tuple[Any, ...]]:
    """Every row of every list of a draft, removed ones too: list, id, position, moment of removal."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [filing_id])
        return list(cursor.fetchall())
