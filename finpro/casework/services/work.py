"""Working on a case: taken by one of the registry, asked about, answered by the person, decided."""

from collections.abc import Sequence
from datetime import datetime

from finpro.accounts import selectors as accounts
from finpro.accounts.policies import WRONG_PASSWORDS
from finpro.audit import services as audit
from finpro.casework import notices, permissions, policies
from finpro.casework.enums import Kind, Outcome, State
from finpro.casework.models import Assignment, Case, Step
from finpro.casework.selectors import humans
from finpro.casework.services.cases import add_entry
from finpro.identity.enums import OPEN
from finpro.kernel import errors, limits
from finpro.kernel.actor import Actor
from finpro.notices import services as outbox

LONGEST = 2_000  # characters of a message or a note


def take(*, number: str, by: Actor, at: datetime, instead_of: int | None = None) -> Case:
    """Make the case the actor's own, so that nobody else works on it.

    Of two who take it at once one gets it; the other is told who (Refusal). `instead_of` is the account of the owner
    from whom it is taken over on purpose. Raises Forbidden for a case about oneself.
    """
    case = _to_work_on(number, by)
    if case.owner_id == by.user_id and case.state != State.CLOSED:
        return case
    if case.state == State.CLOSED or (case.owner_id is not None and case.owner_id != instead_of):
        raise errors.Refusal(_elsewhere(case, at))
    before, case.owner_id = case.owner_id, by.user_id
    if case.state == State.OPEN:
        case.state = State.WORKING
    _save(case, at)
    add_entry(case=case, what="taken" if before is None else "taken_over", by=by, at=at)
    audit.record(
        tag="case:case:taken", by=by, at=at, subject=_subject(case), data={"case": case.number, "from": before}
    )
    return case


def give_back(*, number: str, by: Actor, at: datetime) -> Case:
    """Let somebody else take the case. Raises Refusal while it waits for the person, or where it is another's."""
    case = _to_work_on(number, by)
    if case.state == State.OPEN:
        return case
    _own(case, by, at)
    if case.state == State.WAITING:
        raise errors.Refusal("This case waits for the person's answer. It can be given back once it is there.")
    case.state, case.owner_id = State.OPEN, None
    _save(case, at)
    add_entry(case=case, what="given_back", by=by, at=at)
    audit.record(tag="case:case:given_back", by=by, at=at, subject=_subject(case), data={"case": case.number})
    return case


def note(*, number: str, text: str, by: Actor, at: datetime) -> Case:
    """Write something down for the registry alone. Raises Invalid for an empty or very long text."""
    case = _to_work_on(number, by)
    _own(case, by, at)
    add_entry(case=case, what="noted", by=by, at=at, note=_text(text, "what you want to note"))
    audit.record(tag="case:case:noted", by=by, at=at, subject=_subject(case), data={"case": case.number})
    return case


def ask_person(*, number: str, message: str, by: Actor, at: datetime) -> Case:
    """Ask the person for something; he or she is told by mail, which says nothing of it, and answers on the site.

    Raises Invalid for an empty or very long message. Asked again by a double click, nothing more is sent.
    """
    case = _to_work_on(number, by)
    _own(case, by, at)
    if case.state == State.WAITING:
        return case
    if case.account_id is None:
        raise errors.Refusal("This case belongs to no account, so nobody could answer. Call the person instead.")
    case.state = State.WAITING
    _save(case, at)
    entry = add_entry(case=case, what="asked", by=by, at=at, message=_text(message, "what you need to know"))
    outbox.queue(
        kind=notices.Asked,
        cause=f"case:{case.number}:{entry.pk}",
        recipient=notices.CaseNotice.recipient_of(case.account_id),
        data={"case": case.number},
        by=by,
        at=at,
    )
    audit.record(tag="case:case:asked", by=by, at=at, subject=_subject(case), data={"case": case.number})
    return case


def answer(*, number: str, message: str, by: Actor, at: datetime) -> Case:
    """The person answers, and the case goes back to who asked. Raises NotFound for another's case.

    Raises Invalid for an empty or very long message. A second click finds the case with the registry already.
    """
    case = Case.objects.select_for_update().filter(number=number, account_id=by.user_id).first()
    if case is None or by.user_id is None:
        raise errors.NotFound(permissions.NO_CASE)
    if case.state == State.CLOSED:
        raise errors.Refusal("This case is closed. Nothing was sent. If you still need help, call support.")
    if case.state != State.WAITING:
        return case
    case.state = State.WORKING
    _save(case, at)
    add_entry(case=case, what="answered", by=by, at=at, message=_text(message, "your answer"))
    audit.record(tag="case:case:answered", by=by, at=at, subject=_subject(case), data={"case": case.number})
    return case


