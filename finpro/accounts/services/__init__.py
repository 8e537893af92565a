"""What changes an account."""

from finpro.accounts.services.accounts import note_access, open_account, set_phone
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
from finpro.accounts.services.dormancy import remove_account, warn_of_removal
from finpro.accounts.services.factors import add_app, add_passkey, make_recovery_codes, remove_factor, rename_passkey
from finpro.accounts.services.google import link_google, unlink_google
from finpro.accounts.services.lost import lift_factors, report_lost
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
from finpro.accounts.services.sign_up import begin_sign_up, confirm_sign_up, finish_sign_up, take_over_sign_up, use_once

__all__ = [
    "add_address",
    "add_app",
    "add_passkey",
    "begin_sign_up",
    "choose_password",
    "close_lock",
    "confirm_address",
    "confirm_again",
    "confirm_sign_up",
    "end_one",
    "end_other_sessions",
    "end_others",
    "end_session",
    "expire_session",
    "finish_sign_up",
    "forget_former",
    "lift_factors",
    "link_google",
    "make_personal",
    "make_recovery_codes",
    "move_session",
    "note_access",
    "note_bounce",
    "note_device",
    "note_seen",
    "note_session",
    "open_account",
    "open_lock",
    "refuse_code",
    "remove_account",
    "remove_address",
    "remove_factor",
    "rename",
    "rename_passkey",
    "report_lost",
    "send_code",
    "send_help",
    "set_phone",
    "take_over_sign_up",
    "unlink_google",
    "use_once",
    "warn_of_removal",
]
