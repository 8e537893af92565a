"""Disclosure reporting pages of invented people, whole and valid on 23 November 2026, each call a fresh object.

`ALL` names every example, one event of one type in one state (pending, on appeal, final, settled and so on);
`make("CUST_SETTLED", id="n3")` gives one, with keys of the page laid over it.
"""

from collections.abc import Callable
from typing import Any

from tests.forms import pages_of_authorities as authorities
from tests.forms import pages_of_customers_and_money as others
from tests.forms.page_parts import Page

_MAKERS: tuple[Callable[[], Page], ...] = (
    authorities.crim_pending,
    authorities.crim_convicted,
    authorities.crim_organization,
    authorities.reg_pending,
    authorities.reg_on_appeal,
    authorities.reg_awc,
    authorities.reg_willful,
    authorities.civ_pending,
    authorities.civ_on_appeal,
    authorities.civ_injunction,
    authorities.inv_open,
    authorities.inv_closed,
    others.cust_pending,
    others.cust_forgery,
    others.cust_settled,
    others.cust_arbitration,
    others.cust_arbitration_pending,
    others.cust_litigation,
    others.term,
    others.bank_compromise,
    others.bank_chapter_7,
    others.bank_sipa,
    others.bond_payout,
    others.bond_denied,
    others.judg_open,
    others.judg_satisfied,
)
ALL = {maker.__name__.upper(): maker for maker in _MAKERS}


def make(name: str, /, **fields: Any) -> Page:
    """The example `name` of `ALL`, with `fields` laid over it."""
    return ALL[name]() | fields
