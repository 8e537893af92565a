"""What somebody types to show who he or she is stands nowhere afterwards: not in the database, in a log, in a file.

Unmistakable values go through every branch; then all that the site has written is searched for them, as they are and
as hexadecimal digits or base64 would hide them.
"""

import base64
import re
from datetime import date

import pytest
from django.conf import settings as configuration
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.test import Client

from finpro.identity.jobs import send_passcode
from finpro.identity.models import Proof, SealedStep
from finpro.integrations import identity_bureau as port
from finpro.kernel.models import Code
from finpro.registry.selectors import matching
from tests.identity import opening
from tests.identity.bureau import in_place
from tests.identity.people import person
from tests.portals.signed_in import AT, PASSWORD, enter

pytestmark = pytest.mark.django_db
SSN, OTHER_SSN = "957-46-8213", "958-47-8214"
BORN, OTHER_BORN = date(1931, 3, 29), date(1932, 4, 27)
PASSCODE, MAILED = "739154", "739155"
QUESTION, CHOICE, CHOICE_ID = "Which lighthouse did zebulon paint?", "The one at quarrelsome point", "choice-xylophone"
CRD = 7654321
# The record's own: its date of birth, and the CRD number, which is public.
RECORD = {"registry_person", "registry_personevent"}
QUIZ = port.Quiz(
    (port.Question("q1", QUESTION, (port.Choice(CHOICE_ID, CHOICE), port.Choice("2", port.NONE_OF_THE_ABOVE))),)
)


def needles():
    """Every value in every spelling in which it could be written down."""
    plain = [SSN, OTHER_SSN, PASSCODE, MAILED, QUESTION, CHOICE, CHOICE_ID, PASSWORD]
    plain += [number.replace("-", "") for number in (SSN, OTHER_SSN)]
    for born in (BORN, OTHER_BORN):
        plain += [
            born.isoformat(),
            f"{born:%m/%d/%Y}",
            f"{born:%d %B %Y}",
            f"{born.day} {born:%B %Y}",
            f"{born:%Y%m%d}",
        ]
    for value in plain:
        yield value, re.compile(rf"(?<![0-9A-Za-z]){re.escape(value)}(?![0-9A-Za-z])")
        yield value, re.compile(re.escape(value.encode().hex()))
        yield value, re.compile(re.escape(base64.b64encode(value.encode()).decode().rstrip("=")[:-1]))


NEEDLES = list(needles())


def found_in(text, *, where):
    """Which values stand in a text."""
    return [(where, value) for value, pattern in NEEDLES if pattern.search(text)]


