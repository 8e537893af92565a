"""How the events of this domain read."""

from collections.abc import Mapping
from typing import Any

from finpro.audit import presenters as audit
from finpro.firms.enums import Audience, Key

_KEYS = {key.value: key.label for key in Key}
_AUDIENCES = {audience.value: audience.label.lower() for audience in Audience}


def _changed(data: Mapping[str, Any]) -> str:
    what = _KEYS.get(data["key"], data["key"])
    whom = _AUDIENCES.get(data["audience"], data["audience"])
    return f"{what} was turned {'on' if data['after'] else 'off'} for {whom}, from {data['from']} on."


audit.present({"firm:setting:changed": _changed})
