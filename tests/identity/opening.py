"""Somebody opens an account by the pages, as a browser would: cheap human checks, and mails as they are sent."""

import json
import re
from datetime import timedelta

import altcha
from django.core import mail
from django.test import Client

from finpro.accounts.models import User
from finpro.integrations import human_check
from finpro.integrations.human_check.altcha import Altcha
from finpro.notices.jobs import deliver
from finpro.notices.models import Notice
from tests.portals.signed_in import PASSWORD

DETAILS = {"name": "Mae Quill", "email": "mae@home.example", "phone": "+1 202 555 0003"}


def cheap_check(monkeypatch):
    """The real human check with a proof of work that costs nothing."""
    made = Altcha(key="k", solution_key="s", lifetime=timedelta(minutes=20), cost=1)
    monkeypatch.setattr(human_check, "adapter", lambda: made)
    return made


def solved(client):
    """The answer to a new challenge of the form."""
    given = json.loads(client.get("/open/check").content)
    asked = altcha.Challenge.from_dict(given["challenge"])
    return altcha.Payload(asked, altcha.solve_challenge(asked)).to_base64()


def begin(client, **changed):
    """Send the details; `human_check` is solved unless it is given."""
    given = DETAILS | {"human_check": None} | changed
    if given["human_check"] is None:
        given["human_check"] = solved(client)
    return client.post("/open/details", given)


def mails():
    """Deliver what waits; the mails of this time, the oldest first."""
    before = len(mail.outbox)
    for key in Notice.objects.filter(state="QUEUED").order_by("id").values_list("id", flat=True):
        deliver(notice_id=key)
    return mail.outbox[before:]


def code():
    """The six digits of the latest mail."""
    return re.search(r"The code is (\d{6})", mails()[-1].body).group(1)


def link():
    """The path of the link in the latest mail."""
    return re.search(r"https?://[^/\s]+(/open/link/\S+)", mails()[-1].body).group(1)


def opened(client=None, **changed):
    """A client that has opened an account and is signed in to it; the account."""
    client = client or Client()
    begin(client, **changed)
    client.post("/open/check-your-mail", {"code": code()})
    client.post("/open/password", {"password": PASSWORD})
    return client, User.objects.get(email=(DETAILS | changed)["email"])
