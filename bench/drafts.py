"""Drafting a form: its pages against a bare Django page, and the save of one answer against a bare save of one row.

Every connection writes in a draft of its own, as people do, and says each time which version it had read: a save that
met another's would be no save, so the versions are counted afterwards.
"""

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, urlencode

from django.db import connection, transaction
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import load, people, servers
from bench.ground import Ground
from bench.load import PATIENT, Target
from bench.rows import Row, at_most
from finpro.access import services as access
from finpro.accounts import services as accounts
from finpro.filings import services as filings
from finpro.filings.enums import FilingType
from finpro.filings.models import Answer
from finpro.filings.policies import typed
from finpro.kernel import clock
from finpro.rulebook.forms import loader
from tests.forms import documents
from tests.registry import small_world as world

ROUNDS = 5
PAGE, SAVE = 0.6, 0.6  # of the bare one's throughput
P99 = 2.0  # times the bare save's waiting at half load
STATEMENTS = 6
FIRM, PATH = 501, "/identifying/eye_color"
SECTIONS = ("identifying", "residences", "employments", "disclosure")
VALUES = ("BLU", "BRO")


@dataclass(frozen=True)
class Desk:
    """Who drafts, and the drafts. `bare`: who is signed in at the bare site; `rows` are what it saves.

    `versions`: which version and value each draft's answer has, if every save that was sent was one.
    """

    session: str
    bare: str
    drafts: list[int]
    rows: list[int]
    versions: dict[int, tuple[int, str]]


def measure(ground: Ground, *, seconds: float = 2.0) -> list[Row]:
    """Every row about drafting. `seconds`: length of one round."""
    people.fill(ground, 50)
    desk = _desk()
    rows = [_statements(desk)]
    connection.close()
    port, bare = servers.free_port(), servers.free_port()
    with servers.serving(servers.COMMAND, port, "/sign-in"):
        pass  # the command's start collects style sheet and script, which the pages name
    with (
        servers.serving(servers.granian(servers.OURS, port), port, "/healthz"),
        servers.serving(servers.granian(servers.PLAIN, bare), bare, "/plain"),
    ):
        pages = {
            key: Target(key, port, f"/firm/{FIRM}/filings/{desk.drafts[0]}/section/{key}", desk.session)
            for key in SECTIONS
        }
        bare_page = Target("bare", bare, "/plain", desk.bare)
        rows += _pages(pages, bare_page, seconds)
        saves = {
            "bare": Target("bare", bare, "", desk.bare, _bare_saves(bare, desk)),
            "save": Target("save", port, "", desk.session, _saves(port, desk)),
        }
        rows += _saved(saves, seconds)
    _nothing_lost(desk)
    return rows


def _desk() -> Desk:
    """A filer with as many drafts as there are connections, each of a whole first form."""
    at = clock.now()
    firm = world.firm(FIRM, "Alder Securities LLC")
    user = accounts.open_account(email="filer@example.org", name="Bench", password=people.PASSWORD, by=people.BY, at=at)
    with transaction.atomic():
        access.grant_membership(
            user_id=user.pk, firm_id=firm.pk, entitlements=["roster.view", "u4.draft"], by=people.BY, at=at
        )
    accounts.note_access(user_id=user.pk, at=at.replace(year=at.year + 1))
    drafts = [_draft(number, firm, user.pk, at) for number in range(PATIENT)]
    found = Answer.objects.filter(filing__in=drafts, path="/identifying/hair_color").order_by("id")
    median, _ = people.median_and_largest()
    versions = {number: _version(filing) for number, filing in enumerate(drafts)}
    rows = list(found.values_list("id", flat=True))
    return Desk(people.session_of(user), people.signed_in(median, "median"), drafts, rows, versions)


def _draft(number: int, firm: world.Firm, user_id: int, at: datetime) -> int:
    person = world.person(7_000_000 + number, "Rowan", f"Alder{number}")
    whole = documents.initial(firm_crd=FIRM, individual_crd=person.crd)
    whole.pop("signatures", None)
    by = people.actor.Actor(
        people.actor.Hat.FIRM, f"account:{user_id}", user_id, firm_id=firm.pk, entitlements=frozenset({"u4.draft"}),
        firm_crd=FIRM,
    )  # fmt: skip
    with transaction.atomic():
        return filings.create(
            person_id=person.pk,
            kind=FilingType.INITIAL,
            version=loader.get("u4").version,
            base=whole,
            by=by,
            at=at,
        ).pk


