"""What accounts leave behind, cleared away."""

from django.contrib.sessions.backends.db import SessionStore

from finpro.kernel import jobs


@jobs.periodic(name="accounts.clear_sessions", cron="17 4 * * *")
def clear_sessions() -> None:
    """Delete sessions that have run out; the web only ever adds some. Harmless to repeat."""
    SessionStore.clear_expired()
