"""What changes an account."""

from finpro.accounts.services.accounts import note_access, open_account, set_password, set_phone
from finpro.accounts.services.devices import note_device
from finpro.accounts.services.passwords import choose_password, close_lock, open_lock, send_help
from finpro.accounts.services.sessions import end_other_sessions, end_session, move_session, note_session

__all__ = [
    "choose_password",
    "close_lock",
    "end_other_sessions",
    "end_session",
    "move_session",
    "note_access",
    "note_device",
    "note_session",
    "open_account",
    "open_lock",
    "send_help",
    "set_password",
    "set_phone",
]
