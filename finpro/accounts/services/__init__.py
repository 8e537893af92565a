"""What changes an account."""

from finpro.accounts.services.accounts import note_access, open_account, set_password, set_phone
from finpro.accounts.services.addresses import (
    add_address,
    confirm_address,
    confirm_again,
    forget_former,
    make_personal,
    note_bounce,
    refuse_code,
    remove_address,
    send_code,
)
from finpro.accounts.services.devices import note_device
from finpro.accounts.services.passwords import choose_password, close_lock, open_lock, send_help
from finpro.accounts.services.profile import rename
from finpro.accounts.services.sessions import (
    end_one,
    end_other_sessions,
    end_others,
    end_session,
    expire_session,
    move_session,
    note_seen,
    note_session,
)

__all__ = [
    "add_address",
    "choose_password",
    "close_lock",
    "confirm_address",
    "confirm_again",
    "end_one",
    "end_other_sessions",
    "end_others",
    "end_session",
    "expire_session",
    "forget_former",
    "make_personal",
    "move_session",
    "note_access",
    "note_bounce",
    "note_device",
    "note_seen",
    "note_session",
    "open_account",
    "open_lock",
    "refuse_code",
    "remove_address",
    "rename",
    "send_code",
    "send_help",
    "set_password",
    "set_phone",
]