def _pages(pages: dict[str, Target], bare: Target, seconds: float) -> list[Row]:
    for target in (*pages.values(), bare):
        load.throughput(target, 1.0)
    rounds = [
        {name: load.throughput(target, seconds) for name, target in {**pages, "bare": bare}.items()}
        for _ in range(ROUNDS)
    ]
    rows = []
    for name in pages:
        share = statistics.median(found[name] / found["bare"] for found in rounds)
        speed = statistics.median(found[name] for found in rounds)
        rows.append(_share(f"section page, {name}", speed, share, PAGE, "page"))
    return rows


def _share(name: str, speed: float, share: float, line: float, what: str) -> Row:
    measured = f"{speed:.0f}/s, {share:.0%} of the bare {what}"
    return Row(f"{name}, throughput", measured, f"≥ {line:.0%}", share / line, share >= line)


def _saved(saves: dict[str, Target], seconds: float) -> list[Row]:
    for target in saves.values():
        load.throughput(target, 1.0)
    rounds = [{name: load.throughput(target, seconds) for name, target in saves.items()} for _ in range(ROUNDS)]
    share = statistics.median(found["save"] / found["bare"] for found in rounds)
    speeds = {name: statistics.median(found[name] for found in rounds) for name in saves}
    waits: dict[str, list[float]] = {name: [] for name in saves}
    for number in range(ROUNDS):
        for name, target in saves.items():
            # The same load on both: half of what the slower one bears.
            rate = min(speeds.values()) / 2
            waits[name].append(load.percentile(load.latencies(target, rate, seconds, seed=number), 0.99))
    ours, bare = (statistics.median(waits[name]) for name in ("save", "bare"))
    return [
        Row("bare Django save of one row, throughput", f"{speeds['bare']:.0f}/s", "the measure", 1.0),
        _share("save of one answer", speeds["save"], share, SAVE, "save"),
        Row(
            "save of one answer, 99% wait at half load",
            f"{ours * 1000:.1f} ms, bare save {bare * 1000:.1f} ms: {ours / bare:.2f} ×",
            f"≤ {P99:g} ×",
            ours / bare / P99,
            ours / bare <= P99,
        ),
    ]


def _saves(port: int, desk: Desk) -> Callable[[int], Iterator[bytes]]:
    """What each connection sends to us: the answer turned to the other value, at the version of its last save."""
    versions = desk.versions
    csrf = _get_new_csrf_string()

    def sending(number: int) -> Iterator[bytes]:
        path = f"/firm/{FIRM}/filings/{desk.drafts[number]}/save?form=2009-05&page=&field={quote(PATH)}"
        while True:
            version, value = versions[number]
            other = VALUES[value == VALUES[0]]
            body = urlencode({PATH: other, f"v:{PATH}": typed.token(version, value)})
            versions[number] = (version + 1, other)
            yield _post(port, path, desk.session, csrf, body)

    return sending


def _version(filing: int) -> tuple[int, str]:
    row = Answer.objects.get(filing=filing, path=PATH)
    return row.version, row.value


def _bare_saves(port: int, desk: Desk) -> Callable[[int], Iterator[bytes]]:
    csrf = _get_new_csrf_string()

    def sending(number: int) -> Iterator[bytes]:
        turn = 0
        while True:
            turn += 1
            body = urlencode({"value": VALUES[turn % 2]})
            yield _post(port, f"/plain/save/{desk.rows[number]}", desk.bare, csrf, body)

    return sending


def _post(port: int, path: str, session: str, csrf: str, body: str) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nCookie: session={session}; csrftoken={csrf}\r\n"
        f"X-CSRFToken: {csrf}\r\nHX-Request: true\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def _statements(desk: Desk) -> Row:
    """How many statements a save takes, all in: session, account, rights, the answer, the event."""
    client = Client(headers={"host": "localhost"})
    client.cookies["session"] = desk.session
    for _ in range(2):
        version, value = desk.versions[0]
        other = VALUES[value == VALUES[0]]
        sent = {PATH: other, f"v:{PATH}": typed.token(version, value)}
        address = f"/firm/{FIRM}/filings/{desk.drafts[0]}/save?form=2009-05&page=&field={quote(PATH)}"
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(address, sent, headers={"HX-Request": "true"})
        if answer.status_code != 200 or b"Saved" not in answer.content:
            raise RuntimeError(f"A save answered {answer.status_code}.")
        desk.versions[0] = (version + 1, other)
    queries = [query for query in asked.captured_queries if query["sql"] not in {"BEGIN", "COMMIT"}]
    return at_most("save of one answer, statements", len(queries), STATEMENTS, "statements", 0)


def _nothing_lost(desk: Desk) -> None:
    """Every save that was sent raised the version: none met another's, none was lost."""
    found = {number: _version(filing) for number, filing in enumerate(desk.drafts)}
    if found != desk.versions:
        raise RuntimeError("Some of what was sent was not saved.")
