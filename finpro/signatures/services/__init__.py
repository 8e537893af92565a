"""Sending for signature, signing, and what ends it otherwise."""

from finpro.signatures.services.envelopes import decline, expire, freeze, recall, remind, supersede
from finpro.signatures.services.signing import enter_paper, sign

__all__ = ["decline", "enter_paper", "expire", "freeze", "recall", "remind", "sign", "supersede"]
