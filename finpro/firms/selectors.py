"""What a firm has chosen."""

from dataclasses import dataclass
from datetime import date

from finpro.firms.enums import Audience, Key
from finpro.firms.models import Setting
from finpro.rulebook import lookup as rulebook


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds at a firm on a date for one audience. `e_signature`: forms are signed electronically (rule FES-01)."""

    e_signature: bool


def settings_of(firm_id: int, *, on: date, audience: str) -> Settings:
    """What the firm chose for employees or contractors, as it is in force on the date; the default where it chose
    nothing. One query."""
    rows = (
        Setting.objects.filter(firm=firm_id, audience=Audience(audience), effective_from__lte=on)
        .order_by("key", "-effective_from", "-id")
        .distinct("key")
    )
    chosen = dict(rows.values_list("key", "value"))
    default = rulebook.on(on).constants["e_signature_default"].value
    return Settings(e_signature=bool(chosen.get(Key.E_SIGNATURE.value, default)))


def has_chosen(firm_id: int) -> bool:
    """Whether the firm ever chose anything."""
    return Setting.objects.filter(firm=firm_id).exists()
