"""Somebody looks at the own account: addresses, proof of identity, and what is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from finpro.accounts import selectors as accounts
from finpro.accounts.policies import shown
from finpro.accounts.selectors import AddressLine
from finpro.identity import presenters as identity_words
from finpro.identity import selectors as identity
from finpro.kernel import clock
from finpro.kernel.actor import Actor
from finpro.worklist import presenters as worklist_words
from finpro.worklist import selectors as worklist
from finpro.worklist.presenters import Row


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What the page shows. `phone` is written as it is dialled; `tasks` are none for who has a dashboard of the own."""

    phone: str
    addresses: Sequence[AddressLine]
    identity: identity_words.InWords
    tasks: Sequence[Row]


def page(*, phone: str, on_record: bool, by: Actor, at: datetime) -> AccountPage:
    """The account of the actor. `phone` is the account's number in E.164 form; `on_record`: a record is bound to it."""
    user_id, today = by.user_id or 0, clock.legal_date(at)
    latest = identity.latest_proof(user_id)
    return AccountPage(
        phone=shown(phone),
        addresses=accounts.list_addresses(user_id, today),
        identity=identity_words.in_words(
            state=latest.state if latest else "",
            method=latest.method if latest else "",
            level=latest.level if latest else "",
            moved_at=latest.moved_at if latest else None,
            on_record=on_record,
        ),
        tasks=() if on_record else worklist_words.rows(worklist.list_tasks(by, at), today),
    )
