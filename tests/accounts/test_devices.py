"""A new device: what counts as one, that its owner is told, and for how long one is known."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from finpro.accounts import jobs, policies
from finpro.accounts import services as accounts
from finpro.accounts.models import Device
from finpro.audit.models import Event
from finpro.kernel.http.clients import agent
from tests import waiting_jobs
from tests.portals.signed_in import AT, BY, PASSWORD

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36"


@pytest.fixture
def user(db):
    return accounts.open_account(email="mae@example.org", name="Mae Quill", password=PASSWORD, by=BY, at=AT)


def sign_in(user_agent, address="192.0.2.10"):
    client = Client(HTTP_USER_AGENT=user_agent, REMOTE_ADDR=address)
    assert client.post("/sign-in", {"email": "mae@example.org", "password": PASSWORD}).status_code == 302


def told():
    waiting_jobs.do()
    return [sent.body for sent in mail.outbox if sent.subject.startswith("Your account was signed in to")]


def test_the_very_first_sign_in_is_no_news(user):
    sign_in(FIREFOX)
    assert told() == []
    assert not Event.objects.filter(tag="account:device:new").exists()


def test_the_same_browser_on_the_same_network_is_no_news_whatever_its_version(user):
    sign_in(FIREFOX)
    sign_in(FIREFOX.replace("140", "152"), "192.0.2.77")
    assert told() == []
    assert Device.objects.count() == 1


@pytest.mark.parametrize(
    ("user_agent", "address", "words"),
    [(CHROME, "192.0.2.10", "Browser: Chrome on Windows"), (FIREFOX, "198.51.100.4", "IP address: 198.51.100.4")],
)
def test_another_browser_or_network_is_told_once_with_when_and_where(user, user_agent, address, words):
    with time_machine.travel("2026-03-08T07:30:00Z", tick=False):
        sign_in(FIREFOX)
        sign_in(user_agent, address)
        sign_in(user_agent, address)
        (body,) = told()
    assert words in body
    assert "When: 8 March 2026, 3:30 a.m. EDT" in body
    assert re.search(r"/sign-in/forgotten", body)
    event = Event.objects.get(tag="account:device:new")
    assert event.subject == f"account:{user.pk}"
    assert set(event.data) == {"device"}


def test_what_is_new_to_one_account_says_nothing_about_another(user):
    other = accounts.open_account(email="ida@example.org", name="Ida", password=PASSWORD, by=BY, at=AT)
    sign_in(FIREFOX)
    Client(HTTP_USER_AGENT=CHROME).post("/sign-in", {"email": "ida@example.org", "password": PASSWORD})
    assert told() == []
    assert Device.objects.filter(user=other).count() == 1


def test_a_device_that_is_not_used_is_forgotten(user):
    sign_in(FIREFOX)
    device = Device.objects.get()
    with time_machine.travel(device.last_at + policies.DEVICE_KNOWN, tick=False) as now:
        jobs.sweep()
        assert Device.objects.exists()
        now.shift(1)
        jobs.sweep()
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    ("user_agent", "browser", "system"),
    [
        (FIREFOX, "Firefox", "Linux"),
        (CHROME, "Chrome", "Windows"),
        (CHROME + " Edg/140.0", "Edge", "Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) CriOS/140 Mobile Safari/604.1", "Chrome", "iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/19.0 Safari/605.1.15", "Safari", "macOS"),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36", "Chrome", "Android"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36", "Chrome", "ChromeOS"),
        ("curl/8.5", "another browser", "another system"),
        ("", "another browser", "another system"),
    ],
)
def test_browser_and_system_in_words(user_agent, browser, system):
    assert (agent(user_agent).browser, agent(user_agent).system) == (browser, system)
