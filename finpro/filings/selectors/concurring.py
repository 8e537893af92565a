"""What other firms of a person have filed that a firm may adopt by a concurrence (forms.md 2.1)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q

from finpro.filings.enums import FilingType, FormCode, State
from finpro.filings.models import Filing
from finpro.filings.policies import sections
from finpro.filings.selectors import prefill
from finpro.kernel import errors
from finpro.registry import selectors as registry
from finpro.registry.models import Association
from finpro.rulebook.forms import loader, reading

# What a firm adopts: the person's own data and disclosure, never another firm's requests and offices.
ADOPTED = frozenset({"identifying", "other_names", "residences", "employments", "other_business", "disclosure", "drps"})
NOTHING = "There is nothing of this firm to adopt any more. Nothing was begun. Look at the person again."


@dataclass(frozen=True, slots=True)
class Adoptable:
    """A form of another firm, accepted since this one last filed. `about` are the titles of the sections changed."""

    filing_id: int
    firm_id: int
    firm: str
    filed_on: date | None
    about: tuple[str, ...]


def list_adoptable(person_id: int, firm_id: int, on: date) -> list[Adoptable]:
    """The newest first. Empty unless the person is with this firm and with the one that filed."""
    spells = Association.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), person=person_id)
    if not spells.filter(firm=firm_id).exists():
        return []
    accepted = Filing.objects.filter(person=person_id, form=FormCode.U4, state=State.ACCEPTED)
    last = accepted.filter(firm=firm_id).aggregate(at=Max("decided_at"))["at"]
    theirs = accepted.filter(Exists(spells.filter(firm=OuterRef("firm")))).exclude(firm=firm_id)
    if last is not None:
        theirs = theirs.filter(decided_at__gt=last)
    rows = list(theirs.exclude(type=FilingType.CONCURRENCE).order_by(F("decided_at").desc(), "-id"))
    names = registry.names_of_firms({row.firm_id for row in rows}, on)
    found = [_adoptable(row, names[row.firm_id]) for row in rows]
    return [one for one in found if one.about]


def _adoptable(row: Filing, name: str) -> Adoptable:
    form = loader.get(row.form, row.version)
    changed = {sections.section_of(change.pointer) for change in reading.diff(form, row.base, row.content or {})}
    wanted = {sections.DISCLOSURE if key == sections.PAGES else key for key in changed & ADOPTED}
    about = tuple(one.title for one in form.sections if one.key in wanted)
    return Adoptable(row.pk, row.firm_id, name, row.filed_on, about)


def document(person_id: int, firm_id: int, adopts: int, on: date) -> dict[str, Any]:
    """The document of a concurrence: what the record says, with the reporting pages as the other firm filed them.

    Raises Refusal (U4-FRM-04) where that filing is none that this firm may adopt.
    """
    chosen = next((one for one in list_adoptable(person_id, firm_id, on) if one.filing_id == adopts), None)
    if chosen is None:
        raise errors.Refusal(NOTHING, "U4-FRM-04")
    said = prefill.document(person_id, firm_id, FilingType.CONCURRENCE, on)
    theirs = prefill.document(person_id, chosen.firm_id, FilingType.CONCURRENCE, on)
    return {**said, "drps": theirs["drps"]}