def decide(
    *,
    number: str,
    outcome: Outcome,
    reasons: Sequence[str],
    note: str,
    message: str,
    by: Actor,
    at: datetime,
    person_id: int | None = None,
) -> Case:
    """Close the case, granted or refused, for `reasons` (codes of the rulebook's case reasons). The person is told.

    `message` is read by the person beside the sentences of the reasons, `note` by the registry alone. `person_id` is to
    whom the account is going to be bound, where the case itself does not say. What follows from the decision is done by
    the journey in the same transaction. Raises Forbidden where deciding needs more than working on it, Invalid for
    reasons that do not belong to kind and outcome.
    """
    case = _to_work_on(number, by, person_id)
    if case.state == State.CLOSED and case.closed_by == by.label and case.outcome == outcome:
        return case
    _own(case, by, at)
    about = policies.ABOUT[Kind(case.kind)]
    if about == policies.IDENTITY:
        permissions.decide_identity(by)
    if not reasons or not all(policies.fits(code, about, outcome, at) for code in reasons):
        raise _invalid("/reasons", "Choose at least one reason that fits the decision")
    case.state, case.outcome = State.CLOSED, outcome
    case.reasons = [*case.reasons, *reasons]
    case.closed_at, case.closed_by = at, by.label
    _save(case, at)
    add_entry(case=case, what=outcome.value.lower(), by=by, at=at, note=note[:LONGEST], message=message[:LONGEST])
    audit.record(
        tag="case:case:decided",
        by=by,
        at=at,
        subject=_subject(case),
        data={"case": case.number, "outcome": outcome.value, "reasons": list(reasons)},
    )
    if case.account_id is not None:
        outbox.queue(
            kind=notices.Decided,
            cause=f"case:{case.number}",
            recipient=notices.CaseNotice.recipient_of(case.account_id),
            data={"case": case.number},
            by=by,
            at=at,
        )
    return case


def close(*, number: str, by: Actor, at: datetime) -> Case:
    """Close a case without a decision, because what it waited for was settled another way while somebody had it.

    Raises Refusal while there is still something to decide.
    """
    case = _to_work_on(number, by)
    if case.state == State.CLOSED:
        return case
    _own(case, by, at)
    proof = humans.proof_of(case.subject)
    if proof is None or proof.state in OPEN:
        raise errors.Refusal("There is still something to decide in this case. Nothing was changed.")
    case.state, case.outcome = State.CLOSED, Outcome.SETTLED
    case.closed_at, case.closed_by = at, by.label
    _save(case, at)
    add_entry(case=case, what="settled_itself", by=by, at=at)
    audit.record(tag="case:case:settled", by=by, at=at, subject=_subject(case), data={"case": case.number})
    return case


def unlock(*, user_id: int, by: Actor, at: datetime) -> None:
    """Open an account that was closed to its password after too many wrong ones; its owner still needs the password.

    Raises Forbidden without the entitlement, or for an account of the same human, NotFound where there is none.
    """
    email = accounts.personal_address(user_id)
    if not email or by.user_id is None:
        raise errors.NotFound("There is no such account, or it was removed.")
    permissions.work_on(by, humans.human(by.user_id), humans.human(user_id))
    limits.forgive(WRONG_PASSWORDS, email)
    audit.record(tag="case:account:unlocked", by=by, at=at, subject=f"account:{user_id}")


def release(*, user_id: int, by: Actor, at: datetime) -> int:
    """Give back whatever somebody holds who no longer works for the registry; how much. Those that wait for an
    answer go on waiting, without an owner: whoever takes them over reads it."""
    held = Case.objects.select_for_update().filter(owner_id=user_id).exclude(state=State.CLOSED).order_by("id")
    mine = Assignment.objects.filter(owner=user_id)
    Step.objects.bulk_create(
        Step(subject=subject, at=at, by=by.label, what="given_back")
        for subject in mine.order_by("id").values_list("subject", flat=True)
    )
    count = mine.delete()[0]
    for case in held:
        case.owner_id = None
        if case.state == State.WORKING:
            case.state = State.OPEN
        _save(case, at)
        add_entry(case=case, what="given_back", by=by, at=at)
        audit.record(tag="case:case:given_back", by=by, at=at, subject=_subject(case), data={"case": case.number})
        count += 1
    return count


def _to_work_on(number: str, by: Actor, person_id: int | None = None) -> Case:
    case = Case.objects.select_for_update().filter(number=number).first()
    if case is None or by.user_id is None:
        raise errors.NotFound(permissions.NO_CASE)
    whose = humans.of_case(case, person_id=person_id)
    permissions.work_on(by, humans.human(by.user_id), whose)
    return case


def _own(case: Case, by: Actor, at: datetime) -> None:
    if case.state == State.CLOSED or case.owner_id != by.user_id:
        raise errors.Refusal(_elsewhere(case, at))


def _elsewhere(case: Case, at: datetime) -> str:
    if case.state == State.CLOSED:
        return "This case is closed already. Nothing was changed. What is still needed takes a new case."
    if case.owner_id is None:
        return "Nobody holds this case. Nothing was changed. Take it first."
    name = humans.name_of(case.owner_id) or f"Account {case.owner_id}"
    return f"{name} has this case; its last step was {policies.age(case.moved_at, at)} ago. Nothing was changed."


def _text(typed: str, what: str) -> str:
    text = typed.strip()
    if not text or len(text) > LONGEST or "\x00" in text:
        raise _invalid("/message", f"Write {what}, in {LONGEST:,} characters or fewer")
    return text


def _invalid(pointer: str, message: str) -> errors.Invalid:
    return errors.Invalid(message, [errors.Finding("case", "error", pointer, message)])


def _subject(case: Case) -> str:
    return f"account:{case.account_id}" if case.account_id else case.subject


def _save(case: Case, at: datetime) -> None:
    case.moved_at = at
    case.save()
