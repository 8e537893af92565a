"""Whose pages are measured: a median person and the one with most registrations, of real records where they are there.

The masked captures beside the repository (`../shared/data/brokercheck`) are used when present; else people of the
synthetic industry, and an invented one registered in every state on both sides.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from bench.ground import Ground
from bench.servers import ROOT
from finpro.access import services as access
from finpro.accounts import services as accounts
from finpro.accounts.adapters import door
from finpro.accounts.enums import Way
from finpro.accounts.models import User
from finpro.journeys import import_brokercheck, simulate
from finpro.kernel import actor, clock
from finpro.registry import models
from finpro.rulebook import lookup as rulebook

REAL = ROOT.parent / "shared" / "data" / "brokercheck" / "detail"
BY = actor.system("bench")
PASSWORD = "four plain words"  # noqa: S105 - of a database that lives for a minute
# Rows of the record that a page shows, for each person.
_SIZES = " UNION ALL ".join(
    f"SELECT person_id FROM registry_{table}"  # noqa: S608 - constants
    for table in (
        *("personname", "registration", "registrationstatus", "examresult", "regulatoryelement", "association"),
        *("employmentspell", "employmententry", "disclosure", "disclosureversion", "residence", "office"),
    )
)


def fill(ground: Ground, people: int) -> str:
    """Import and simulate; says of what the records are."""
    simulate.simulate(simulate.Plan(people=people, seed=2026))
    if REAL.is_dir():
        import_brokercheck.import_brokercheck([REAL])
        return "masked real records"
    folder = ground.home / "captures"
    folder.mkdir()
    (folder / "finra_9000104_20250513.json").write_text(json.dumps(everywhere(9_000_104)))
    import_brokercheck.import_brokercheck([folder])
    return "invented records"


def median_and_largest() -> tuple[int, int]:
    """Keys of the person with the median number of rows, and of the one with most registrations in force."""
    imported = "p.source_id IN (SELECT id FROM registry_source WHERE kind = 'IMPORT')" if REAL.is_dir() else "true"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT p.id FROM registry_person p JOIN ({_SIZES}) s ON s.person_id = p.id WHERE {imported} "  # noqa: S608
            "GROUP BY p.id ORDER BY count(*), p.id"
        )
        by_size = [key for (key,) in cursor.fetchall()]
        cursor.execute(
            "SELECT person_id FROM registry_registration WHERE ends_on IS NULL GROUP BY 1 "
            "ORDER BY count(*) DESC, 1 LIMIT 1"
        )
        ((largest,),) = cursor.fetchall()
    return by_size[len(by_size) // 2], largest


def signed_in(person: int, mailbox: str) -> str:
    """The session of a new account that is bound to this person."""
    at = clock.now()
    user = accounts.open_account(email=f"{mailbox}@example.org", name="Bench", password=PASSWORD, by=BY, at=at)
    access.grant_claim(user_id=user.pk, person_id=person, by=BY, at=at)
    # As in use: last access was noted a moment ago.
    accounts.note_access(user_id=user.pk, at=at.replace(year=at.year + 1))
    return session_of(user)


def session_of(user: User) -> str:
    """A session as signing in opens it."""
    store = SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    at = clock.now()
    store[door.WAYS] = {Way.PASSWORD.value: at.isoformat(), Way.TOTP.value: at.isoformat()}
    store[door.SEEN] = store[door.SINCE] = int(at.timestamp())
    store.save()
    return str(store.session_key)


def rows_of(person: int) -> int:
    """How many state registrations of this person are in force."""
    sros = set(rulebook.on(clock.today()).sros)
    held = models.Registration.objects.filter(person_id=person, ends_on=None)
    return sum(code not in sros for code in held.values_list("regulator", flat=True))


def everywhere(crd: int) -> dict[str, Any]:
    """Somebody invented, registered in 52 jurisdictions on both sides: 104 rows."""
    states = [item.name for item in rulebook.on(clock.today()).jurisdictions.values()][:52]
    rows = [
        {"state": state, "regScope": scope, "status": "APPROVED", "regDate": "1/8/2014"}
        for state in states
        for scope in ("BC", "IA")
    ]
    return person(crd, rows)


def person(crd: int, states: list[dict[str, str]]) -> dict[str, Any]:
    """An invented document of the BrokerCheck service with these state registrations."""
    firm = {
        "firmId": 501 + crd % 97,
        "firmName": "BENCH SECURITIES",
        "iaOnly": "N",
        "registrationBeginDate": "1/2/2010",
    }
    scopes = [row["regScope"] for row in states]
    return {
        "basicInformation": {
            "individualId": crd,
            "firstName": "BENCH",
            "lastName": f"Person {crd}",
            "otherNames": [],
            "bcScope": "Active",
            "iaScope": "Active",
        },
        "currentEmployments": [{**firm, "branchOfficeLocations": []}],
        "currentIAEmployments": [],
        "previousEmployments": [
            {
                **firm,
                "firmId": 700 + number,
                "registrationBeginDate": f"3/4/{year}",
                "registrationEndDate": f"2/1/{year + 3}",
            }
            for number, year in enumerate((1998, 2001, 2004))
        ],
        "previousIAEmployments": [],
        "disclosures": [],
        "examsCount": {"stateExamCount": 1, "principalExamCount": 0, "productExamCount": 2},
        "stateExamCategory": [_exam("Series 66", "7/27/1999")],
        "principalExamCategory": [],
        "productExamCategory": [_exam("SIE", "10/1/2018"), _exam("Series 7", "7/27/1999")],
        "registrationCount": {
            "approvedSRORegistrationCount": 1,
            "approvedFinraRegistrationCount": 1,
            "approvedStateRegistrationCount": scopes.count("BC"),
            "approvedIAStateRegistrationCount": scopes.count("IA"),
        },
        "registeredStates": states,
        "registeredSROs": [{"sro": "FINRA", "status": "APPROVED"}],
    }


def _exam(category: str, taken: str) -> dict[str, str]:
    return {"examCategory": category, "examName": f"{category} Exam", "examTakenDate": taken, "examScope": "BC"}


def real_documents() -> list[Path]:
    """The masked captures, where they are."""
    return sorted(REAL.glob("*.json")) if REAL.is_dir() else []
