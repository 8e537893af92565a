"""Who may see what a firm owes."""

from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.rules import Rule

NO_LINES = "There is no such account, or you may not see it."


def _see_lines(viewer: Actor, firm_id: int) -> None:
    """A firm sees its own lines, registry staff those of every firm."""
    own = viewer.hat is Hat.FIRM and viewer.firm_id == firm_id and viewer.may("roster.view")
    if not own and not (viewer.hat is Hat.STAFF and viewer.may("record.view")):
        raise errors.NotFound(NO_LINES)


see_lines = Rule(_see_lines)
