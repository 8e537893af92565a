"""The human check behind one port: `adapter()` gives the one that FINPRO_HUMAN_CHECK names."""

from django.conf import settings
from django.utils.module_loading import import_string

from finpro.integrations.human_check.port import Challenge, HumanCheck, Outcome, Verdict

__all__ = ["Challenge", "HumanCheck", "Outcome", "Verdict", "adapter"]


def adapter() -> HumanCheck:
    """The human check that the settings name."""
    made: HumanCheck = import_string(f"finpro.integrations.human_check.{settings.FINPRO['human_check']}.configured")()
    return made
