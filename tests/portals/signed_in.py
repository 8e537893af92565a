"""Accounts of every side, signed in, for tests of pages; and what tests ask of a page."""

import re
from datetime import UTC, datetime

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from finpro.access import services as access
from finpro.accounts import services as accounts
from finpro.accounts.enums import Way
from finpro.kernel import clock
from finpro.kernel.actor import system

AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
BY = system("tests")
PASSWORD = "four plain words here"


def visitor(name="nobody", *, person=None, firms=(), staff=None, entitlements=("roster.view",)):
    """A client signed in to a new account with these hats."""
    user = accounts.open_account(email=f"{name}@example.org", name=name, password=PASSWORD, by=BY, at=AT)
    if person is not None:
        access.grant_claim(user_id=user.pk, person_id=person.pk, by=BY, at=AT)
    for firm in firms:
        access.grant_membership(user_id=user.pk, firm_id=firm.pk, entitlements=entitlements, by=BY, at=AT)
    if staff is not None:
        access.grant_staff_role(user_id=user.pk, entitlements=staff, by=BY, at=AT)
    client = Client()
    enter(client, user)
    return client


def enter(client, user, *ways, at=None):
    """Sign the client in to the account, as if by password and authenticator app, or by the ways named."""
    client.force_login(user)
    shown = (at or clock.now()).isoformat()
    session = client.session
    session["ways"] = {way.value: shown for way in ways or (Way.PASSWORD, Way.TOTP)}
    session["seen"] = int(clock.now().timestamp())
    session.save()


def text(response):
    """The words of a page's main part, with single spaces."""
    html = response.content.decode()
    main = re.search(r"<main.*?</main>", html, re.S).group()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).strip()


def around(response, part):
    """The page without the element of this id and all that its title says; the element itself."""
    html = re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value|data-left)="[^"]+"', "", response.content.decode())
    html = re.sub(r"<title>.*?</title>", "", html, flags=re.S)
    start = html.index(f'<div id="{part}"')
    depth, end = 0, start
    for tag in re.finditer(r"<(/?)div\b", html[start:]):
        depth += -1 if tag.group(1) else 1
        if depth == 0:
            end = start + tag.end()
            break
    return html[:start] + html[end:], html[start:end]


def counted(client, page):
    """How many queries the page asks when it is opened a second time, without those that leave footprints."""
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    asides = ("audit_event", "SAVEPOINT", "SET ")
    return len([query for query in queries if not any(word in query["sql"] for word in asides)])
