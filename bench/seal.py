"""How much processor a sealed Form U4 costs: drawing it from its specification, typesetting, sealing.

    .venv/bin/python -m bench --only seal

Counted is processor time of the process, threads of the typesetter included, in a worker that has made others before.
Each round has another receipt and other names, so that nothing of the last one can be used again where they differ. The
certificates are those of our own authority; one from outside adds waiting, hardly any processor.
"""

import hashlib
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from bench.rows import Row, at_most
from finpro.documents import adapters
from finpro.filings import exports
from finpro.kernel import clock
from finpro.rulebook.forms import loader, reading
from finpro.signatures.selectors import BlockView, EnvelopeView, SignatureView
from finpro.ui.form_view import form_view
from tests.forms import documents

LINE = 400.0  # milliseconds of CPU: the issue
ROUNDS = 15
_AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


def measure() -> dict[str, float]:
    """Median milliseconds of processor time for the least form and the largest, and of sealing alone."""
    spent: dict[str, float] = {}
    for name, made in (("least", documents.initial), ("largest", documents.largest)):
        rounds = [_one(made, number) for number in range(ROUNDS + 2)][2:]
        spent[name] = statistics.median(whole for whole, _ in rounds)
        spent["seal"] = statistics.median(alone for _, alone in rounds)
    return spent


def _one(made: Callable[[], dict[str, Any]], number: int) -> tuple[float, float]:
    document = made()
    document["general"]["middle_name"] = document["identifying"]["middle_name"] = f"Quint{'abcdefghijklmnopq'[number]}"
    document.pop("signatures", None)
    began = time.process_time()
    form = loader.get("u4")
    content = reading.canonical(reading.shown(form, document)).decode()
    digest = hashlib.sha256(content.encode()).hexdigest()
    envelope = _signed(content, digest)
    sheet = exports.Sheet(
        brand="Bench",
        notice="A bench",
        check_url="https://finpro.example/check",
        person=f"Averill, Marisol {number}",
        crd=9900001,
        firm="Harbor & Vine Securities LLC",
        firm_crd=990100,
        made_on=date(2026, 11, 23),
        receipt=f"BENCH{number:05}",
        filed_on=date(2026, 11, 23),
    )
    view = form_view(form, document)
    data = exports.paper(view, sheet, content=content, digest=digest, blocks=envelope.blocks, envelope=envelope)
    typeset = adapters.typeset("form.typ", data)
    between = time.process_time()
    adapters.seal(typeset, reason="Bench", at=clock.now())
    ended = time.process_time()
    return (ended - began) * 1000, (ended - between) * 1000


def _signed(content: str, digest: str) -> EnvelopeView:
    given = SignatureView(
        name=documents.NAME,
        prefilled=documents.NAME,
        method="ELECTRONIC",
        signed_on=date(2026, 11, 23),
        at=_AT,
        digest=digest,
        statement_version="u4/2009-05/15A",
        statement_digest=digest,
        shown_by="passkey",
        shown_at=_AT,
        address="192.0.2.7",
        user_agent="A browser",
        scan=None,
        note="",
        account_id=1,
    )
    blocks = tuple(
        BlockView(block.key, block.title, block.signer, block.statement, "u4/2009-05", digest, False, given)
        for block in loader.get("u4").blocks
        if block.key in {"15A", "15B"}
    )
    return EnvelopeView(
        1, "filing:1", "u4/2009-05", content, digest, "SIGNED", 1, 1, _AT, "account:1", None, 0, _AT, "", (), blocks
    )


def rows(found: dict[str, float]) -> list[Row]:
    """The measurement as rows of the table."""
    return [
        at_most("sealed PDF of the least Form U4, CPU", found["least"], LINE, "ms"),
        at_most("sealed PDF of the largest Form U4, CPU", found["largest"], LINE, "ms"),
        at_most("of which the seal alone", found["seal"], LINE, "ms"),
    ]
