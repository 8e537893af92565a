"""The same moment, many times: what several connections do together."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from finpro.kernel import errors
from finpro.kernel.http import TooMany


def at_once(*acts):
    """What each act gave, or with what it was refused; each in a thread, on a connection of its own."""

    def run(act):
        try:
            return act()
        except (errors.FinproError, TooMany) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def many(count, act):
    """The same act so many times at once, told its number."""
    return at_once(*[lambda number=number: act(number) for number in range(count)])
