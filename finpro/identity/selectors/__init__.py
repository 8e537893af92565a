"""Reading proofs of identity."""

from finpro.identity.selectors.proofs import latest_proof, open_proof
from finpro.identity.selectors.proving import Proving, open_proofs_of, proving
from finpro.identity.selectors.standings import Standing, code_of, codes_left, passcode_to_send, standing
from finpro.identity.selectors.steps import quiz_of, reference, reference_of

__all__ = [
    "Proving",
    "Standing",
    "code_of",
    "codes_left",
    "latest_proof",
    "open_proof",
    "open_proofs_of",
    "passcode_to_send",
    "proving",
    "quiz_of",
    "reference",
    "reference_of",
    "standing",
]
