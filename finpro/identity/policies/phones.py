"""Telephone numbers as they are shown to whom they belong."""

SHOWN = 4


def masked(phone: str) -> str:
    """A number in E.164 form with its last four digits, the rest hidden."""
    return "•" * max(0, len(phone) - SHOWN) + phone[-SHOWN:]
