"""Advice on an e-mail address: whether it looks like one of the firm's (rule ACC-09). A warning, never a refusal."""

from datetime import date
from typing import cast

from finpro.access import selectors as access
from finpro.accounts import policies
from finpro.rulebook import lookup as rulebook


def looks_like_the_firms(*, user_id: int, email: str, on: date) -> bool:
    """Whether people who act for a firm that the account's owner is with have addresses of the same domain.

    The record knows no firm's mail domain, so this is all that there is to go by; a mail service that anybody can use
    (constant `public_mail_domains`) says nothing.
    """
    public = cast("tuple[str, ...]", rulebook.on(on).constants["public_mail_domains"].value)
    if policies.domain(email) in public:
        return False
    return policies.of_the_firm(email, access.list_firm_addresses(user_id, on), public)
