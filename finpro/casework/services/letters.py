"""Letters about requests: sent by staff, answered by the firm, closed by staff."""

from dataclasses import dataclass, field
from datetime import datetime

from finpro.audit import services as audit
from finpro.casework import notices, permissions
from finpro.casework.enums import LetterOutcome, Work
from finpro.casework.models import Letter, LetterAnswer
from finpro.casework.policies import letters, work
from finpro.casework.selectors.readiness import told
from finpro.casework.services.desk import invalid, step, to_work_on
from finpro.kernel import errors, ids
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.clock import legal_date
from finpro.notices import services as outbox
from finpro.registry.models import Deficiency
from finpro.rulebook import lookup as rulebook


@dataclass(frozen=True, slots=True)
class Written:
    """A letter as somebody wrote it: the template it began from, and its text."""

    template: str
    text: str = field(repr=False)


def send_letter(*, deficiency_id: int, written: Written, by: Actor, at: datetime) -> Letter:
    """Send a letter about what a request lacks. It stands as it was sent; firm and person are told by mail.

    Sent twice by a double click it goes out once. Raises as `take_work`, Refusal while another letter about the same is
    open, Invalid for a text with blanks, for none and for a very long one, and for a template that is none.
    """
    missing = Deficiency.objects.select_for_update(of=("self",)).filter(pk=deficiency_id).first()
    if missing is None:
        raise errors.NotFound(permissions.NO_WORK)
    found = to_work_on(work.subject_of(Work.REQUEST, missing.request_id), by)
    before = Letter.objects.filter(deficiency=missing, closed_at=None).first()
    text = written.text.strip().replace("\r\n", "\n")
    if before is not None and before.text == text:
        return before
    if before is not None:
        raise errors.Refusal(f"Letter {before.number} about the same waits for an answer. Nothing was sent.")
    on = legal_date(at)
    template = rulebook.on(on).letters.get(written.template)
    if template is None:
        raise invalid("template", "Choose a letter from the list")
    if fault := letters.fault(written.text):
        raise invalid("text", fault)
    letter = Letter.objects.create(
        number=ids.reference(),
        request_id=missing.request_id,
        deficiency=missing,
        template=template.code,
        heading=template.title,
        text=text,
        sent_at=at,
        sent_by=by.label,
        answer_by=letters.answer_by(on),
    )
    step(found=found, what="letter", by=by, at=at, reasons=[missing.reason])
    data = {"work": found.subject, "letter": letter.number, "missing": missing.reason}
    audit.record(tag="work:letter:sent", by=by, at=at, subject=f"crd:{found.crd}", data=data)
    _mail(notices.LetterSent, letter, by, at)
    return letter


def answer_letter(*, number: str, text: str, by: Actor, at: datetime) -> LetterAnswer:
    """Somebody of the firm answers. Raises NotFound for another firm's letter, Refusal for a closed one, Invalid for
    an empty or very long answer."""
    letter = Letter.objects.select_for_update(of=("self",)).select_related("request").filter(number=number).first()
    if letter is None or by.hat is not Hat.FIRM or letter.request.firm_id != by.firm_id:
        raise errors.NotFound(permissions.NO_LETTER)
    permissions.answer_letters(by)
    if letter.closed_at is not None:
        raise errors.Refusal("This letter is closed. Nothing was sent.")
    said = text.strip().replace("\r\n", "\n")
    if not said or len(said) > letters.LONGEST or "\x00" in said:
        raise invalid("text", f"Write your answer, in {letters.LONGEST:,} characters or fewer")
    row = LetterAnswer.objects.create(letter=letter, at=at, by=by.label, text=said)
    data = {"letter": letter.number, "request": letter.request_id}
    audit.record(tag="work:letter:answered", by=by, at=at, subject=f"request:{letter.request_id}", data=data)
    return row


def close_letter(*, number: str, outcome: LetterOutcome, by: Actor, at: datetime) -> Letter:
    """The answer is enough, or the letter is taken back. Closed already, nothing happens.

    Raises as `take_work`, and Refusal where an answer would be accepted that is not there.
    """
    letter = Letter.objects.select_for_update(of=("self",)).select_related("deficiency").filter(number=number).first()
    if letter is None:
        raise errors.NotFound(permissions.NO_LETTER)
    found = to_work_on(work.subject_of(Work.REQUEST, letter.request_id), by)
    if letter.closed_at is not None:
        return letter
    if outcome is LetterOutcome.ACCEPTED and not letter.answers.exists():
        raise errors.Refusal("The firm has not answered this letter. Nothing was changed. Take it back instead.")
    letter.closed_at, letter.closed_by, letter.outcome = at, by.label, outcome
    letter.save(update_fields=["closed_at", "closed_by", "outcome"])
    step(
        found=found,
        what="letter_accepted" if outcome is LetterOutcome.ACCEPTED else "letter_taken_back",
        by=by,
        at=at,
        reasons=[letter.deficiency.reason],
    )
    data = {"work": found.subject, "letter": letter.number, "outcome": outcome.value}
    audit.record(tag="work:letter:closed", by=by, at=at, subject=f"crd:{found.crd}", data=data)
    _mail(notices.LetterAccepted, letter, by, at)
    return letter


def _mail(kind: type[notices.LetterNotice], letter: Letter, by: Actor, at: datetime) -> None:
    for user_id in told(letter.request_id):
        outbox.queue(
            kind=kind,
            cause=f"letter:{letter.number}",
            recipient=kind.recipient_of(user_id),
            data={"letter": letter.number, "request": letter.request_id},
            by=by,
            at=at,
        )
