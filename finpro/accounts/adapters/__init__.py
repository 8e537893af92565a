"""What libraries call, and every way in. All of them go through one door: `finpro.accounts.adapters.door`."""

from finpro.accounts.adapters.allauth import AccountAdapter, FactorAdapter
from finpro.accounts.adapters.backends import Argon2Hasher, EmailBackend
from finpro.accounts.adapters.door import (
    Waiting,
    enter,
    finish,
    give_up,
    is_fresh,
    is_strong,
    last_shown,
    owes_second,
    sign_out,
    waiting,
)
from finpro.accounts.adapters.google import GoogleAdapter
from finpro.accounts.adapters.passwords import change_password, sign_in
from finpro.accounts.adapters.seconds import second_step

__all__ = [
    "AccountAdapter",
    "Argon2Hasher",
    "EmailBackend",
    "FactorAdapter",
    "GoogleAdapter",
    "Waiting",
    "change_password",
    "enter",
    "finish",
    "give_up",
    "is_fresh",
    "is_strong",
    "last_shown",
    "owes_second",
    "second_step",
    "sign_in",
    "sign_out",
    "waiting",
]
