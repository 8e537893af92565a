"""A home address by itself, held to what Form U4 asks of one (section 11, U4-RES)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from finpro.filings.enums import FilingType
from finpro.filings.policies import checks
from finpro.filings.policies.known import Known
from finpro.kernel.errors import Finding
from finpro.rulebook.forms import loader, reading
from finpro.rulebook.forms.schema import Question

KEYS = ("street1", "street2", "city", "country", "state", "postal")
_SECTION, _ROW = "residences", "/residences/0"


def questions() -> dict[str, Question]:
    """The questions of an address as the form in force asks them, by key."""
    return {one.key: one for one in loader.get("u4").section(_SECTION).questions if one.key in KEYS}


def choices(key: str, on: date) -> list[tuple[str, str]]:
    """What may be chosen for the country or the state on a day."""
    return list(reading.choices(loader.get("u4"), questions()[key], on))


def line(address: Mapping[str, str], on: date) -> str:
    """The address on one line; the country only where it is not the United States."""
    country, names = address.get("country", ""), dict(choices("country", on))
    # Sources that are no form give the name itself.
    named = names.get(country, country)
    if named == names["USA"]:
        named = ""
    parts = (*(address.get(key, "") for key in ("street1", "street2", "city", "state", "postal")), named)
    return ", ".join(part for part in parts if part)


def tidy(typed: Mapping[str, str]) -> dict[str, str]:
    """The address as it is kept: every key, single spaces, and no state where the form asks for none."""
    found = {key: " ".join(typed.get(key, "").split()) for key in KEYS}
    if found["country"] not in {"USA", "CAN"}:
        found["state"] = ""
    return found


def findings(address: Mapping[str, str], on: date) -> list[Finding]:
    """What a tidy address lacks, or must not be, each pointing at its key ("/street1"). The history around it is not
    asked for."""
    row = {key: text for key, text in address.items() if text} | {"from": f"{on:%Y-%m}", "to": "PRESENT"}
    document = {"filing": {"type": FilingType.INITIAL.value}, _SECTION: [row]}
    found = checks.check(loader.get("u4"), document, Known(), on, only=_SECTION, deep=True)
    wanted = {f"{_ROW}/{key}" for key in KEYS}
    return [
        replace(one, pointer=one.pointer.removeprefix(_ROW))
        for one in found
        if one.severity == "error" and one.pointer in wanted
    ]
