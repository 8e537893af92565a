"""From filed to applied: how long one form takes on an idle worker, and how many a worker does in a minute.

    .venv/bin/python -m bench --only filings

Each form is the least complete one (`tests.forms.documents.initial`) about a person of its own: its record, requests,
exams, fees and decisions are written as in use, and the sealed file is made. What an industry of 630,000 people files
on its busiest day is assumed, not known: two forms a person and year, the busiest of 250 days four times the average,
within ten hours.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from bench.ground import Ground
from bench.rows import Row, at_least, at_most
from finpro.access import services as access
from finpro.access.selectors import actor as actor_of
from finpro.access.selectors import list_grants
from finpro.accounts import services as accounts
from finpro.filings import services as filings
from finpro.filings.enums import FilingType
from finpro.filings.models import Filing
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors import prefill
from finpro.filings.services import signing
from finpro.journeys import submit_filing
from finpro.kernel import actor, clock
from finpro.kernel.actor import Actor, Hat
from finpro.registry import models
from finpro.registry import services as registry
from finpro.registry.policies.filed import LegalName
from finpro.rulebook.forms import loader
from finpro.signatures.policies import Shown
from tests.forms import documents

LINE = 2000.0  # milliseconds: the issue
ALONE, TOGETHER = 15, 60
PEOPLE, A_YEAR, DAYS, PEAK, HOURS = 630_000, 2, 250, 4, 10
BY = actor.system("bench")
# What makes a worker of a process, as `finpro worker` does.
_WORKER = "import django; django.setup(); from finpro.kernel import jobs; jobs.work()"


def needed() -> float:
    """Forms a minute of the busiest day."""
    return PEOPLE * A_YEAR / DAYS * PEAK / HOURS / 60


def measure(ground: Ground) -> dict[str, float]:
    """Median milliseconds from filing to acceptance one by one, and accepted forms a minute when many wait."""
    filer = _firm()
    forms = [_ready(filer, number) for number in range(ALONE + TOGETHER + 2)]
    with _worker(ground):
        alone = [_one(form, filer) for form in forms[: ALONE + 2]][2:]  # the first ones load what stays loaded
    rest = forms[ALONE + 2 :]
    for form in rest:
        submit_filing.submit(filing_id=form, key=uuid4().hex, by=filer, at=clock.now())
    with _worker(ground):
        _until(rest[:1])
        began, done = time.perf_counter(), _accepted(rest)
        _until(rest)
        minute = (len(rest) - done) / (time.perf_counter() - began) * 60
    return {"alone": statistics.median(alone), "minute": minute}


def rows(found: dict[str, float]) -> list[Row]:
    """The measurement as rows of the table."""
    return [
        at_most("filed to applied on an idle worker, median", found["alone"], LINE, "ms", 0),
        at_least(
            "accepted filings with one worker, by what 630,000 people file on the busiest day (assumed)",
            found["minute"],
            round(needed()),
            "a minute",
        ),
    ]


@contextmanager
def _worker(ground: Ground) -> Iterator[None]:
    with subprocess.Popen([sys.executable, "-c", _WORKER], env=ground.environment) as process:  # noqa: S603 - our own
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def _one(form: int, filer: Actor) -> float:
    began = time.perf_counter()
    submit_filing.submit(filing_id=form, key=uuid4().hex, by=filer, at=clock.now())
    _until([form])
    return (time.perf_counter() - began) * 1000


def _until(forms: Sequence[int]) -> None:
    limit = time.perf_counter() + 600
    while _accepted(forms) < len(forms):
        if time.perf_counter() > limit:
            raise RuntimeError("the worker did not accept the forms in ten minutes")
        time.sleep(0.01)


def _accepted(forms: Sequence[int]) -> int:
    found = Filing.objects.filter(pk__in=list(forms))
    refused = found.filter(state="REJECTED").first()
    if refused is not None:
        raise RuntimeError(str(refused.reasons))
    return found.filter(state="ACCEPTED").count()


def _firm() -> Actor:
    at, on = clock.now(), clock.today()
    source = models.Source.objects.create(
        kind="SIMULATION", service="bench", file="bench", captured_on=on, crd=documents.FIRM, digest=b"1"
    )
    firm = models.Firm.objects.create(crd=documents.FIRM, is_stub=False, source=source)
    models.FirmName.objects.create(firm=firm, name=documents.FIRM_NAME, source=source, first_seen_on=on)
    with transaction.atomic():
        user = accounts.open_account(email="filer@example.org", name="Bench", password=None, by=BY, at=at)
        access.grant_membership(
            user_id=user.pk, firm_id=firm.pk, entitlements=["roster.view", "u4.draft", "u4.submit"], by=BY, at=at
        )
    return actor_of(user.pk, list_grants(user.pk), Hat.FIRM, firm.crd)


def _ready(filer: Actor, number: int) -> int:
    """A form about somebody new, signed and ready to be filed."""
    at = clock.now()
    with transaction.atomic():
        name = LegalName("Bench", "", f"Person{'abcdefghij'[number % 10]}")
        crd = registry.open_record(name=name, born_on=None, typed_ssn="", by=filer, at=at)
        person = models.Person.objects.get(crd=crd)
        document = _document(filer, crd, number)
        filing = filings.create(
            person_id=person.pk,
            kind=FilingType.INITIAL,
            version=loader.get("u4").version,
            base=document,
            by=filer,
            at=at,
        )
        base = prefill.document(person.pk, filer.firm_id or 0, FilingType.INITIAL, clock.legal_date(at))
        Filing.objects.filter(pk=filing.pk).update(base=base)
        signing.sign_for_firm(
            filing_id=filing.pk,
            wish=Wish(),
            paper=signing.Paper(documents.NAME, clock.legal_date(at), uuid4()),
            given=signing.Given("Bench Signatory", True),
            shown=Shown("passkey", at, "192.0.2.7", "A browser"),
            by=filer,
            at=at,
        )
    connection.close()
    return int(filing.pk)


def _document(filer: Actor, crd: int, number: int) -> dict[str, Any]:
    made: dict[str, Any] = documents.initial(firm_crd=filer.firm_crd or 0, individual_crd=crd)
    made.pop("signatures", None)
    made["fingerprints"]["barcode"] = f"HV{number:010}"
    made["general"].pop("ssn")
    made["general"]["no_ssn"] = True
    return made
