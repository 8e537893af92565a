"""Typesetting by typst. Data is passed as JSON, never as markup; only the worker calls this (it costs 240 MB)."""

import json
from pathlib import Path
from typing import Any

import typst

Unprintable = typst.TypstError

_TEMPLATES = Path(__file__).parent.parent / "templates"


def typeset(template: str, data: dict[str, Any]) -> bytes:
    """A PDF of the template (`record.typ`) and the data: tagged (PDF/UA-1), archivable (PDF/A-3a), JSON embedded.

    The compiler itself checks both standards and refuses what breaks them (Unprintable).
    """
    pdf: bytes = typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        format="pdf",
        pdf_standards=["ua-1", "a-3a"],
    )
    return pdf
