"""What moves a proof of identity. The caller opens the transaction: claim, case and mail stand or fall with it."""

from finpro.identity.services.passcodes import send_passcode, unreachable
from finpro.identity.services.proofs import begin, close_way, name_case, offer, stop, verify
from finpro.identity.services.questions import ask, sweep, take_answers

__all__ = [
    "ask",
    "begin",
    "close_way",
    "name_case",
    "offer",
    "send_passcode",
    "stop",
    "sweep",
    "take_answers",
    "unreachable",
    "verify",
]
