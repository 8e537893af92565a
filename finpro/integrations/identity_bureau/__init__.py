"""The identity bureau behind one port: `adapter()` gives the one that FINPRO_IDENTITY_BUREAU names."""

from django.conf import settings
from django.utils.module_loading import import_string

from finpro.integrations.identity_bureau.port import (
    NONE_OF_THE_ABOVE,
    Applicant,
    Bureau,
    Choice,
    Inquiry,
    PasscodeOffer,
    Question,
    Quiz,
    Score,
    Unavailable,
)

__all__ = [
    "NONE_OF_THE_ABOVE",
    "Applicant",
    "Bureau",
    "Choice",
    "Inquiry",
    "PasscodeOffer",
    "Question",
    "Quiz",
    "Score",
    "Unavailable",
    "adapter",
]


def adapter() -> Bureau:
    """The bureau that the settings name."""
    made: Bureau = import_string(
        f"finpro.integrations.identity_bureau.{settings.FINPRO['identity_bureau']}.configured"
    )()
    return made
