"""Forms that are complete, for the stories of signing: typing one whole would tell nothing about signing it.

`prepare` writes firms and people while the world is filled. Afterwards, in the environment of the site,
`python -m tests.browser.forms_to_sign draft CRD` begins a complete draft about a person, whose key it writes to the
file `form-CRD` of the home; `edit KEY` changes an answer of it for the firm, and `file KEY` files it.
"""

import os
import sys
from pathlib import Path

import django

django.setup()

from django.db import transaction  # noqa: E402 - settings come first

from finpro.access.models import Membership  # noqa: E402
from finpro.access.selectors import actor, list_grants  # noqa: E402
from finpro.filings import services as filings  # noqa: E402
from finpro.filings.enums import FilingType  # noqa: E402
from finpro.filings.models import Filing  # noqa: E402
from finpro.filings.selectors import prefill  # noqa: E402
from finpro.firms.enums import Audience  # noqa: E402
from finpro.journeys import choose_settings, submit_filing  # noqa: E402
from finpro.kernel import clock  # noqa: E402
from finpro.kernel.actor import Hat, system  # noqa: E402
from finpro.registry.selectors import world as record  # noqa: E402
from tests.browser import captures  # noqa: E402
from tests.forms import documents  # noqa: E402
from tests.registry import small_world  # noqa: E402

KIND = FilingType.INITIAL


def prepare() -> None:
    """The firm that signs electronically, the one that signs on paper, and the people."""
    small_world.firm(captures.SIGNING_FIRM, documents.FIRM_NAME)
    small_world.firm(captures.PAPER_FIRM, "Plover & Reed Securities LLC")
    for crd in (captures.SIGNER, captures.PLAIN_SIGNER, captures.PAPER_SIGNER):
        small_world.person(crd, "Marisol", "Averill", middle="Quint")
    choose_settings.e_signature(
        firm_crd=captures.SIGNING_FIRM,
        audience=Audience.EMPLOYEE,
        value=True,
        effective_from=clock.today(),
        why="",
        by=system("tests"),
        at=clock.now(),
    )


def draft(crd: int) -> None:
    """A complete draft about the person, by the firm that goes with him or her."""
    firm = captures.PAPER_FIRM if crd == captures.PAPER_SIGNER else captures.SIGNING_FIRM
    whole = documents.initial(firm_crd=firm, individual_crd=crd)
    whole.pop("signatures")
    if crd != captures.SIGNER:
        # A number and a card are one person's.
        whole["general"]["ssn"] = f"{documents.SSN[:-1]}{crd % 10}"
        whole["fingerprints"]["barcode"] = f"HV261123000{crd % 10}"
    if crd == captures.PAPER_SIGNER:
        whole["general"]["offices"][0]["branchCrdNumber"] = 990_411
    person, by, at = record.person_id(crd), _of(firm), clock.now()
    with transaction.atomic():
        filing = filings.create(person_id=person, kind=KIND, version="2009-05", base=whole, by=by, at=at)
        base = prefill.document(person, record.firm_id(firm), KIND, clock.legal_date(at))
        Filing.objects.filter(pk=filing.pk).update(base=base)
    (Path(os.environ["FINPRO_HOME"]) / f"form-{crd}").write_text(str(filing.pk), encoding="utf-8")


def edit(key: int) -> None:
    """The firm changes an answer."""
    changes = [filings.Change("/general/firm_billing_code", "BR-7", 0)]
    with transaction.atomic():
        filings.save(filing_id=key, changes=changes, by=_filer(key), at=clock.now())


def file(key: int) -> None:
    """The firm files it."""
    submit_filing.submit(filing_id=key, key=f"page-{key}", by=_filer(key), at=clock.now())


def _filer(key: int):
    return _of(Filing.objects.select_related("firm").get(pk=key).firm.crd)


def _of(firm: int):
    held = Membership.objects.filter(firm__crd=firm, ended_at=None).order_by("pk")
    member = held.values_list("user_id", flat=True)[0]
    return actor(member, list_grants(member), Hat.FIRM, firm)


if __name__ == "__main__":
    {"draft": draft, "edit": edit, "file": file}[sys.argv[1]](int(sys.argv[2]))
