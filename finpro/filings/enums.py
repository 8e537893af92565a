"""Types and states of filings (forms.md 2.1, 2.4; names of the states are ours)."""

from django.db.models import TextChoices


class FormCode(TextChoices):
    """The legal forms that are filed here."""

    U4 = "u4", "Form U4"


class FilingType(TextChoices):
    """The types of filing of Form U4; what each must hold is in the form's specification."""

    INITIAL = "INITIAL", "Initial"
    RELICENSE = "RELICENSE", "Relicense"
    DUAL = "DUAL", "Dual"
    AMENDMENT = "AMENDMENT", "Amendment"
    PAGE2_INITIAL = "PAGE2_INITIAL", "Page 2 initial"
    PAGE2_AMENDMENT = "PAGE2_AMENDMENT", "Page 2 amendment"
    CONCURRENCE = "CONCURRENCE", "Concurrence"


class Access(TextChoices):
    """How far the person may edit a draft."""

    NONE = "NONE", "Closed to the person"
    PARTIAL = "PARTIAL", "Some sections are open"
    FULL = "FULL", "Every section that may be open is"


class CommentSide(TextChoices):
    """Who tells the other something."""

    FIRM = "FIRM", "Firm"
    PERSON = "PERSON", "Person"


class State(TextChoices):
    """From draft to decision."""

    DRAFT = "DRAFT", "Draft"
    REP_EDITING = "REP_EDITING", "Open to the person"
    FIRM_REVIEW = "FIRM_REVIEW", "Handed back to the firm"
    PENDING_REP_SIGNATURE = "PENDING_REP_SIGNATURE", "Waiting for the person’s signature"
    REP_SIGNED = "REP_SIGNED", "Signed by the person"
    READY_TO_SUBMIT = "READY_TO_SUBMIT", "Ready to file"
    SUBMITTED = "SUBMITTED", "Filed, being processed"
    ACCEPTED = "ACCEPTED", "Accepted"
    REJECTED = "REJECTED", "Rejected"
    DELETED = "DELETED", "Deleted"
    EXPIRED = "EXPIRED", "Expired"
    INVALIDATED = "INVALIDATED", "Overtaken by the record"


_FIRM = "a filer of the firm"
# From, to: who. Every move of a filing is one of these; the database refuses the rest.
TRANSITIONS: dict[tuple[State, State], str] = {
    (State.DRAFT, State.REP_EDITING): f"{_FIRM} opens sections to the person",
    (State.FIRM_REVIEW, State.REP_EDITING): f"{_FIRM} asks the person for more",
    (State.REP_EDITING, State.FIRM_REVIEW): "the person hands back",
    (State.REP_EDITING, State.DRAFT): f"{_FIRM} closes the draft to the person",
    (State.FIRM_REVIEW, State.DRAFT): f"{_FIRM} closes the draft to the person",
    (State.DRAFT, State.PENDING_REP_SIGNATURE): f"{_FIRM} sends for signature; nothing is open",
    (State.FIRM_REVIEW, State.PENDING_REP_SIGNATURE): f"{_FIRM} sends for signature; nothing is open",
    (State.PENDING_REP_SIGNATURE, State.REP_SIGNED): "the person signs",
    (State.PENDING_REP_SIGNATURE, State.DRAFT): f"{_FIRM} recalls it",
    (State.PENDING_REP_SIGNATURE, State.REP_EDITING): f"{_FIRM} recalls it and opens it again",
    (State.PENDING_REP_SIGNATURE, State.FIRM_REVIEW): "the person declines, with a reason, or it expires",
    (State.REP_SIGNED, State.DRAFT): f"{_FIRM} edits; the signature is superseded",
    (State.DRAFT, State.READY_TO_SUBMIT): "a signatory signs; the person signed on paper or need not",
    (
        State.FIRM_REVIEW,
        State.READY_TO_SUBMIT,
    ): "a signatory signs; the person signed on paper or need not",
    (State.REP_SIGNED, State.READY_TO_SUBMIT): "a signatory signs",
    (State.READY_TO_SUBMIT, State.DRAFT): f"{_FIRM} reopens; signatures are superseded",
    (State.READY_TO_SUBMIT, State.SUBMITTED): f"{_FIRM} files",
    (State.SUBMITTED, State.ACCEPTED): "it is applied to the record",
    (State.SUBMITTED, State.REJECTED): "it is refused as a whole, with reasons",
    (State.REJECTED, State.DRAFT): f"{_FIRM} mends it",
    **{
        (state, end): who
        for state in (State.DRAFT, State.REP_EDITING, State.FIRM_REVIEW, State.REP_SIGNED, State.REJECTED)
        for end, who in (
            (State.DELETED, f"{_FIRM} deletes it"),
            (State.EXPIRED, "nobody touched it for as long as the rulebook says"),
            (State.INVALIDATED, "the record it was made from has changed"),
        )
    },
}
# Nothing changes any more.
FINAL = frozenset({State.ACCEPTED, State.DELETED, State.EXPIRED, State.INVALIDATED})
# Answers may be written.
EDITABLE = frozenset({State.DRAFT, State.REP_EDITING, State.FIRM_REVIEW, State.REP_SIGNED})
# The person may write what is open to him or her; also after handing back (forms.md 2.4).
OPEN_TO_PERSON = frozenset({State.REP_EDITING, State.FIRM_REVIEW})
# Nothing has been filed yet, and it may still come to that.
UNFILED = frozenset(set(State) - FINAL - {State.SUBMITTED})
