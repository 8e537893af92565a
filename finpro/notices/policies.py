"""How long a notice waits between tries. Which way it goes stands with its states: the database holds to it too."""

from datetime import timedelta

# After each failed try; then it is given up. About a day and a half in all.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=14),
)

# A worker that has been sending for longer than this is dead: the mail server is given 30 seconds for each step.
LEASE = timedelta(minutes=5)

# How the problem of a mail begins whose recipient the mail server does not know.
REFUSED = "recipient refused"


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after this many failed tries; None when it is given up."""
    return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None
