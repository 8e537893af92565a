"""Changing what a firm has chosen."""

from datetime import date, datetime

from finpro.audit import services as audit
from finpro.firms import permissions
from finpro.firms.enums import Audience, Key
from finpro.firms.models import Setting
from finpro.firms.selectors import settings_of
from finpro.kernel import errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry.models import Firm


def set_e_signature(
    *, firm_id: int, audience: Audience, value: bool, effective_from: date, why: str, by: Actor, at: datetime
) -> Setting | None:
    """Turn electronic signatures on or off for an audience from a date on (rules FES-01, FES-02).

    None where it is so already from that date on. Raises NotFound for another firm, Forbidden without the entitlement,
    Invalid for a date that is over: what was signed was signed under what held then.
    """
    permissions.change(by, firm_id)
    if effective_from < legal_date(at):
        message = "Choose today or a later date: what was signed before stays as it was"
        raise errors.Invalid(message, [errors.Finding("FES-02", "error", "/effective_from", message)])
    # One change of a firm's settings at a time.
    firm = Firm.objects.select_for_update().filter(pk=firm_id).first()
    if firm is None:
        raise errors.NotFound("There is no such firm among those you act for.")
    before = settings_of(firm_id, on=effective_from, audience=audience).e_signature
    later = Setting.objects.filter(
        firm=firm_id, key=Key.E_SIGNATURE, audience=audience, effective_from__gt=effective_from
    )
    if before == value and not later.exists():
        return None
    row = Setting.objects.create(
        firm_id=firm_id,
        key=Key.E_SIGNATURE,
        audience=audience,
        value=value,
        effective_from=effective_from,
        why=why.strip(),
        at=at,
        by=by.label,
    )
    audit.record(
        tag="firm:setting:changed",
        by=by,
        at=at,
        subject=f"firm:{firm.crd}",
        data={
            "key": Key.E_SIGNATURE.value,
            "audience": audience.value,
            "before": before,
            "after": value,
            "from": effective_from.isoformat(),
        },
    )
    return row
