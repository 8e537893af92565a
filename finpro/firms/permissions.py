"""Who may see and change what a firm has chosen."""

from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.rules import Rule


def _change(by: Actor, firm_id: int) -> None:
    """Who holds the entitlement at that firm; the system itself for a demonstration."""
    if by.hat is Hat.SYSTEM:
        return
    if by.hat is not Hat.FIRM or by.firm_id != firm_id:
        raise errors.NotFound("There is no such firm among those you act for.")
    if not by.may("settings.edit"):
        raise errors.Forbidden("Changing the firm’s settings needs an entitlement that you do not have.")


change = Rule(_change)
