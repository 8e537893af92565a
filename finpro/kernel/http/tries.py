"""Counting tries where one too many ends the request."""

from datetime import datetime

from finpro.kernel import limits
from finpro.kernel.http.errors import TooMany
from finpro.kernel.limits import Limit


def count_tries(*tried: tuple[Limit, str], at: datetime) -> None:
    """Count one try under each limit, in order: (limit, subject).

    Raises TooMany for the first that must wait; neither it nor what comes after it is counted.
    """
    for limit, subject in tried:
        if wait := limits.spend(limit, subject, at=at):
            raise TooMany(wait)
