"""What the tests of attacks on forms share: who tries, by which address, and whether anything came of it."""

import re

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.filings.models import Answer, Entry, Filing, SectionShare
from finpro.filings.policies import typed
from tests.portals.signed_in import enter, text

HX = {"HX-Request": "true"}
NUL = "\x00"
RTL = "\u202eevil"
SCRIPT = "<script>alert(1)</script>"


def as_user(actor):
    """A client of the actor's account, signed in by a passkey just now."""
    client = Client()
    enter(client, User.objects.get(pk=actor.user_id), Way.PASSKEY)
    return client


def at_firm(filing):
    return f"/firm/501/filings/{filing.pk}"


def mine(filing):
    return f"/me/forms/{filing.pk}"


def routes(namespace, resolver=None, before="", inside=""):
    """Every address of a portal that names a filing, as its pattern writes it."""
    for one in (resolver or get_resolver()).url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(namespace, one, path, one.namespace or inside)
        elif isinstance(one, URLPattern) and inside == namespace and "<int:filing_id>" in path:
            yield path


_FILLED = {
    "slug:key": "residences",
    "path:place": "residences/r1",
    "uuid:document": "7b7e7c22-5a39-4f6e-9d0a-6f3f2b7f0a11",
}


def address(pattern, filing_id, firm=501):
    """The address of a pattern for this filing."""
    keys = {"int:filing_id": filing_id, "int:firm": firm, **_FILLED}
    return "/" + re.sub(r"<([\w:]+)>", lambda found: str(keys.get(found[1], "1")), pattern)


def answers(client, path):
    """Status and words of looking at an address and of sending to it, without the reference number."""
    found = {}
    for method in ("get", "post"):
        answer = getattr(client, method)(path)
        words = text(answer) if b"<main" in answer.content else answer.content.decode()
        found[method] = (answer.status_code, re.sub(r"reference number: \w+", "", words))
    return found


def kept(filing):
    """Everything that a draft holds: for a look before and after."""
    return (
        list(Answer.objects.filter(filing=filing).order_by("path").values_list("path", "value", "version")),
        list(Entry.objects.filter(filing=filing).order_by("id").values_list("list", "row", "removed_at")),
        list(SectionShare.objects.filter(filing=filing).order_by("id").values_list("section", "rep_done_at")),
        Filing.objects.values_list("state", flat=True).get(pk=filing.pk),
    )


def save(client, base, path, value, *, token=None, script=True, page=""):
    """One answer as the page's script sends it, or without script; by default with the version that is there."""
    if token is None:
        there = Answer.objects.filter(path=path).first()
        token = typed.token(there.version, there.value) if there else "0."
    query = {"form": "2009-05", "page": page, "field": path}
    sent = {path: value, f"v:{path}": token}
    return client.post(f"{base}/save", sent, headers=HX if script else {}, query_params=query)


def pages(client, base, *more):
    """The pages of a form can all be drawn."""
    for page in ("", "/form", "/check", "/signatures", "/section/disclosure?part=drps", *more):
        assert client.get(f"{base}{page}").status_code == 200, page