def tables():
    """Every table of the database, row by row as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT rows::text FROM "{name}" AS rows')
            yield name, "\n".join(row[0] for row in cursor.fetchall())


def everything_written(home):
    """All that stands anywhere but in what was sent to its recipient: (where, text)."""
    for name, text in tables():
        if name not in RECORD:
            yield f"table {name}", text
    for row in Session.objects.all():
        yield "session", str(SessionStore().decode(row.session_data))
    for name in configuration.CACHES:
        yield "cache", str(getattr(caches[name], "_cache", {}))
    for sent in mail.outbox:
        yield "subject of a mail", f"{sent.subject} {sent.extra_headers} {sent.to}"
    for path in home.rglob("*"):
        if path.is_file() and path.parent.name != "templates":
            text = path.read_text(encoding="utf-8", errors="replace")
            yield str(path), re.sub(r'"body": "[^"]*"', "", text)
            yield "name of a file", path.name


class Watched(Client):
    """A browser whose addresses are remembered, those that it is sent to included."""

    seen: list[str]

    def request(self, **given):
        """Remember where it went and where it was sent."""
        answer = super().request(**given)
        self.seen = [*getattr(self, "seen", []), given["PATH_INFO"], given.get("QUERY_STRING", "")]
        self.seen.append(answer.headers.get("Location", ""))
        return answer


def details(ssn, born, **more):
    parts = {"born-month": str(born.month), "born-day": str(born.day), "born-year": str(born.year)}
    return {"number": "ssn", "ssn": ssn, "agreed": "on", **parts, **more}


def send_waiting_passcode():
    row = Code.objects.filter(purpose="identity").latest("id")
    send_passcode(code_id=row.pk, proof_id=row.subject.removeprefix("proof:"), channel="text")


@pytest.fixture
def home(settings, tmp_path):
    settings.FINPRO = settings.FINPRO | {"demo": True, "home": tmp_path}
    return tmp_path


@pytest.fixture
def bureau(monkeypatch, time_machine):
    time_machine.move_to(AT, tick=False)
    opening.cheap_check(monkeypatch)
    monkeypatch.setattr("finpro.kernel.codes._digits", lambda row: PASSCODE if row.purpose == "identity" else MAILED)
    made = in_place(monkeypatch)
    made.quiz = QUIZ
    return made


def walk(bureau):
    """Open an account, then go through every branch with values that nobody could mistake."""
    browser = Watched()
    opening.begin(browser)
    opening.mails()
    browser.post("/open/check-your-mail", {"code": MAILED})
    browser.post("/open/password", {"password": "short"})
    browser.post("/open/password", {"password": PASSWORD})
    # Bad input, nobody found, and a session that had ended when the form was sent.
    browser.post("/identity/who", details("000-46-8213", BORN) | {"born-year": "2090"})
    browser.post("/identity/who", details(OTHER_SSN, OTHER_BORN))
    browser.post("/identity/who", details(SSN, OTHER_BORN))
    stale = Watched()
    stale.post("/identity/who", details(SSN, BORN))
    # Found: a passcode, once wrong; questions, once incomplete.
    browser.post("/identity/who", details(SSN, BORN))
    browser.get("/identity/")
    browser.post("/identity/passcode/send", {"channel": "text"})
    send_waiting_passcode()
    browser.get("/identity/passcode")
    browser.post("/identity/questions/ask")
    assert QUESTION in browser.get("/identity/questions").content.decode()
    browser.post("/identity/questions", {"question-1": "no such choice"})
    return [browser, stale]


def addresses(browsers):
    return "\n".join(address for browser in browsers for address in browser.seen)


def test_nothing_typed_stands_anywhere_while_it_waits_or_afterwards(bureau, home, caplog, capfd):
    caplog.set_level("DEBUG")
    person(CRD, number=SSN.replace("-", ""), born=BORN)
    browsers = walk(bureau)
    assert SealedStep.objects.count() == 1, "the questions wait, sealed"
    leaks = [leak for where, text in everything_written(home) for leak in found_in(text, where=where)]
    browsers[0].post("/identity/questions", {"question-1": CHOICE_ID})
    browsers[0].post("/identity/passcode", {"code": PASSCODE})
    assert browsers[0].get("/identity/")["Location"] == "/me/"
    leaks += [leak for where, text in everything_written(home) for leak in found_in(text, where=where)]
    logged = "\n".join([caplog.text, *(str(record.__dict__) for record in caplog.records), *capfd.readouterr()])
    leaks += found_in(logged, where="log")
    leaks += found_in(addresses(browsers), where="address")
    assert leaks == []
    assert not SealedStep.objects.exists()


def test_the_search_finds_what_is_there(bureau, home, caplog):
    """So that nothing found means nothing there."""
    record = person(CRD, number=SSN.replace("-", ""), born=BORN)
    walk(bureau)
    Proof.objects.update(bureau_reference=f"x {SSN} x")
    (home / "note.txt").write_text(base64.b64encode(QUESTION.encode()).decode())
    session = SessionStore()
    session["born"] = BORN.isoformat()
    session.save()
    SealedStep.objects.update(sealed=CHOICE.encode())
    leaks = {leak for where, text in everything_written(home) for leak in found_in(text, where=where)}
    assert ("table identity_proof", SSN) in leaks
    assert (str(home / "note.txt"), QUESTION) in leaks
    assert ("session", BORN.isoformat()) in leaks
    assert ("table identity_sealedstep", CHOICE) in leaks
    assert record.crd == CRD


@pytest.mark.parametrize("where", ["lookup", "bureau", "score"])
def test_an_error_on_the_way_tells_nothing_of_it(bureau, home, caplog, capfd, monkeypatch, where):
    """A bug, whose exception quotes what was typed: the page and the log show neither."""
    person(CRD, number=SSN.replace("-", ""), born=BORN)
    browser, user = opening.opened(Watched())

    def fail(*args, **kwargs):
        raise RuntimeError(f"{SSN} {BORN} {QUESTION} {CHOICE_ID} {args} {kwargs}")

    if where == "score":
        browser.post("/identity/who", details(SSN, BORN))
        browser.post("/identity/questions/ask")
    if where == "lookup":
        monkeypatch.setattr(matching, "by_number", fail)
    bureau.during = fail
    path, typed = "/identity/who", details(SSN, BORN)
    if where == "score":
        path, typed = "/identity/questions", {"question-1": CHOICE_ID}
    enter(browser, user)
    page = browser.post(path, typed)
    assert page.status_code == 500
    assert "System Error" in page.content.decode()
    leaks = found_in(page.content.decode(), where="error page")
    # What is written to standard error: messages of exceptions are added at DEBUG alone, for invented data.
    leaks += found_in("\n".join(capfd.readouterr()), where="log")
    leaks += [leak for place, text in everything_written(home) for leak in found_in(text, where=place)]
    assert leaks == []
