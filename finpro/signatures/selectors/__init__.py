"""Reading what was sent for signature and what was signed."""

from finpro.signatures.selectors.envelopes import (
    BlockView,
    EnvelopeView,
    Open,
    SignatureView,
    Step,
    expiry_of,
    get_envelope,
    latest_envelopes,
    list_envelopes,
    list_late,
    list_waiting,
    live_envelope,
    signed_blocks,
    state_of,
    subject_of_digest,
    timeline,
)

__all__ = [
    "BlockView",
    "EnvelopeView",
    "Open",
    "SignatureView",
    "Step",
    "expiry_of",
    "get_envelope",
    "latest_envelopes",
    "list_envelopes",
    "list_late",
    "list_waiting",
    "live_envelope",
    "signed_blocks",
    "state_of",
    "subject_of_digest",
    "timeline",
]
