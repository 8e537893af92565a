"""Section 15: signatures (U4-SIG)."""

from collections.abc import Iterator
from datetime import timedelta

from finpro.filings.policies.checks import values
from finpro.filings.policies.checks.case import ASIDE, Case, Object
from finpro.filings.policies.checks.pointers import token
from finpro.filings.policies.checks.rule import EVERY, At, rule
from finpro.filings.policies.known import Name

ON = "signatures"


def signed(case: Case, block: str) -> bool:
    """Whether a block has name and date."""
    found = values.inside(case.section(ON).get(block))
    return bool(values.text(found.get("name"))) and values.day(found.get("date")) is not None


def asks(case: Case, block: str, who: str) -> Iterator[At]:
    """Name and date of a block, each where it is missing."""
    section = case.section(ON)
    found = values.inside(section.get(block))
    if not found:
        yield At(f"/{ON}/{block}", f"Block {block} is not signed. {who} signs it by name and date.")
        return
    if not values.text(found.get("name")):
        yield At(f"/{ON}/{block}/name", f"The name in block {block} is missing. {who} signs it.")
    if values.day(found.get("date")) is None:
        yield At(f"/{ON}/{block}/date", f"The date in block {block} is missing or none. Enter it.")


@rule("U4-SIG-01", on=ON, types="IRD1", cheap=False)
def person(case: Case) -> Iterator[At]:
    """The person signs 15A."""
    yield from asks(case, "15A", "The person")


@rule("U4-SIG-02", on=ON, types="IRD1", cheap=False)
def signatory(case: Case) -> Iterator[At]:
    """The firm signs 15B."""
    yield from asks(case, "15B", "An appropriate signatory")


@rule("U4-SIG-03", on=ON, types="RD", cheap=False)
def temporary(case: Case) -> Iterator[At]:
    """15C is signed exactly where temporary registration is asked for, by somebody registered until lately."""
    wanted, present = case.known.draft.temporary_wanted, values.answered(case.section(ON).get("15C"))
    if wanted and not signed(case, "15C"):
        yield from asks(case, "15C", "The person")
    elif wanted is False and present:
        yield At(f"/{ON}/15C", "Block 15C is signed, and no temporary registration is asked for. Take it out.")
    elif present:
        yield from asks(case, "15C", "The person")
    rows = case.known.person.registrations
    if not (wanted or present) or rows is None:
        return
    within = case.book.number("u4_temporary_registration_days")
    since = case.as_of - timedelta(days=within)
    lately = {row.regulator for row in rows if row.approved_on and (row.ended_on is None or row.ended_on >= since)}
    if not lately & {regulator for _, regulator, _ in case.all_requests}:
        yield At(
            f"/{ON}/15C",
            f"With no regulator on this form was the person registered within {within} days. "
            "Temporary registration cannot be asked for.",
        )


@rule("U4-SIG-04", on=ON, types="A2", cheap=False)
def disclosed(case: Case) -> Iterator[At]:
    """A change of disclosure has 15D of the person, or 15G with the acknowledgement at hand."""
    if not case.discloses or signed(case, "15D"):
        return
    if not signed(case, "15G"):
        yield At(
            f"/{ON}/15D", "Disclosure changes. The person signs block 15D, or a signatory 15G with an acknowledgement."
        )
    elif case.known.draft.acknowledgement is False:
        yield At(f"/{ON}/15G", "Block 15G rests on the person’s acknowledgement. Attach it.")


@rule("U4-SIG-05", on=ON, types="A2", cheap=False)
def amended(case: Case) -> Iterator[At]:
    """The firm signs 15E of every amendment."""
    yield from asks(case, "15E", "An appropriate signatory")


@rule("U4-SIG-06", on=ON, types="C", cheap=False)
def concurs(case: Case) -> Iterator[At]:
    """The firm signs 15F, and nothing else changes."""
    yield from asks(case, "15F", "An appropriate signatory")
    for key in changed(case):
        yield At(
            f"/{token(key)}",
            "A concurrence adopts what the other firm filed and changes nothing. Take this change back.",
        )


def changed(case: Case) -> list[str]:
    """The keys of the document whose content differs from the record; none where the record is unknown."""
    if case.known.base is None:
        return []
    keys = dict.fromkeys((*case.document, *case.known.base))
    return [key for key in keys if key not in ASIDE and case.touched(key)]


@rule("U4-SIG-07", on=ON, types=EVERY, cheap=False)
def covers(case: Case) -> Iterator[At]:
    """An electronic signature covers the content as it is now."""
    draft = case.known.draft
    if not draft.e_signature or draft.signatures is None or draft.digest is None:
        return
    for block in case.form.blocks:
        signed = draft.signatures.get(block.key)
        at = f"/{ON}/{block.key}"
        if signed is not None and signed.digest != draft.digest:
            yield At(at, "The form was changed after this was signed. Send it for signature again.")
        elif signed is None and block.signer == "person" and values.answered(case.section(ON).get(block.key)):
            yield At(at, "This was typed in, and the person signs electronically. Send it for signature.")


@rule("U4-SIG-08", on=ON, types=EVERY, severity="warning", cheap=False)
def own_name(case: Case) -> Iterator[At]:
    """The name that the person typed is the legal name."""
    legal = _legal(case)
    blocks = [block.key for block in case.form.blocks if block.signer == "person"]
    for block in blocks:
        typed = values.plain(values.inside(case.section(ON).get(block)).get("name"))
        if typed and legal and typed not in legal:
            yield At(f"/{ON}/{block}/name", "The name that was typed is not the legal name on this form. Compare them.")


def _legal(case: Case) -> set[str]:
    """How the legal name may be written: with and without middle name and suffix."""
    for holder in (case.section("identifying"), case.section("general"), _as_object(case.known.person.legal_name)):
        first, middle, last, suffix = (
            values.plain(holder.get(key)) for key in ("first_name", "middle_name", "last_name", "suffix")
        )
        if first and last:
            names = {f"{first} {last}", f"{first} {middle} {last}", f"{first} {middle[:1]} {last}"}
            names |= {f"{first} {middle[:1]}. {last}"} if middle else set()
            return {" ".join(f"{name} {end}".split()) for name in names for end in ("", suffix, f"{suffix}.")}
    return set()


def _as_object(name: Name | None) -> Object:
    return {} if name is None else {"first_name": name.first, "last_name": name.last, "middle_name": name.middle}


@rule("U4-SIG-09", on=ON, types=EVERY, cheap=False)
def dates(case: Case) -> Iterator[At]:
    """A signature is dated no later than today, and no earlier than the draft."""
    created = case.known.draft.created_on
    for key, found in case.section(ON).items():
        block = token(key)
        day = values.day(values.inside(found).get("date"))
        if day is not None and day > case.as_of:
            yield At(f"/{ON}/{block}/date", "A signature cannot be dated ahead. Enter the day of signing.")
        elif day is not None and created is not None and day < created:
            yield At(
                f"/{ON}/{block}/date",
                f"This is earlier than the draft, which began on {values.said(created)}. Sign it anew.",
            )
