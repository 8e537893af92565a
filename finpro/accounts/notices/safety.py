"""Mails about what happened to an account's safety."""

from finpro.accounts.notices.base import AccountNotice
from finpro.notices.notices import register


@register
class PasswordReplaced(AccountNotice):
    """After a change or a reset: whoever it was, the owner learns of it."""

    tag = "account:password:replaced"
    audience = "your password was changed"
    heading = "Your password was changed"
