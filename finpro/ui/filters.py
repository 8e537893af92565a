"""Filters of the templates: dates, moments, money and words in the one way the site writes them."""

from datetime import date, datetime
from decimal import Decimal

from markupsafe import Markup, escape

from finpro.kernel import clock, money

NO_BREAK = "\u00a0"


def as_date(value: date | None, absent: str = "") -> str:
    """A legal date in words, `31 December 2026`. An instant is first brought to its Eastern calendar date."""
    if value is None:
        return absent
    day = clock.legal_date(value) if isinstance(value, datetime) else value
    return f"{day.day} {day:%B} {day.year}"


def as_month(value: date | None, absent: str = "") -> str:
    """The month of a date, `December 2026`."""
    return absent if value is None else f"{value:%B} {value.year}"


def as_datetime_et(value: datetime | None, absent: str = "") -> str:
    """An aware instant on the Eastern clock with its zone, `31 December 2026, 4:05 p.m. EST`."""
    if value is None:
        return absent
    local = value.astimezone(clock.EASTERN)
    half = "a.m." if local.hour < 12 else "p.m."
    return f"{local.day} {local:%B} {local.year}, {local.hour % 12 or 12}:{local:%M} {half} {local:%Z}"


def as_moment(value: datetime | None, absent: str = "") -> Markup:
    """The same, for narrow columns: a line may end after the day, never within the time."""
    day, comma, time = as_datetime_et(value, absent).partition(", ")
    return escape(day) + comma + no_break(time)


def as_clock(value: datetime) -> str:
    """The Eastern time of day of an instant, `10:42 a.m.`."""
    return as_datetime_et(value).partition(", ")[2].rpartition(" ")[0]


def as_iso(value: date) -> str:
    """The machine's form of a date or an instant, for `datetime` attributes and date fields."""
    return value.isoformat()


def as_money(value: Decimal | int | str) -> str:
    """Dollars with two places and thousands marked, `USD 1,218.00`."""
    return f"USD{NO_BREAK}{money.usd(value):,.2f}"


def as_number(value: int | Decimal) -> str:
    """A count with thousands marked, `10,432`."""
    return f"{value:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 registration`, `12 registrations`; `many` where the plural is not the noun and an s."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def no_break(value: str) -> Markup:
    """The text with its spaces kept on one line."""
    return escape(value).replace(" ", NO_BREAK)


FILTERS = {
    "date": as_date,
    "month": as_month,
    "datetime_et": as_datetime_et,
    "moment": as_moment,
    "clock": as_clock,
    "iso": as_iso,
    "money": as_money,
    "number": as_number,
    "plural": plural,
    "nbsp": no_break,
}
