"""A kind of mail of the tests' own, with templates of its own, and a real mail server."""

import asyncio
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.template import engines
from jinja2 import ChoiceLoader, FileSystemLoader

from finpro.notices import notices


class Greeting(notices.Notice):
    """A mail that greets; the data say how it behaves."""

    tag = "tests:greeting:sent"
    audience = "you asked for it"
    heading = "A greeting"

    def address(self):
        return self.data.get("address", "rowan@example.org")

    def still_wanted(self):
        return self.data.get("wanted", True)

    def context(self):
        return {"name": self.data.get("name", "Rowan & Co")}

    @classmethod
    def sample(cls):
        return {"name": "Rowan"}


@pytest.fixture
def greeting():
    environment = engines["jinja2"].env if "jinja2" in engines.templates else next(iter(engines.all())).env
    before = environment.loader
    environment.loader = ChoiceLoader([before, FileSystemLoader(str(Path(__file__).parent / "templates"))])
    notices.register(Greeting)
    yield Greeting
    notices.forget(Greeting)
    environment.loader = before


@dataclass
class Postbox:
    """Mails that the server accepted. `refuse` is an answer given instead; While there is a `hold`, no mail
    is accepted, and no answer given before it is set."""

    mails: list = field(default_factory=list)
    refuse: str = ""
    refuse_recipient: str = ""
    hold: threading.Event | None = None
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - aiosmtpd's name
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.arrived.set()
        if self.hold is not None:
            await asyncio.get_running_loop().run_in_executor(None, self.hold.wait, 20)
            return "451 the line was dead"
        if self.refuse:
            return self.refuse
        self.mails.append(envelope)
        return "250 accepted"


@pytest.fixture
def postbox(settings):
    """A mail server on loopback that the site's mails go to."""
    box = Postbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 10
    yield box
    controller.stop()
