"""What a firm chooses for its people. The pages come later; the command line and the demonstration choose already."""

from datetime import date, datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from finpro.firms import selectors as chosen
from finpro.firms import services as firms
from finpro.firms.enums import Audience
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.registry.selectors import world as record


def e_signature(
    *, firm_crd: int, audience: Audience, value: bool, effective_from: date, why: str, by: Actor, at: datetime
) -> bool:
    """Turn electronic signatures on or off from a date on; whether that changed anything.

    Raises NotFound for a firm that is not on the record, and as firms.services.set_e_signature.
    """
    with transaction.atomic():
        changed = firms.set_e_signature(
            firm_id=_firm(firm_crd),
            audience=audience,
            value=value,
            effective_from=effective_from,
            why=why,
            by=by,
            at=at,
        )
    return changed is not None


def settings_on(*, firm_crd: int, on: date) -> dict[Audience, chosen.Settings]:
    """What holds at a firm on a date, for each audience. Raises NotFound for a firm that is not on the record."""
    firm_id = _firm(firm_crd)
    return {audience: chosen.settings_of(firm_id, on=on, audience=audience) for audience in Audience}


def begin_demo(*, firm_id: int, by: Actor, at: datetime, on: date) -> None:
    """The firm of a demonstration signs electronically, unless it has chosen something already."""
    with transaction.atomic():
        if chosen.has_chosen(firm_id):
            return
        for audience in Audience:
            firms.set_e_signature(
                firm_id=firm_id, audience=audience, value=True, effective_from=on, why="Demonstration", by=by, at=at
            )


def _firm(crd: int) -> int:
    try:
        return record.firm_id(crd)
    except ObjectDoesNotExist as absent:
        raise errors.NotFound(f"No firm on the record has the CRD number {crd}.") from absent
