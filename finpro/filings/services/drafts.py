"""A draft from its creation to its end: begun by a firm, opened to the person and closed again, deleted, expired."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from finpro.audit import services as audit
from finpro.filings import notices, permissions
from finpro.filings.enums import UNFILED, Access, FilingType, FormCode, State
from finpro.filings.models import Answer, Entry, Filing, SectionShare
from finpro.filings.policies import documents, work
from finpro.filings.policies.sections import HEADER
from finpro.filings.selectors import told
from finpro.filings.services import moves, telling
from finpro.filings.services.signing import supersede, void
from finpro.kernel import db, errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.rulebook import lookup as rulebook


def create(
    *,
    person_id: int,
    kind: FilingType,
    version: str,
    base: Mapping[str, Any],
    by: Actor,
    at: datetime,
    form: FormCode = FormCode.U4,
) -> Filing:
    """Begin a draft about a person for the actor's firm, filled with `base`: what the record says, as a document.

    Raises Forbidden without the entitlement, Refusal where a filing of the firm about the person is open already.
    """
    firm_id = by.firm_id or 0
    permissions.draft_for_firm(by, firm_id)
    db.advisory_lock(f"filings:{firm_id}:{person_id}")
    if Filing.objects.filter(firm=firm_id, person=person_id, state__in=sorted(UNFILED)).exists():
        raise errors.Refusal(
            "Your firm has a draft about this person already. Nothing was changed. Open it in the list of filings, or "
            "delete it there first.",
            "DRF-02",
        )
    filing = Filing.objects.create(
        form=form,
        version=version,
        type=kind,
        firm_id=firm_id,
        person_id=person_id,
        base=dict(base),
        created_at=at,
        created_by=by.label,
        moved_at=at,
        touched_at=at,
    )
    _fill(filing, base, by, at)
    moves.note(filing=filing, before=None, by=by, at=at)
    audit.record(
        tag="filing:draft:created", by=by, at=at, subject=f"filing:{filing.pk}", data={"type": FilingType(kind).value}
    )
    return filing


def _fill(filing: Filing, base: Mapping[str, Any], by: Actor, at: datetime) -> None:
    scattered = documents.scatter({key: value for key, value in base.items() if key != HEADER})
    Entry.objects.bulk_create(
        Entry(filing=filing, list=row.list, row=row.id, position=row.position, added_at=at, added_by=by.label)
        for row in scattered.rows
    )
    Answer.objects.bulk_create(
        Answer(filing=filing, path=path, value=value, changed_at=at, changed_by="system:prefill", hat="system")
        for path, value in scattered.answers.items()
    )


def give_access(
    *, filing_id: int, access: Access, sections: Collection[str], by: Actor, at: datetime, tell: bool = True
) -> Filing:
    """Open sections to the person, or close the draft to him or her (`access` NONE, no sections).

    `sections` are the keys of those that are open afterwards. Opened, the draft is the person's task; with `tell` a
    mail says so. Raises NotFound for another firm's draft, Refusal where it cannot be opened now.
    """
    filing = locked(filing_id, by)
    state, before = State(filing.state), Access(filing.access)
    opening = access != Access.NONE
    if opening and not sections:
        raise errors.Invalid(
            "Choose at least one section.",
            [errors.Finding("DRF-04", "error", "/sections", "Choose at least one section to open")],
        )
    permissions.share(by, filing.firm_id, state)
    for section in SectionShare.objects.filter(filing=filing).exclude(section__in=sections):
        if section.rep_may_edit:
            section.rep_may_edit = False
            section.save(update_fields=["rep_may_edit"])
    for name in sections:
        SectionShare.objects.update_or_create(filing=filing, section=name, defaults={"rep_may_edit": opening})
    filing.access = access
    filing.save(update_fields=["access"])
    to = State.REP_EDITING if opening else State.DRAFT
    if state is not to:
        moves.move(filing=filing, to=to, by=by, at=at)
    audit.record(
        tag="filing:access:changed",
        by=by,
        at=at,
        subject=f"filing:{filing.pk}",
        data={"access": Access(access).value, "open": len(sections), "sections": sorted(sections)},
    )
    if opening and tell and (before == Access.NONE or state is State.FIRM_REVIEW):
        again = state is State.FIRM_REVIEW
        telling.tell_person(
            filing, notices.DraftReopened if again else notices.DraftShared, f"{at.timestamp():.0f}", by, at
        )
    return filing


def remind(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """Remind the person by mail of a form that waits to be filled in; at most once a day, whoever asks (DRF-06).

    Raises NotFound for another firm's draft, Refusal where it does not wait for the person, where nobody can be
    reminded, or where the person was reminded today.
    """
    filing = locked(filing_id, by)
    if filing.state != State.REP_EDITING:
        raise errors.Refusal("This form does not wait for the person to fill it in. Nobody was reminded.", "DRF-06")
    if told.person_of(filing) is None:
        raise errors.Refusal(
            "The person has no account that is bound to the record yet, so there is nobody to remind.", "DRF-06"
        )
    if told.reminded_on(filing, legal_date(at)):
        raise errors.Refusal("The person was reminded today already. Once a day is enough.", "DRF-06")
    telling.tell_person(filing, notices.DraftReminder, f"{at.timestamp():.0f}", by, at)
    audit.record(tag="filing:draft:reminded", by=by, at=at, subject=f"filing:{filing.pk}")
    return filing


def hand_back(*, filing_id: int, by: Actor, at: datetime) -> Filing:
    """The person says that his or her part is done; what is open stays open. Done twice, nothing happens.

    Raises NotFound for another's filing, Refusal where it is not with the person.
    """
    filing = moves.lock(filing_id)
    permissions.see(by, filing.firm_id, filing.person_id, filing.state)
    permissions.hand_back(by, filing.person_id)
    if filing.state == State.FIRM_REVIEW:
        return filing
    moves.move(filing=filing, to=State.FIRM_REVIEW, by=by, at=at)
    audit.record(tag="filing:draft:handed_back", by=by, at=at, subject=f"filing:{filing.pk}")
    telling.tell_firm(filing, notices.HandedBack, f"{at.timestamp():.0f}", by, at)
    return filing


def reopen(*, filing_id: int, by: Actor, at: datetime, reason: str = "") -> Filing:
    """Make what was rejected, or signed and not filed yet, a draft again; signatures are superseded.

    Raises NotFound for another firm's filing, Refusal for any other state. A draft already, nothing happens.
    """
    filing = locked(filing_id, by)
    if filing.state == State.DRAFT:
        return filing
    if filing.state in {State.READY_TO_SUBMIT, State.REP_SIGNED, State.REJECTED}:
        supersede(filing=filing, pointers=[], by=by, at=at)
    else:
        moves.move(filing=filing, to=State.DRAFT, by=by, at=at, reason=reason)
    audit.record(tag="filing:draft:reopened", by=by, at=at, subject=f"filing:{filing.pk}")
    return filing


def delete(*, filing_id: int, by: Actor, at: datetime, reason: str = "") -> Filing:
    """Give a draft up: it can no longer be changed or filed, and its history stays. Deleted already, nothing happens.

    Raises NotFound for another firm's draft, Refusal for what was sent for signature or filed.
    """
    filing = locked(filing_id, by)
    if filing.state == State.DELETED:
        return filing
    moves.move(filing=filing, to=State.DELETED, by=by, at=at, reason=reason)
    void(filing=filing, pointers=[], by=by, at=at)
    audit.record(tag="filing:draft:deleted", by=by, at=at, subject=f"filing:{filing.pk}", reason=reason)
    return filing


def expire(*, filing_id: int, by: Actor, at: datetime) -> bool:
    """End a draft that nobody touched for as long as the rulebook says (U4_DRAFT_DAYS); whether it was ended."""
    filing = moves.lock(filing_id)
    days = rulebook.on(legal_date(at)).number("u4_draft_days")
    if filing.touched_at > at - timedelta(days=days) or filing.state not in work.EXPIRING:
        return False
    moves.move(filing=filing, to=State.EXPIRED, by=by, at=at)
    void(filing=filing, pointers=[], by=by, at=at)
    audit.record(tag="filing:draft:expired", by=by, at=at, subject=f"filing:{filing.pk}")
    return True


def warn(*, filing_id: int, by: Actor, at: datetime) -> None:
    """Tell the firm that a draft is about to expire; once for each time that it was left alone."""
    filing = moves.lock(filing_id)
    telling.tell_firm(filing, notices.Expiring, f"{filing.touched_at.timestamp():.0f}", by, at)


def locked(filing_id: int, by: Actor) -> Filing:
    """A draft of the actor's firm, locked. Raises NotFound for any other, Forbidden without the entitlement."""
    filing = moves.lock(filing_id)
    permissions.draft_for_firm(by, filing.firm_id)
    return filing
