"""Who may see a document that was sent for signature, and who may sign it."""

from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.rules import Rule
from finpro.signatures.enums import Signer

# Absent and another's read alike.
NO_ENVELOPE = "There is no such form to sign, or it is not yours. Look at your list of tasks."


def _see(viewer: Actor, person_id: int, firm_id: int) -> None:
    """The person whom it is about, who acts for the firm that sent it, and the registry's staff."""
    own = viewer.hat is Hat.PERSON and viewer.person_id == person_id
    firm = viewer.hat is Hat.FIRM and viewer.firm_id == firm_id
    if not (own or firm or viewer.hat in {Hat.STAFF, Hat.SYSTEM}):
        raise errors.NotFound(NO_ENVELOPE)


see = Rule(_see)


def _sign(by: Actor, signer: str, person_id: int, firm_id: int) -> None:
    """The person signs as the person, a signatory for the firm; whether one may sign for it the caller knows."""
    _see(by, person_id, firm_id)
    hat = Hat.PERSON if signer == Signer.PERSON else Hat.FIRM
    if by.hat is not hat:
        whose = "the person’s own" if signer == Signer.PERSON else "the firm’s"
        raise errors.Forbidden(f"This signature is {whose}. Nobody else can give it.")


sign = Rule(_sign)


def _stop(by: Actor, person_id: int, firm_id: int) -> None:
    """Only the firm stops what it has sent."""
    _see(by, person_id, firm_id)
    if by.hat is not Hat.FIRM:
        raise errors.Forbidden("Only the firm can stop what it has sent for signature. Ask your firm.")


stop = Rule(_stop)
