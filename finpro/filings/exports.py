"""A filing on paper: the form, the statements with their signatures, and the page of evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from finpro.accounts.enums import Way
from finpro.rulebook.forms.schema import Block
from finpro.signatures.enums import Method, Signer
from finpro.signatures.selectors import BlockView, EnvelopeView, SignatureView
from finpro.ui import filters
from finpro.ui.form_view import FormView, SectionView
from finpro.ui.squares import as_svg

_WAYS = {way.value: way.label for way in Way}
EMBEDDED = "form-u4.json"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on a paper beside the form. `receipt` and `filed_on` only of what was filed."""

    brand: str
    notice: str
    check_url: str
    person: str
    crd: int
    firm: str
    firm_crd: int
    made_on: date
    receipt: str = ""
    filed_on: date | None = None


def paper(
    view: FormView,
    sheet: Sheet,
    *,
    content: str,
    digest: str,
    blocks: Sequence[BlockView | Block],
    envelope: EnvelopeView | None,
) -> dict[str, Any]:
    """The data of the template `form.typ`. `content` is the canonical JSON that is embedded, `digest` its SHA-256.

    Without an envelope it is a draft to be printed and signed by hand: the lines for name and date are empty.
    """
    running = f"{view.title}. {view.type}. CRD {sheet.crd}{f'. Receipt {sheet.receipt}' if sheet.receipt else ''}"
    return {
        "brand": sheet.brand,
        "notice": sheet.notice,
        "title": f"{view.title}: {view.type}",
        "subtitle": f"{sheet.person}, CRD {sheet.crd}. {sheet.firm}, CRD {sheet.firm_crd}.",
        "running": running,
        "made_on": [sheet.made_on.year, sheet.made_on.month, sheet.made_on.day],
        "facts": _facts(view, sheet, digest),
        "sections": [_section(section) for section in view.sections],
        "signatures_title": "15. Signatures",
        "blocks": [_block(block) for block in blocks],
        "evidence": _evidence(sheet, digest, envelope) if envelope is not None else None,
        "draft": envelope is None,
        "embedded": content,
        "embedded_name": EMBEDDED,
    }


def _facts(view: FormView, sheet: Sheet, digest: str) -> list[list[str]]:
    rows = [["Type of filing", view.type], ["Specification", view.version]]
    if sheet.filed_on is not None:
        rows += [["Filed on", filters.as_date(sheet.filed_on)], ["Receipt", sheet.receipt]]
    else:
        rows.append(["Printed on", filters.as_date(sheet.made_on)])
    return [*rows, ["Fingerprint (SHA-256)", digest]]


def section_title(section: SectionView) -> str:
    """How a section is headed, on paper as on the page."""
    return f"{section.number}{'.' if len(section.number) < 3 else ':'} {section.title}"


def _section(section: SectionView) -> dict[str, Any]:
    return {
        "title": section_title(section),
        "note": section.note,
        "parts": [
            {
                "title": part.title,
                "level": part.level - 1,
                "lines": [
                    {"official": line.official, "label": line.label, "answer": line.answer, "state": line.state}
                    for line in part.lines
                ],
            }
            for part in section.parts
        ],
    }


def _block(block: BlockView | Block) -> dict[str, Any]:
    given = block.signature if isinstance(block, BlockView) else None
    rows = [["Name", given.name if given else ""], ["Date", filters.as_date(given.signed_on) if given else ""]]
    if given and given.method == Method.PAPER:
        rows.append(["How", "Signed on paper; the firm keeps the original"])
    if given and given.note:
        rows.append(["Stated", given.note])
    paragraphs = [" ".join(part.split()) for part in block.statement.strip().split("\n") if part.strip()]
    return {"title": f"{block.key} {block.title}", "statement": paragraphs, "facts": rows}


def _evidence(sheet: Sheet, digest: str, envelope: EnvelopeView) -> dict[str, Any]:
    rows = [
        ["Fingerprint of the form (SHA-256)", digest],
        ["Specification", envelope.version],
        ["Frozen for signature", _moment(envelope.sent_at)],
    ]
    address = f"{sheet.check_url}/{digest}"
    return {
        "title": "Evidence",
        "intro": (
            f"The form was frozen before it was signed. Its canonical JSON is attached to this document as {EMBEDDED}; "
            "the SHA-256 of that file is the fingerprint below, and every signature names it. A change after signing "
            "would have voided the signatures."
        ),
        "facts": rows,
        "signatures": [
            {"title": f"{block.key} {block.title}", "facts": _signature(block, block.signature)}
            for block in envelope.blocks
            if block.signature is not None
        ],
        "check_title": "Check this document",
        "check": (
            "Anybody can check whether this document is genuine and unchanged, without an account: choose the file, or "
            "scan the code, at"
        ),
        "address": address,
        "address_shown": sheet.check_url,
        "qr": as_svg(address),
        "qr_alt": "Square code that leads to the page which checks this document",
    }


def _signature(block: BlockView, given: SignatureView) -> list[list[str]]:
    who = "The person" if block.signer == Signer.PERSON else "An appropriate signatory of the firm"
    rows = [["Who", who], ["Name as typed", given.name]]
    if given.prefilled and given.prefilled != given.name:
        rows.append(["Name before it was typed", given.prefilled])
    rows += [["How", Method(given.method).label], ["When", _moment(given.at)]]
    if given.method == Method.ELECTRONIC:
        shown = _moment(given.shown_at) if given.shown_at else "unknown"
        rows += [
            ["Consent", "Given by ticking a box beside the statement"],
            ["Shown who it is by", f"{_WAYS.get(given.shown_by, given.shown_by)}, {shown}"],
            ["From address", given.address],
            ["With browser", given.user_agent or "not told"],
        ]
    else:
        rows.append(["Date on the paper", filters.as_date(given.signed_on)])
    return [
        *rows,
        ["Statement", given.statement_version],
        ["Statement (SHA-256)", given.statement_digest],
        ["Fingerprint of the form signed", given.digest],
    ]


def _moment(at: datetime) -> str:
    return filters.as_datetime_et(at)


def texts(data: Mapping[str, Any]) -> list[str]:
    """Everything that the form's own part of the paper says, in order: to compare it with the page."""
    said: list[str] = []
    for section in data["sections"]:
        said += [section["title"], *([section["note"]] if section["note"] else [])]
        for part in section["parts"]:
            said += [part["title"]] if part["title"] else []
            for line in part["lines"]:
                said += [f"{line['official']} {line['label']}".strip(), line["answer"]]
    return said
