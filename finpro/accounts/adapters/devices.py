"""Whether a session is opened from where its account was signed in to before."""

from datetime import datetime

from django.http import HttpRequest

from finpro.accounts import services as accounts
from finpro.kernel import vault
from finpro.kernel.actor import Actor
from finpro.kernel.http.clients import agent, client_address, network


def note(request: HttpRequest, *, user_id: int, by: Actor, at: datetime) -> None:
    """Remember browser, system and network of the session that is being opened, and tell the owner of a new one.

    Together they are known again by a keyed hash: no cookie marks the browser.
    """
    address = client_address(request)
    claimed = agent(request.headers.get("User-Agent", ""))
    mark = vault.fingerprint(f"{user_id}|{claimed.browser}|{claimed.system}|{network(address)}", "device")
    accounts.note_device(user_id=user_id, mark=mark, agent=claimed, address=address, by=by, at=at)
