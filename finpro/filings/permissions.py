"""Who may see a draft, write in it and move it. Each refusal is the sentence that the page shows beside the button."""

from finpro.filings.enums import EDITABLE, OPEN_TO_PERSON, State
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.rules import Rule

# Absent and another firm's read alike.
NO_DRAFT = "There is no such filing, or you may not see it. Look at the list of filings."
# What the person may look at: what was opened or sent to him or her, and what came of it. A closed draft is the firm's.
SEEN_BY_PERSON = OPEN_TO_PERSON | {
    State.PENDING_REP_SIGNATURE,
    State.REP_SIGNED,
    State.READY_TO_SUBMIT,
    State.SUBMITTED,
    State.ACCEPTED,
    State.REJECTED,
}


def _draft_for_firm(by: Actor, firm_id: int) -> None:
    """Create and change drafts of the own firm (U4I-06, ARE-05: nobody else creates one, by any route)."""
    if by.hat is not Hat.FIRM or by.firm_id != firm_id:
        raise errors.NotFound(NO_DRAFT)
    if not by.may("u4.draft"):
        raise errors.Forbidden("Drafting Form U4 needs an entitlement that you do not have. Ask your administrator.")


draft_for_firm = Rule(_draft_for_firm)


def _see(viewer: Actor, firm_id: int, person_id: int, state: str) -> None:
    """The firm sees its own filings, the person what was opened or sent to him or her."""
    if viewer.hat is Hat.FIRM and viewer.firm_id == firm_id:
        if not viewer.may("u4.submit"):
            _draft_for_firm(viewer, firm_id)
    elif not (viewer.hat is Hat.PERSON and viewer.person_id == person_id and state in SEEN_BY_PERSON):
        raise errors.NotFound(NO_DRAFT)


see = Rule(_see)


def _write(by: Actor, firm_id: int, person_id: int, state: str, *, section_open: bool) -> None:
    """Write in a section: the firm in any, the person in those that are open to him or her (U4I-05)."""
    if by.hat is Hat.FIRM:
        _draft_for_firm(by, firm_id)
    _see(by, firm_id, person_id, state)
    if state not in EDITABLE:
        raise errors.Refusal(_NOT_NOW.get(state, _CLOSED), "DRF-01")
    if by.hat is Hat.PERSON and state not in OPEN_TO_PERSON:
        raise errors.Forbidden(_CLOSED)
    if by.hat is Hat.PERSON and not section_open:
        raise errors.Forbidden("Your firm has not opened this section to you. You can read it.")


write = Rule(_write)

_CLOSED = "This filing is not open to be changed now."
_NOT_NOW: dict[str, str] = {
    State.PENDING_REP_SIGNATURE: "The form was sent for signature, so nobody can change it. The firm can take it back.",
    State.READY_TO_SUBMIT: "The form is signed and ready to file. The firm can reopen it, which voids the signatures.",
    State.SUBMITTED: "The form was filed and is being processed. Nothing in it can be changed any more.",
    State.ACCEPTED: "The form was accepted. What it says is changed by another filing.",
    State.REJECTED: "The filing was rejected. The firm can reopen it and mend it.",
    State.DELETED: "This draft was deleted. Nothing in it can be changed any more.",
    State.EXPIRED: "This draft has expired, because nobody worked on it. Nothing in it can be changed any more.",
    State.INVALIDATED: "The record has changed since this draft was made from it, so it can no longer be filed.",
}


def _share(by: Actor, firm_id: int, state: str) -> None:
    """Open sections to the person, or close them: the firm's, while it is being drafted."""
    _draft_for_firm(by, firm_id)
    if state not in EDITABLE - {State.REP_SIGNED}:
        raise errors.Refusal(
            "The form can be opened to the person only while it is a draft. Recall or reopen it first.", "DRF-01"
        )


share = Rule(_share)


def _hand_back(by: Actor, person_id: int) -> None:
    """The person alone says that his or her part is done."""
    if by.hat is not Hat.PERSON or by.person_id != person_id:
        raise errors.NotFound(NO_DRAFT)


hand_back = Rule(_hand_back)


def _see_signing(viewer: Actor, firm_id: int, person_id: int, state: str) -> None:
    """See what is signed and how: whoever of the firm drafts or files, and the person once it was sent to sign."""
    if viewer.hat is Hat.FIRM and viewer.firm_id == firm_id:
        if not (viewer.may("u4.draft") or viewer.may("u4.submit")):
            raise errors.Forbidden("Form U4 needs an entitlement that you do not have. Ask your administrator.")
    elif viewer.hat is Hat.STAFF:
        if not viewer.may("record.view"):
            raise errors.Forbidden("Seeing filings needs an entitlement that you do not have.")
    elif not (viewer.hat is Hat.PERSON and viewer.person_id == person_id and state in SEEN_BY_PERSON):
        raise errors.NotFound(NO_DRAFT)


see_signing = Rule(_see_signing)


def _send(by: Actor, firm_id: int) -> None:
    """Send for signature, remind and recall: whoever of the firm drafts or files."""
    if by.hat is not Hat.FIRM or by.firm_id != firm_id:
        raise errors.NotFound(NO_DRAFT)
    if not (by.may("u4.draft") or by.may("u4.submit")):
        raise errors.Forbidden("Sending for signature needs an entitlement that you do not have.")


send = Rule(_send)


def _sign_for_firm(by: Actor, firm_id: int) -> None:
    """Sign as an appropriate signatory: who may file for the firm."""
    if by.hat is not Hat.FIRM or by.firm_id != firm_id:
        raise errors.NotFound(NO_DRAFT)
    if not by.may("u4.submit"):
        raise errors.Forbidden(
            "Signing for the firm needs the entitlement to file Form U4, which you do not have. Somebody of the firm "
            "who has it can sign."
        )


sign_for_firm = Rule(_sign_for_firm)


def _submit(by: Actor, firm_id: int) -> None:
    """File for the own firm, with the entitlement to; the person by no route (U4I-06)."""
    if by.hat is not Hat.FIRM or by.firm_id != firm_id:
        raise errors.NotFound(NO_DRAFT)
    if not by.may("u4.submit"):
        raise errors.Forbidden(
            "Filing Form U4 needs an entitlement that you do not have. Somebody of the firm who has it can file."
        )


submit = Rule(_submit)
