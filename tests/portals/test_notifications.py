"""The public catalogue of what is sent, and whether a mail in somebody's hands is one of ours."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from finpro.accounts import services as accounts
from finpro.kernel.actor import system
from finpro.notices import notices
from finpro.notices.enums import State
from finpro.notices.models import Notice
from finpro.portals.public.views import notifications
from tests.portals.signed_in import text

ADDRESS = "/notifications"
CODE = "K7QX2M4P"


@pytest.fixture
def client(db):
    return Client(headers={"host": "localhost"})


@pytest.fixture
def sent(db, at):
    user = accounts.open_account(email="mae@example.org", name="Mae Quill", password=None, by=system("t"), at=at)
    return Notice.objects.create(
        tag="account:password:set",
        cause="tests",
        recipient=f"account:{user.pk}",
        code=CODE,
        queued_at=at,
        queued_by="tests",
        due_at=at,
        sending_at=at,
        ended_at=at,
        state=State.SENT,
    )


def test_every_kind_is_listed_with_its_reason_and_leads_to_its_sample(client):
    page = client.get(ADDRESS)
    words = text(page)
    for kind in notices.kinds():
        assert kind.heading in unescape(words)
        assert kind.audience[1:] in unescape(words)
        assert f'href="{ADDRESS}/{kind.tag}"' in page.content.decode()


@pytest.mark.parametrize("kind", notices.kinds(), ids=lambda kind: kind.tag)
def test_a_sample_is_shown_as_text_and_as_a_mail_that_can_do_nothing(client, kind):
    page = client.get(f"{ADDRESS}/{kind.tag}")
    assert page.status_code == 200
    html = page.content.decode()
    (frame,) = re.findall(r"<iframe[^>]*>", html)
    assert re.search(r"\ssandbox\s", frame)
    assert "&lt;!doctype html&gt;" in frame
    assert f"because: {kind.audience}" in unescape(text(page))
    assert ("None: it is always sent" in text(page)) is not bool(kind.setting)


def test_there_is_no_page_for_a_kind_that_is_not_sent(client):
    assert client.get(f"{ADDRESS}/account:nothing:at_all").status_code == 404


@pytest.mark.parametrize("typed", [CODE, CODE.lower(), f" ({CODE}) ", "K7QX 2M4P"])
def test_a_mail_of_ours_is_known_by_its_code_and_nobody_is_named(client, sent, typed):
    words = text(client.post(ADDRESS, {"code": typed}))
    assert "We sent a message with this code" in words
    assert "Your account has a password now" in words
    assert "Mae" not in words
    assert "mae@example.org" not in words
    assert f"account:{sent.recipient}" not in words


def test_what_was_not_sent_is_not_ours(client, sent):
    assert "We sent no message with this code" in text(client.post(ADDRESS, {"code": "AAAAAAAA"}))
    other = Notice.objects.create(
        **{field: getattr(sent, field) for field in ("tag", "recipient", "queued_at", "queued_by", "due_at")},
        cause="waits",
        code="WAITS222",
    )
    assert "We sent no message with this code" in text(client.post(ADDRESS, {"code": other.code}))


@pytest.mark.parametrize("typed", ["", "short", "K7QX2M4P9", "K7QX2M4ß", "' OR 1=1", "K" * 500, "\u202eK7QX2M4P"])
def test_what_can_be_no_code_is_refused_in_words(client, typed):
    answer = client.post(ADDRESS, {"code": typed})
    assert answer.status_code == 422
    assert "code" in text(answer)
    assert client.get(ADDRESS, {"code": typed}).status_code == 200


def test_codes_cannot_be_tried_without_end(client, sent, monkeypatch):
    monkeypatch.setattr(notifications, "CHECKS", notifications.Limit("mail-checks", 2, timedelta(minutes=10)))
    answers = [client.post(ADDRESS, {"code": CODE}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
