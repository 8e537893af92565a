"""A filing as its overview shows it: each section's progress on both sides, who is there, what is open, what it went
through."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from finpro.filings.enums import State
from finpro.filings.models import Comment, Filing, Move, Presence, SectionShare
from finpro.filings.policies import sections
from finpro.filings.policies.documents import Document
from finpro.filings.policies.known import Known
from finpro.filings.selectors import known
from finpro.filings.selectors.documents import draft_document
from finpro.filings.selectors.head import Head, get_head
from finpro.filings.selectors.section import PRESENT_FOR, names_of
from finpro.kernel import clock
from finpro.kernel.actor import Actor
from finpro.kernel.errors import Finding
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Section


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section. `asked` counts the questions that need an answer to file, `answered` those of them that have one;
    `begun`: whether anything is answered at all. `changes` counts what differs from the record, for a filing that needs
    no more than that; None for others. `remarks` are comments that are not settled."""

    section: Section
    asked: int
    answered: int
    begun: bool
    changes: int | None
    open_to_person: bool
    rep_done_at: datetime | None
    firm_done_at: datetime | None
    remarks: int
    present: Sequence[str]

    @property
    def complete(self) -> bool:
        """Whether every needed answer is there."""
        return self.answered >= self.asked


@dataclass(frozen=True, slots=True)
class Step:
    """One step that the filing took. `reason` is what was given as one."""

    before: str
    after: str
    at: datetime
    who: str
    hat: str
    reason: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole filing."""

    head: Head
    lines: Sequence[SectionLine]
    steps: Sequence[Step]
    document: Document


def overview(viewer: Actor, filing_id: int, at: datetime) -> Overview:
    """A filing by its key. Raises NotFound for one that the viewer may not know of. Ten queries at most, whatever
    it holds."""
    on = clock.legal_date(at)
    head = get_head(viewer, filing_id, on)
    document = draft_document(head.id, head.header(on))
    shares = {share.section: share for share in SectionShare.objects.filter(filing=filing_id)}
    open_remarks = Counter(Comment.objects.filter(filing=filing_id, resolved_at=None).values_list("section", flat=True))
    present: dict[str, list[str]] = {}
    since = at - timedelta(seconds=PRESENT_FOR)
    here = Presence.objects.filter(filing=filing_id, seen_at__gt=since).exclude(user=viewer.user_id)
    for key, name in here.order_by("user__name", "id").values_list("section", "user__name"):
        present.setdefault(key, []).append(name or "Somebody")
    counted = _counted(head, document)
    changed = _changed(head, document)
    lines = []
    for section in sections.drafted(head.form, head.type):
        share = shares.get(section.key)
        asked, answered, begun = counted.get(section.key, (0, 0, False))
        lines.append(
            SectionLine(
                section,
                asked,
                answered,
                begun,
                changed.get(section.key, 0) if changed is not None else None,
                bool(share and share.rep_may_edit),
                share.rep_done_at if share else None,
                share.firm_done_at if share else None,
                open_remarks.get(section.key, 0),
                present.get(section.key, []),
            )
        )
    return Overview(head, lines, _steps(filing_id), document)


def known_of(found: Overview, at: datetime) -> Known:
    """What the record knows beside the filing, for the completeness check."""
    filing = Filing.objects.select_related("firm", "person").get(pk=found.head.id)
    return known.known_of(filing, found.document, clock.legal_date(at))


def rejected_for(found: Overview) -> list[Finding]:
    """Why a filing was rejected; nothing for one that was not."""
    reasons = Filing.objects.filter(pk=found.head.id, state=State.REJECTED).values_list("reasons", flat=True).first()
    return [Finding(**reason) for reason in reasons or ()]


def _changed(head: Head, document: Document) -> dict[str, int] | None:
    """By section how much differs from what the record said; None for a type of which sections must be complete."""
    if head.form.filing_type(head.type).complete:
        return None
    base = Filing.objects.values_list("base", flat=True).get(pk=head.id)
    before = {**base, sections.HEADER: document[sections.HEADER]}
    found = Counter(sections.section_of(change.pointer) for change in reading.diff(head.form, before, document))
    return dict(found)


def _counted(head: Head, document: Document) -> dict[str, tuple[int, int, bool]]:
    """By section: needed questions, those of them that are answered, whether anything is."""
    found: dict[str, list[Any]] = {}
    for item in reading.walk(head.form, document):
        key = item.section.key if isinstance(item.section, Section) else sections.DISCLOSURE
        counts = found.setdefault(key, [0, 0, False])
        has = reading.answered(item.value)
        counts[2] = counts[2] or (has and not item.question.prefilled)
        if item.required and item.question.kind != "group":
            counts[0] += 1
            counts[1] += has
    return {key: (asked, answered, begun) for key, (asked, answered, begun) in found.items()}


def _steps(filing_id: int) -> list[Step]:
    rows = list(Move.objects.filter(filing=filing_id).order_by("-id")[:100])
    names = names_of(row.by for row in rows)
    return [Step(row.before, row.after, row.at, names.get(row.by, ""), row.hat, row.reason) for row in rows]
