"""What changes a case or a request to vouch. The caller opens the transaction."""

from finpro.casework.services.cases import add_entry, open_case, settle
from finpro.casework.services.desk import give_back_work, note_work, take_work, tick
from finpro.casework.services.vouching import ask_to_vouch, decline, vouched, withdraw
from finpro.casework.services.work import answer, ask_person, close, decide, give_back, note, release, take, unlock

__all__ = [
    "add_entry",
    "answer",
    "ask_person",
    "ask_to_vouch",
    "close",
    "decide",
    "decline",
    "give_back",
    "give_back_work",
    "note",
    "note_work",
    "open_case",
    "release",
    "settle",
    "take",
    "take_work",
    "tick",
    "unlock",
    "vouched",
    "withdraw",
]
