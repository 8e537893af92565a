"""What changes an account."""

from finpro.accounts.services.accounts import note_access, open_account, set_password, set_phone
from finpro.accounts.services.sessions import end_session, note_session

__all__ = ["end_session", "note_access", "note_session", "open_account", "set_password", "set_phone"]
