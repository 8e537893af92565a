"""How long lists stay quick: the roster of a 10,000-person firm against a 10-person one, and names among a million.

    .venv/bin/python -m bench.lists [--names N] [--rounds N]

Pages are asked of Django's test client, interleaved, medians of the rounds: the whole page, sign-in and all.
"""

import argparse
import secrets
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import psycopg

from bench import ground
from bench.rows import Row

FIRST_LINE, LAST_LINE = 1.5, 1.2  # the issue: page of 10,000 by page of 10, last page by first
SMALL, LARGE = 11, 12  # CRD numbers of the two firms
PEOPLE = 10_000

# People with invented names of syllables; two in three carry one of many family names, as in life some are frequent.
_SYLLABLES = "unnest(array['MAR','HAN','TOR','BEL','GAR','FIN','LOS','KEN','WIL','PER','SAN','CAR','DON','RIC','ALB'])"
_ENDS = "unnest(array['A','SON','TON','LEY','MAN','BERG','IS','ELLO','WOOD','EZ'])"
_FILL = f"""
CREATE TEMP TABLE part AS SELECT row_number() OVER () - 1 AS i, a || b AS s FROM {_SYLLABLES} a, {_ENDS} b;
INSERT INTO registry_source (kind, service, file, record, captured_on, captured_on_exact, crd, digest)
    VALUES ('SIMULATION', 'bench', 'bench', '', DATE '2026-01-01', true, 0, '\\x00');
INSERT INTO registry_firm (crd, is_stub, source_id)
    SELECT g, false, s.id FROM registry_source s, generate_series(11, 12) g;
INSERT INTO registry_firmname (firm_id, name, is_main, first_seen_on, source_id)
    SELECT id, 'Firm ' || crd, true, DATE '2026-01-01', source_id FROM registry_firm;
INSERT INTO registry_person (crd, source_id)
    SELECT 1000000 + g, s.id FROM registry_source s, generate_series(1, %(all)s) g;
INSERT INTO registry_personname
    (person_id, kind, first, middle, last, suffix, "full", first_seen_on, source_id)
    SELECT p.id, 'LEGAL', f.s, '', l.s || m.s, '', f.s || ' ' || l.s || m.s, DATE '2026-01-01', p.source_id
    FROM registry_person p
    JOIN part f ON f.i = (p.id * 7919) %% 150 JOIN part l ON l.i = (p.id * 104729 / 13) %% 150
    JOIN part m ON m.i = (p.id / 7) %% 150;
"""  # noqa: S608 - constants
_WORK = """
INSERT INTO registry_association (person_id, firm_id, starts_on, first_seen_on, source_id)
    SELECT p.id, f.id, DATE '2015-01-01' + (p.id * 37 %% 4000)::int, DATE '2026-01-01', p.source_id
    FROM registry_person p JOIN registry_firm f ON f.crd = CASE WHEN p.crd <= 1000010 THEN 11 ELSE 12 END
    WHERE p.crd <= 1000010 + %(people)s;
INSERT INTO registry_registration (person_id, firm_id, regulator, category, starts_on, first_seen_on, source_id)
    SELECT a.person_id, a.firm_id, v.regulator, v.category, a.starts_on, a.first_seen_on, a.source_id
    FROM registry_association a, (VALUES ('FINRA', 'GS'), ('NY', 'AG'), ('NY', 'RA'), ('TX', 'AG'), ('CA', 'AG'))
    v (regulator, category);
INSERT INTO registry_registrationstatus (person_id, registration_id, status, starts_on, first_seen_on, source_id)
    SELECT person_id, id, CASE WHEN id %% 97 = 0 THEN 'CE_INACTIVE' ELSE 'APPROVED' END,
        starts_on, first_seen_on, source_id
    FROM registry_registration;
"""


@dataclass(frozen=True)
class Measured:
    """Medians in milliseconds. `indexed`: the plan of the name search reads the trigram index."""

    small: float
    first: float
    last: float
    names: int
    search: float
    indexed: bool

    @property
    def met(self) -> bool:
        """Whether every line of the issue is met."""
        return self.first <= FIRST_LINE * self.small and self.last <= LAST_LINE * self.first and self.indexed


def measure(owner_url: str, *, names: int = 1_000_000, rounds: int = 40) -> Measured:
    """Fill an empty, migrated database and measure. Django must be set up to work on it."""
    _fill(owner_url, names)
    small, first, last = _rosters(rounds)
    search, indexed = _search()
    return Measured(small, first, last, names, search, indexed)


def _fill(owner_url: str, names: int) -> None:
    with psycopg.connect(owner_url, autocommit=True) as owner:
        for verb in ("DISABLE", "ENABLE"):  # history is not what is measured here
            for table in ("person", "personname"):
                owner.execute(f"ALTER TABLE registry_{table} {verb} TRIGGER USER")
            if verb == "DISABLE":
                _run(owner, _FILL, {"all": max(names, PEOPLE + 10)})
        _run(owner, _WORK, {"people": PEOPLE})
        owner.execute("VACUUM ANALYZE")


