"""One section of a draft as its page shows it: answers with their versions, rows, who may write, what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from finpro.accounts.models import User
from finpro.filings import permissions
from finpro.filings.models import Comment, Presence
from finpro.filings.policies import places, sections
from finpro.filings.policies.documents import Document, Row, assemble
from finpro.filings.selectors.documents import answers_of, entries_of
from finpro.filings.selectors.head import Head, get_head
from finpro.kernel import clock, errors
from finpro.kernel.actor import Actor, Hat
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Section

PRESENT_FOR = 30  # seconds after which somebody who gave no sign counts as gone


@dataclass(frozen=True, slots=True)
class Stamp:
    """The last save of an answer. `by` and `hat` are the actor's label and side."""

    version: int
    at: datetime
    by: str
    hat: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on a section. `own`: of the viewer's side."""

    id: int
    side: str
    own: bool
    who: str
    text: str
    at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class SectionPage:
    """What the page of a section needs. `document` holds the section, and of others what its questions look at.

    `stamps` by path; `removed` are rows that can be put back, `gone` the document with them; `why_not` says why the
    viewer may not write, "" where he or she may. `own`: the viewer is the person.
    """

    head: Head
    section: Section
    document: Document
    stamps: Mapping[str, Stamp]
    removed: Sequence[Row]
    gone: Document
    why_not: str
    rep_may_edit: bool
    rep_done_at: datetime | None
    firm_done_at: datetime | None
    remarks: Sequence[Remark]
    shown: Document
    own: bool
    previous: str
    following: str

    @property
    def may_write(self) -> bool:
        """Whether the viewer may write here."""
        return not self.why_not


def section_page(viewer: Actor, filing_id: int, key: str, at: datetime) -> SectionPage:
    """A section. Raises NotFound for one that this type of filing does not draft, or another's filing."""
    on = clock.legal_date(at)
    head = get_head(viewer, filing_id, on, key)
    form = head.form
    drafted = sections.drafted(form, head.type)
    section = next((one for one in drafted if one.key == key), None)
    if section is None:
        raise errors.NotFound("There is no such section on this form. Look at the list of its sections.")
    others = places.looked_at(head.form_name, head.version, key)
    found = answers_of(filing_id, key, others)
    rows = entries_of(filing_id)
    answered = {row[0]: row[1] for row in found}
    document = sections.with_reasons(assemble(answered, [Row(*row[:3]) for row in rows if row[3] is None]))
    document[sections.HEADER] = head.header(on)
    share = head.share
    why_not = permissions.write.why_not(
        viewer, head.firm_id, head.person_id, head.state, section_open=share.rep_may_edit
    )
    keys = [one.key for one in drafted]
    place = keys.index(key)
    return SectionPage(
        head=head,
        section=section,
        document=document,
        stamps={row[0]: Stamp(*row[2:]) for row in found},
        removed=[Row(*row[:3]) for row in rows if row[3] is not None and sections.section_of(row[0]) == key],
        gone=assemble(answered, [Row(*row[:3]) for row in rows]) if any(row[3] for row in rows) else {},
        why_not=why_not or "",
        rep_may_edit=share.rep_may_edit,
        rep_done_at=share.rep_done_at,
        firm_done_at=share.firm_done_at,
        remarks=_remarks(viewer, filing_id, key) if share.commented else (),
        shown=reading.shown(form, document),
        own=viewer.hat is Hat.PERSON,
        previous=keys[place - 1] if place else "",
        following=keys[place + 1] if place + 1 < len(keys) else "",
    )


def _remarks(viewer: Actor, filing_id: int, section: str) -> list[Remark]:
    found = list(Comment.objects.filter(filing=filing_id, section=section).order_by("id"))
    names = names_of(row.by for row in found)
    side = "PERSON" if viewer.hat is Hat.PERSON else "FIRM"
    return [
        Remark(row.pk, row.side, row.side == side, names.get(row.by, ""), row.text, row.at, row.resolved_at)
        for row in found
    ]


def names_of(labels: Any) -> dict[str, str]:
    """The name of the account behind each label of an actor; what is no account is left out. No query without one."""
    keys = {int(label.partition(":")[2]): label for label in labels if label.startswith("account:")}
    if not keys:
        return {}
    return {keys[pk]: name for pk, name in User.objects.filter(pk__in=list(keys)).values_list("pk", "name")}


def present(viewer: Actor, filing_id: int, section: str, at: datetime) -> list[str]:
    """Who else has the section open now: names, those of the firm and the person alike."""
    since = at - timedelta(seconds=PRESENT_FOR)
    found = (
        Presence.objects.filter(filing=filing_id, section=section, seen_at__gt=since)
        .exclude(user=viewer.user_id)
        .order_by("user__name", "id")
    )
    return [name or "Somebody" for name in found.values_list("user__name", flat=True)]
