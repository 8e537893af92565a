"""What changes a filing. The caller opens the transaction."""

from finpro.filings.services.answers import Change, Conflict, Written, save, save_alone
from finpro.filings.services.drafts import create, delete, expire, give_access, hand_back, remind, reopen, warn
from finpro.filings.services.moves import lock, move
from finpro.filings.services.renewal import renew
from finpro.filings.services.rows import add_row, remove_row, restore_row
from finpro.filings.services.sealing import reseal
from finpro.filings.services.sharing import comment, heartbeat, mark_done, resolve

__all__ = [
    "Change",
    "Conflict",
    "Written",
    "add_row",
    "comment",
    "create",
    "delete",
    "expire",
    "give_access",
    "hand_back",
    "heartbeat",
    "lock",
    "mark_done",
    "move",
    "remind",
    "remove_row",
    "renew",
    "reopen",
    "reseal",
    "resolve",
    "restore_row",
    "save",
    "save_alone",
    "warn",
]
