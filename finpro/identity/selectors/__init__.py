"""Reading proofs of identity."""

from finpro.identity.selectors.proofs import Assurance, assurance_of, latest_proof, open_proof
from finpro.identity.selectors.standings import Standing, code_of, codes_left, passcode_to_send, standing
from finpro.identity.selectors.steps import quiz, reference

__all__ = [
    "Assurance",
    "Standing",
    "assurance_of",
    "code_of",
    "codes_left",
    "latest_proof",
    "open_proof",
    "passcode_to_send",
    "quiz",
    "reference",
    "standing",
]
