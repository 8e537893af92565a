"""Which signatures a filing needs, in which order, and under which name (forms.md 1.16, 2.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from finpro.filings.policies.sections import DISCLOSURE, section_of
from finpro.rulebook.forms import reading
from finpro.rulebook.forms.schema import Block, Form

SECTION = "signatures"
TEMPORARY, ACKNOWLEDGED, WITHOUT_PERSON = "15C", "15D", "15G"
# The types that may ask for a temporary registration beside.
_MAY_BE_TEMPORARY = frozenset({"RELICENSE", "DUAL"})
AMENDS = frozenset({"AMENDMENT", "PAGE2_AMENDMENT"})


@dataclass(frozen=True, slots=True)
class Wish:
    """What the firm chooses about the signatures. `temporary`: a temporary registration is asked for (block 15C).

    `without_person`: the firm states itself that it gave the person a copy (15G) instead of the person signing (15D).
    """

    temporary: bool = False
    without_person: bool = False


def may_be_temporary(kind: str) -> bool:
    """Whether a filing of this type may ask for a temporary registration (rule U4-SIG-03)."""
    return kind in _MAY_BE_TEMPORARY


def touches_disclosure(form: Form, base: Mapping[str, Any], document: Mapping[str, Any]) -> bool:
    """Whether section 14 or a reporting page differs from the record that the draft was made from (U4-SIG-04)."""
    return any(section_of(change.pointer) == DISCLOSURE for change in reading.diff(form, base, document))


def needed(
    form: Form, kind: str, base: Mapping[str, Any], document: Mapping[str, Any], wish: Wish
) -> tuple[Block, ...]:
    """The blocks to be signed, in the order of signing.

    Those of the type of filing always; 15C where a temporary registration is asked for; of an amendment that changes
    disclosure 15D, or 15G instead.
    """
    keys = set(form.filing_type(kind).blocks)
    if wish.temporary and may_be_temporary(kind):
        keys.add(TEMPORARY)
    if kind in AMENDS and touches_disclosure(form, base, document):
        keys.add(WITHOUT_PERSON if wish.without_person else ACKNOWLEDGED)
    return tuple(sorted((block for block in form.blocks if block.key in keys), key=lambda block: block.order))


def to_sign(form: Form, document: Mapping[str, Any]) -> dict[str, Any]:
    """What of a document is signed: every answer that is asked, without the signatures themselves."""
    return {key: value for key, value in reading.shown(form, document).items() if key != SECTION}


def full_name(document: Mapping[str, Any]) -> str:
    """The person's name as the form gives it, that of section 9 before that of section 1; "" where neither has one."""
    for section in ("identifying", "general"):
        part = document.get(section)
        if not isinstance(part, dict):
            continue
        name = " ".join(str(part[key]).strip() for key in _NAME if part.get(key))
        if name and part.get("last_name"):
            return name
    return ""


_NAME = ("first_name", "middle_name", "last_name", "suffix")


def audience(document: Mapping[str, Any]) -> str:
    """Whose setting counts: "contractor" for an independent contractor by section 1, else "employee" (rule FES-01)."""
    general = document.get("general")
    return "contractor" if isinstance(general, dict) and general.get("independent_contractor") is True else "employee"