def _run(owner: psycopg.Connection, script: str, values: dict[str, int]) -> None:
    for statement in (script % values).split(";\n"):
        if statement.strip():
            owner.execute(statement)


def _rosters(rounds: int) -> tuple[float, float, float]:
    client = _member()
    pages = (f"/firm/{SMALL}/people", f"/firm/{LARGE}/people", f"/firm/{LARGE}/people?page={PEOPLE // 25}")
    times: dict[str, list[float]] = {page: [] for page in pages}
    for number in range(rounds + 8):
        for page in pages:
            milliseconds = _timed(lambda page=page: client.get(page))
            if number >= 8:  # by then statements are prepared and templates compiled
                times[page].append(milliseconds)
    small, first, last = (statistics.median(times[page]) for page in pages)
    return small, first, last


def _search() -> tuple[float, bool]:
    # Django is set up only now, and models cannot be loaded before.
    from django.db import connection  # noqa: PLC0415

    from finpro.kernel import clock  # noqa: PLC0415
    from finpro.kernel.actor import Actor, Hat  # noqa: PLC0415
    from finpro.registry import selectors as registry  # noqa: PLC0415

    staff = Actor(Hat.STAFF, "bench", entitlements=frozenset({"record.search"}))
    asked = ("marsona torman", "kenley", "alberg wilwood", "gar handon")
    spent = [_timed(lambda query=query: registry.find(staff, query, clock.today())) for query in asked * 3]
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN SELECT 1 FROM registry_personname n WHERE n.full LIKE 'KENLEY%' OR n.full LIKE '% KENLEY%'"
        )
        plan = " ".join(row[0] for row in cursor.fetchall())
    return statistics.median(spent), "person_name_trgm" in plan


def _member() -> Any:
    from django.db import transaction  # noqa: PLC0415 - as above
    from django.test import Client  # noqa: PLC0415

    from finpro.access import services as access  # noqa: PLC0415
    from finpro.accounts import services as accounts  # noqa: PLC0415
    from finpro.kernel import clock  # noqa: PLC0415
    from finpro.kernel.actor import system  # noqa: PLC0415
    from finpro.registry.models import Firm  # noqa: PLC0415

    by, at = system("bench"), clock.now()
    user = accounts.open_account(email="b@example.org", name="B", password=secrets.token_hex(), by=by, at=at)
    with transaction.atomic():
        for firm in Firm.objects.order_by("crd"):
            access.grant_membership(user_id=user.pk, firm_id=firm.pk, entitlements=["roster.view"], by=by, at=at)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    answer = call()
    spent = (time.perf_counter() - began) * 1000
    if getattr(answer, "status_code", 200) != 200:
        raise RuntimeError(f"A page answered {answer}.")
    return spent


def lines(found: Measured) -> list[str]:
    """The measurement in words."""
    first, last = found.first / found.small, found.last / found.first
    return [
        f"roster, 10 people      {found.small:7.1f} ms",
        f"roster, 10,000 people  {found.first:7.1f} ms  × {first:.2f}  line {FIRST_LINE}: {_said(first <= FIRST_LINE)}",
        f"its last page          {found.last:7.1f} ms  × {last:.2f}  line {LAST_LINE}: {_said(last <= LAST_LINE)}",
        f"name among {found.names:,}  {found.search:7.1f} ms  line by index: {_said(found.indexed)}",
    ]


def _said(met: bool) -> str:
    return "met" if met else "MISSED"


def rows(found: Measured) -> list[Row]:
    """The measurement as rows of the table."""
    first, last = found.first / found.small, found.last / found.first
    plan = "by index" if found.indexed else "WITHOUT the index"
    return [
        Row("roster of 10 people", f"{found.small:.1f} ms", "the measure", 1.0),
        Row(
            "roster of 10,000 people, first page",
            f"{found.first:.1f} ms, {first:.2f} × that of 10",
            f"≤ {FIRST_LINE:g} ×",
            first / FIRST_LINE,
            first <= FIRST_LINE,
        ),
        Row(
            "roster of 10,000 people, last page",
            f"{found.last:.1f} ms, {last:.2f} × the first",
            f"≤ {LAST_LINE:g} ×",
            last / LAST_LINE,
            last <= LAST_LINE,
        ),
        Row(f"name among {found.names:,}", f"{found.search:.1f} ms, {plan}", "by index", None, found.indexed),
    ]


def main() -> None:
    """Measure on a cluster of our own and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=40)
    arguments = parser.parse_args()
    with ground.prepared() as place:
        found = measure(place.owner_url, names=arguments.names, rounds=arguments.rounds)
    sys.stdout.write("".join(f"{line}\n" for line in lines(found)))


if __name__ == "__main__":
    main()
