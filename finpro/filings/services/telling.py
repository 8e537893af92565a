"""Mails about a filing to the person and to the firm, in the transaction of what they tell of."""

from datetime import datetime

from finpro.filings.models import Filing
from finpro.filings.notices import FilingNotice
from finpro.filings.selectors import told
from finpro.kernel.actor import Actor
from finpro.notices import services as outbox


def tell_person(filing: Filing, kind: type[FilingNotice], occasion: str, by: Actor, at: datetime, **data: int) -> None:
    """Queue a mail to the person, if an account is bound to him or her. `occasion` tells one time from another."""
    user = told.person_of(filing)
    if user is not None:
        _queue(filing, kind, user, occasion, by, at, data)


def tell_firm(filing: Filing, kind: type[FilingNotice], occasion: str, by: Actor, at: datetime, **data: int) -> None:
    """Queue a mail to those of the firm who are told; who did it knows it."""
    for user in told.firm_of(filing):
        if user != by.user_id:
            _queue(filing, kind, user, occasion, by, at, data)


def _queue(
    filing: Filing,
    kind: type[FilingNotice],
    user: int,
    occasion: str,
    by: Actor,
    at: datetime,
    data: dict[str, int],
) -> None:
    outbox.queue(
        kind=kind,
        cause=f"filing:{filing.pk}:{occasion}",
        recipient=FilingNotice.recipient_of(user),
        data={"filing": filing.pk, **data},
        by=by,
        at=at,
    )
