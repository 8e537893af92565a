"""Working on what the record has waiting: taken, given back, noted, looked at point by point. Nothing of the record
itself changes here."""

from collections.abc import Sequence
from datetime import datetime

from finpro.access.models import StaffRole
from finpro.audit import services as audit
from finpro.casework import permissions, policies
from finpro.casework.enums import Work
from finpro.casework.models import Assignment, Batch, Step, Tick
from finpro.casework.selectors import humans
from finpro.casework.selectors.subjects import About, about
from finpro.casework.services.work import LONGEST
from finpro.kernel import errors, ids
from finpro.kernel.actor import Actor
from finpro.rulebook import lookup as rulebook


def take_work(*, subject: str, by: Actor, at: datetime, instead_of: int | None = None) -> Assignment:
    """Make a piece of work the actor's own. Of two who take it at once the second is told who has it (Refusal).

    `instead_of` is the account of the owner from whom it is taken over on purpose. Raises Forbidden without the
    entitlement or for what is too near to the actor (rule RV-01), NotFound where there is no such work.
    """
    found = to_work_on(subject, by)
    row, fresh = Assignment.objects.select_for_update().get_or_create(
        subject=subject, defaults={"owner_id": by.user_id or 0, "since": at, "by": by.label}
    )
    if not fresh:
        if row.owner_id == by.user_id:
            return row
        if row.owner_id != instead_of:
            raise errors.Refusal(_elsewhere(row, at))
        row.owner_id, row.since, row.by = by.user_id or 0, at, by.label
        row.save()
    step(found=found, what="taken" if fresh else "taken_over", by=by, at=at)
    audit.record(tag="work:item:taken", by=by, at=at, subject=f"crd:{found.crd}", data={"work": subject})
    return row


def give_back_work(*, subject: str, by: Actor, at: datetime) -> None:
    """Let somebody else take it. Raises Refusal where another has it; nobody having it is fine."""
    found = to_work_on(subject, by)
    row = Assignment.objects.select_for_update().filter(subject=subject).first()
    if row is None:
        return
    if row.owner_id != by.user_id:
        raise errors.Refusal(_elsewhere(row, at))
    row.delete()
    step(found=found, what="given_back", by=by, at=at)
    audit.record(tag="work:item:given_back", by=by, at=at, subject=f"crd:{found.crd}", data={"work": subject})


def assign_work(*, subject: str, to: int, by: Actor, at: datetime) -> Assignment:
    """Give a piece of work to a colleague of the registry, whoever has it.

    Raises as `take_work`, and Refusal where the colleague may not work on it.
    """
    found = to_work_on(subject, by)
    role = StaffRole.objects.filter(user=to, ended_at=None).first()
    needed = "registrations.decide" if found.kind is Work.REQUEST else "disclosure.review"
    if role is None or needed not in role.entitlements:
        raise errors.Refusal("This colleague may not work on it. Nothing was changed.")
    whose = humans.of_person(found.person_id)
    if permissions.no_conflict.why_not(humans.human(to), whose, humans.firms_of(to), found.firm_id):
        raise errors.Refusal("This is too near to the colleague, who would decide about himself or herself.", "RV-01")
    row, fresh = Assignment.objects.select_for_update().get_or_create(
        subject=subject, defaults={"owner_id": to, "since": at, "by": by.label}
    )
    if fresh or row.owner_id != to:
        row.owner_id, row.since, row.by = to, at, by.label
        row.save()
        step(found=found, what="assigned", by=by, at=at)
        audit.record(
            tag="work:item:assigned", by=by, at=at, subject=f"crd:{found.crd}", data={"work": subject, "to": to}
        )
    return row


def keep_results(*, action: str, results: Sequence[tuple[str, bool, str]], by: Actor, at: datetime) -> Batch:
    """Keep what came of doing something to several, so that the page with it can be looked at again."""
    return Batch.objects.create(
        number=ids.reference(), owner_id=by.user_id or 0, at=at, action=action, results=[list(row) for row in results]
    )


def note_work(*, subject: str, text: str, by: Actor, at: datetime) -> Step:
    """Write something down for the registry alone. Raises Invalid for an empty or very long text."""
    found = to_work_on(subject, by)
    note = text.strip()
    if not note or len(note) > LONGEST or "\x00" in note:
        raise invalid("note", f"Write what you want to note, in {LONGEST:,} characters or fewer")
    line = step(found=found, what="noted", by=by, at=at, note=note)
    audit.record(tag="work:item:noted", by=by, at=at, subject=f"crd:{found.crd}", data={"work": subject})
    return line


def tick(*, subject: str, point: str, done: bool, by: Actor, at: datetime) -> bool:
    """Tick a point of the checklist, or take the tick back; whether anything changed.

    The first who ticked it stays named. Raises Invalid for a point that the rulebook never had.
    """
    found = to_work_on(subject, by)
    if point not in rulebook.codes("checklists"):
        raise invalid("point", "Choose a point of the list")
    if done:
        _, changed = Tick.objects.get_or_create(subject=subject, point=point, defaults={"at": at, "by": by.label})
    else:
        changed = Tick.objects.filter(subject=subject, point=point).delete()[0] > 0
    if changed:
        step(found=found, what="ticked" if done else "unticked", by=by, at=at, reasons=[point])
        audit.record(
            tag="work:point:ticked",
            by=by,
            at=at,
            subject=f"crd:{found.crd}",
            data={"work": subject, "point": point, "done": int(done)},
        )
    return changed


def to_work_on(subject: str, by: Actor) -> About:
    """What the subject names, for somebody who may work on it. Raises NotFound and Forbidden as `take_work`."""
    found = about(subject)
    if found.kind is Work.REQUEST:
        permissions.work_on_requests(by)
    else:
        permissions.review_disclosure(by)
    if by.user_id is None:
        raise errors.NotFound(permissions.NO_WORK)
    me = humans.human(by.user_id)
    permissions.no_conflict(me, humans.of_person(found.person_id), humans.firms_of(by.user_id), found.firm_id)
    return found


def step(
    *,
    found: About,
    what: str,
    by: Actor,
    at: datetime,
    reasons: list[str] | None = None,
    note: str = "",
    message: str = "",
) -> Step:
    """Add a line to the history of a piece of work. The event is the caller's."""
    return Step.objects.create(
        subject=found.subject,
        at=at,
        by=by.label,
        what=what,
        reasons=reasons or [],
        note=note[:LONGEST],
        message=message[:LONGEST],
    )


def invalid(field: str, message: str) -> errors.Invalid:
    """A finding at one field of a form."""
    return errors.Invalid(message, [errors.Finding("work", "error", f"/{field}", message)])


def _elsewhere(row: Assignment, at: datetime) -> str:
    name = humans.name_of(row.owner_id) or f"Account {row.owner_id}"
    return f"{name} has had this for {policies.age(row.since, at)}. Nothing was changed."
