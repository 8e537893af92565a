"""Working on one draft side by side: who is there, which sections are done, and what one side tells the other."""

from datetime import datetime

from django.db import connection

from finpro.audit import services as audit
from finpro.filings import permissions
from finpro.filings.enums import CommentSide
from finpro.filings.models import Comment, Filing, SectionShare
from finpro.filings.policies import sections
from finpro.filings.services import moves
from finpro.filings.services.answers import check_write
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.rulebook.forms import loader

LONGEST = 2_000  # characters of a comment

_SEEN = """
INSERT INTO filings_presence (filing_id, section, user_id, hat, seen_at)
SELECT f.id, %(section)s, %(user)s, %(hat)s, %(at)s FROM filings_filing f
WHERE f.id = %(filing)s AND (f.firm_id = %(firm)s OR f.person_id = %(person)s)
ON CONFLICT (filing_id, section, user_id) DO UPDATE SET seen_at = EXCLUDED.seen_at, hat = EXCLUDED.hat
"""


def heartbeat(*, filing_id: int, section: str, by: Actor, at: datetime) -> None:
    """Note that the actor has this section open now. It informs only, so no event tells of it; a stranger's does
    nothing."""
    firm = by.firm_id if by.hat is Hat.FIRM else None
    person = by.person_id if by.hat is Hat.PERSON else None
    with connection.cursor() as cursor:
        cursor.execute(
            _SEEN,
            {
                "filing": filing_id,
                "section": section,
                "user": by.user_id,
                "hat": by.hat.value,
                "at": at,
                "firm": firm,
                "person": person,
            },
        )


def mark_done(*, filing_id: int, section: str, done: bool, by: Actor, at: datetime) -> SectionShare:
    """Say that the actor's side is done with a section, or not after all. Raises as writing in it would, and
    NotFound for what is no section of the form."""
    filing = moves.lock(filing_id)
    check_write(filing, section, by)
    _check_section(filing, section)
    share, _ = SectionShare.objects.get_or_create(filing=filing, section=section)
    side = "rep_done_at" if by.hat is Hat.PERSON else "firm_done_at"
    if (getattr(share, side) is not None) == done:
        return share
    setattr(share, side, at if done else None)
    share.save(update_fields=[side])
    audit.record(
        tag="filing:section:marked",
        by=by,
        at=at,
        subject=f"filing:{filing.pk}",
        data={"section": section, "done": done},
    )
    return share


def comment(*, filing_id: int, section: str, text: str, by: Actor, at: datetime) -> Comment:
    """Tell the other side something about a section. Raises NotFound for another's filing and for what is no section
    of it, Invalid for no text."""
    filing = _seen(filing_id, by)
    _check_section(filing, section)
    words = text.replace("\x00", " ").strip()
    if not words or len(words) > LONGEST:
        message = "Enter a comment" if not words else f"A comment has at most {LONGEST:,} characters"
        raise errors.Invalid(message, [errors.Finding("DRF-05", "error", "/text", message)])
    side = CommentSide.PERSON if by.hat is Hat.PERSON else CommentSide.FIRM
    written = Comment.objects.create(filing=filing, section=section, side=side, text=words, at=at, by=by.label)
    audit.record(tag="filing:comment:written", by=by, at=at, subject=f"filing:{filing.pk}", data={"section": section})
    return written


def resolve(*, filing_id: int, comment_id: int, by: Actor, at: datetime) -> Comment:
    """Settle a comment; either side may. Settled already, nothing happens. Raises NotFound for another filing's."""
    filing = _seen(filing_id, by)
    found = Comment.objects.select_for_update().filter(pk=comment_id, filing=filing).first()
    if found is None:
        raise errors.NotFound("There is no such comment on this form.")
    if found.resolved_at is None:
        found.resolved_at, found.resolved_by = at, by.label
        found.save(update_fields=["resolved_at", "resolved_by"])
        audit.record(
            tag="filing:comment:resolved",
            by=by,
            at=at,
            subject=f"filing:{filing.pk}",
            data={"section": found.section},
        )
    return found


def _check_section(filing: Filing, section: str) -> None:
    """What comes from an address is looked up before it is kept: events and tables hold keys of the form alone."""
    if not sections.is_drafted(loader.get(filing.form, filing.version), filing.type, section):
        raise errors.NotFound("There is no such section on this form.")


def _seen(filing_id: int, by: Actor) -> Filing:
    filing = Filing.objects.filter(pk=filing_id).first()
    if filing is None:
        raise errors.NotFound(permissions.NO_DRAFT)
    permissions.see(by, filing.firm_id, filing.person_id, filing.state)
    return filing
