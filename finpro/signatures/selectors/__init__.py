"""Reading what was sent for signature and what was signed."""

from finpro.signatures.selectors.envelopes import (
    BlockView,
    EnvelopeView,
    Open,
    SignatureView,
    Step,
    get_envelope,
    list_envelopes,
    list_late,
    list_waiting,
    live_envelope,
    timeline,
)

__all__ = [
    "BlockView",
    "EnvelopeView",
    "Open",
    "SignatureView",
    "Step",
    "get_envelope",
    "list_envelopes",
    "list_late",
    "list_waiting",
    "live_envelope",
    "timeline",
]
