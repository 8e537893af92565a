"""Money is a Decimal of US dollars with two places."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


def usd(value: str | int | Decimal) -> Decimal:
    """A dollar amount rounded to the cent, half up."""
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


def as_json(value: Decimal) -> str:
    """A decimal string such as `"18.00"`, the form in which money leaves the system."""
    return f"{usd(value):.2f}"
