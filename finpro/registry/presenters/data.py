"""The record as plain data."""

from dataclasses import asdict
from datetime import date
from typing import Any

from finpro.registry.selectors import shape

# Database keys say nothing to anybody outside.
_KEYS = {"id", "person_id", "firm_id", "registration_id", "disclosure_id"}


def as_json(record: shape.Record) -> dict[str, Any]:
    """The record as plain data: dates as YYYY-MM-DD, every value with since, until, source and pointer."""
    data: dict[str, Any] = _plain(asdict(record))
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if key not in _KEYS}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
