"""Pages of the demo: one click in, with the second factor asked; what was not sent; and none of it elsewhere."""

import importlib
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.mail import EmailMultiAlternatives
from django.test import Client, override_settings
from django.urls import NoReverseMatch, clear_url_caches, reverse

from finpro.accounts import services as accounts
from finpro.audit.models import Event
from finpro.config import urls
from finpro.integrations.sms import sandbox
from finpro.integrations.sms.port import Message
from finpro.journeys import demo_world
from finpro.kernel import clock
from finpro.kernel.http import access_of
from tests.portals.signed_in import AT, BY, text

pytestmark = pytest.mark.django_db

PATHS = ["/dev/sign-in", "/dev/outbox", "/dev/outbox/m1"]
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture
def demo(settings, tmp_path):
    """A demo's settings and addresses, in a home of its own."""
    settings.FINPRO = {**settings.FINPRO, "demo": True, "production": False, "home": tmp_path}
    settings.ROOT_URLCONF = "tests.portals.demo_urls"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return settings


@pytest.fixture
def staff():
    email = demo_world.PERSONAS[-1].email
    return accounts.open_account(email=email, name="Sam Staff", password=None, by=BY, at=AT)


@pytest.mark.parametrize("path", PATHS)
def test_outside_the_demo_there_is_no_such_address(path):
    assert Client().get(path).status_code == 404
    assert Client().post(path, {"persona": "staff"}).status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("dev:outbox")


@pytest.mark.parametrize(("is_demo", "production", "there"), [(True, False, True), (True, True, False)])
def test_addresses_follow_the_settings_and_never_are_in_production(settings, is_demo, production, there):
    try:
        with override_settings(FINPRO={**settings.FINPRO, "demo": is_demo, "production": production}):
            found = importlib.reload(urls).urlpatterns
        assert any(str(entry.pattern) == "dev/" for entry in found) is there
    finally:
        importlib.reload(urls)
        clear_url_caches()


@pytest.mark.parametrize("path", PATHS)
def test_the_views_themselves_refuse_too(demo, path):
    demo.FINPRO = {**demo.FINPRO, "production": True}
    assert Client().get(path).status_code == 404
    demo.FINPRO = {**demo.FINPRO, "production": False, "demo": False}
    assert Client().get(path).status_code == 404
    assert Client().post("/dev/sign-in", {"persona": "staff"}).status_code == 404


def test_every_page_says_whom_it_is_for(demo):
    module = importlib.import_module("finpro.portals.public.dev_urls")
    assert [access_of(entry.callback) is not None for entry in module.urlpatterns] == [True] * 4


def test_every_persona_is_listed_with_its_button(demo):
    html = Client().get("/dev/sign-in").content.decode()
    for persona in demo_world.PERSONAS:
        assert persona.email in html
        assert f'name="persona" value="{persona.mailbox}"' in html


def test_one_click_is_the_first_step_and_the_second_is_asked(demo, staff):
    client = Client()
    assert client.post("/dev/sign-in", {"persona": "staff"})["Location"] == "/identity/"
    TOTP.activate(staff, SECRET)
    client = Client()
    assert client.post("/dev/sign-in", {"persona": "staff"})["Location"] == "/sign-in/second-step"
    assert client.get("/account/").status_code == 302
    code = format_hotp_value(hotp_value(SECRET, int(clock.now().timestamp()) // 30))
    assert client.post("/sign-in/second-step", {"code": code})["Location"] == "/identity/"
    assert client.get("/account/").status_code == 200
    assert Event.objects.filter(tag="account:sign_in:done").last().data == {"ways": ["demo", "totp"]}


@pytest.mark.parametrize("persona", ["", "nobody", "mae"])
def test_only_personas_get_in_and_only_who_is_there(demo, persona):
    accounts.open_account(email="mae@example.org", name="Mae", password=None, by=BY, at=AT)
    assert Client().post("/dev/sign-in", {"persona": persona}).status_code == 404
    assert Client().post("/dev/sign-in", {"persona": "filer"}).status_code == 404


def test_mails_texts_and_calls_are_shown_newest_first(demo, time_machine):
    time_machine.move_to(AT, tick=False)
    assert "Nothing has been written yet" in text(Client().get("/dev/outbox"))
    mail = EmailMultiAlternatives("Grüße & more", "Your code is 123456.", to=["mae@example.org"])
    mail.attach_alternative("<p>Your code is <b>123456</b></p>", "text/html")
    mail.send()
    time_machine.shift(timedelta(minutes=1))
    box = sandbox.configured()
    box.send(Message(to="+12025550101", channel="text", body="Text <code> 654321", key="a"))
    time_machine.shift(timedelta(minutes=1))
    box.send(Message(to="+12025550101", channel="call", body="Called 111222", key="b"))
    page = Client().get("/dev/outbox")
    words = text(page)
    assert words.index("Called 111222") < words.index("Text &lt;code&gt;") < words.index("Grüße")
    links = [
        part.split('"')[0] for part in page.content.decode().split('href="')[1:] if part.startswith("/dev/outbox/")
    ]
    assert len(links) == 3
    letters = [Client().get(link) for link in links]
    assert {letter.status_code for letter in letters} == {200}
    assert "Your code is 123456." in text(letters[2])
    assert "&lt;b&gt;123456" in letters[2].content.decode()
    assert "+12025550101" in text(letters[0])


def test_several_mails_in_one_file_are_told_apart(demo, tmp_path):
    folder = tmp_path / "mail"
    folder.mkdir()
    one = "Subject: {}\nTo: a@example.org\nDate: Mon, 23 Nov 2026 17:00:0{} -0000\n\nbody\n" + "-" * 79 + "\n"
    (folder / "20261123-170000-1.log").write_text(one.format("First", 0) + one.format("Second", 1))
    words = text(Client().get("/dev/outbox"))
    assert words.index("Second") < words.index("First")


def test_where_mails_go_to_a_server_none_is_shown(demo):
    demo.EMAIL_FILE_PATH = None
    assert "Nothing has been written yet" in text(Client().get("/dev/outbox"))


def test_a_letter_that_is_not_there_is_not_found(demo):
    assert Client().get("/dev/outbox/20260101-000000-1-0").status_code == 404
