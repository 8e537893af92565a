"""What changes a case or a request to vouch. The caller opens the transaction."""

from finpro.casework.services.cases import add_entry, open_case, settle
from finpro.casework.services.decisions import Said, cure, decide_request, review, tell, withdraw_request
from finpro.casework.services.desk import assign_work, give_back_work, keep_results, note_work, take_work, tick
from finpro.casework.services.letters import Written, answer_letter, close_letter, send_letter
from finpro.casework.services.reports import matched, unmatched
from finpro.casework.services.vouching import ask_to_vouch, decline, vouched, withdraw
from finpro.casework.services.work import answer, ask_person, close, decide, give_back, note, release, take, unlock

__all__ = [
    "Said",
    "Written",
    "add_entry",
    "answer",
    "answer_letter",
    "ask_person",
    "ask_to_vouch",
    "assign_work",
    "close",
    "close_letter",
    "cure",
    "decide",
    "decide_request",
    "decline",
    "give_back",
    "give_back_work",
    "keep_results",
    "matched",
    "note",
    "note_work",
    "open_case",
    "release",
    "review",
    "send_letter",
    "settle",
    "take",
    "take_work",
    "tell",
    "tick",
    "unlock",
    "unmatched",
    "vouched",
    "withdraw",
    "withdraw_request",
]
