"""What the top of every page about a filing says."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from finpro.filings import permissions
from finpro.filings.enums import FilingType, State
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry.selectors.periods import firm_name, legal_name, listed
from finpro.rulebook.forms import loader
from finpro.rulebook.forms.schema import Form


@dataclass(frozen=True, slots=True)
class Share:
    """What is said of one section: whether it is open to the person, since when each side calls it done, and whether
    anybody left a comment on it. Of no section, nothing."""

    rep_may_edit: bool = False
    rep_done_at: datetime | None = None
    firm_done_at: datetime | None = None
    commented: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A filing as every page about it names it. `name` is the person's as lists show it."""

    id: int
    form_name: str
    version: str
    type: FilingType
    state: State
    access: str
    firm_id: int
    firm_crd: int
    firm: str
    person_id: int
    crd: int
    name: str
    created_at: datetime
    created_by: str
    moved_at: datetime
    touched_at: datetime
    receipt: str
    share: "Share"

    @property
    def form(self) -> Form:
        """The specification that it was made by."""
        return loader.get(self.form_name, self.version)

    def header(self, on: date) -> dict[str, Any]:
        """What a document says of which filing it is."""
        return {
            "type": self.type.value,
            "firm_crd": self.firm_crd,
            "individual_crd": self.crd,
            "as_of": on.isoformat(),
        }


# Of one statement, because every page begins with it.
_HEAD = f"""
SELECT f.id, f.form, f.version, f.type, f.state, f.access, f.firm_id, r.crd, {firm_name("f.firm_id")},
  f.person_id, p.crd, n.first, n.middle, n.last, n.suffix,
  f.created_at, f.created_by, f.moved_at, f.touched_at, coalesce(f.receipt, ''),
  coalesce(s.rep_may_edit, false), s.rep_done_at, s.firm_done_at,
  EXISTS (SELECT FROM filings_comment c WHERE c.filing_id = f.id AND c.section = %(section)s)
FROM filings_filing f
JOIN registry_firm r ON r.id = f.firm_id
JOIN registry_person p ON p.id = f.person_id
LEFT JOIN LATERAL ({legal_name("f.person_id")}) n ON true
LEFT JOIN filings_sectionshare s ON s.filing_id = f.id AND s.section = %(section)s
WHERE f.id = %(filing)s
"""  # noqa: S608 - constants


def get_head(viewer: Actor, filing_id: int, on: date, section: str = "") -> Head:
    """A filing by its key, with the names of the date, and what is said of a section.

    Raises NotFound for one that the viewer may not know of.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HEAD, {"filing": filing_id, "on": on, "section": section})
        row = cursor.fetchone()
    if row is None:
        raise errors.NotFound(permissions.NO_DRAFT)
    permissions.see(viewer, row[6], row[9], row[4])
    return Head(
        id=row[0],
        form_name=row[1],
        version=row[2],
        type=FilingType(row[3]),
        state=State(row[4]),
        access=row[5],
        firm_id=row[6],
        firm_crd=row[7],
        firm=row[8] or f"Firm CRD {row[7]}",
        person_id=row[9],
        crd=row[10],
        name=listed(*(part or "" for part in row[11:15])) or f"CRD {row[10]}",
        created_at=row[15],
        created_by=row[16],
        moved_at=row[17],
        touched_at=row[18],
        receipt=row[19],
        share=Share(*row[20:24]),
    )
