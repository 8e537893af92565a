"""What a record asks of its person: registrations whose status needs action."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from finpro.rulebook import schema


@dataclass(frozen=True, slots=True)
class Ask:
    """One status that needs action, and the regulators where it stands."""

    status: schema.Status
    regulators: tuple[str, ...]


def asks(held: Iterable[tuple[str, str]], statuses: Mapping[str, schema.Status]) -> list[Ask]:
    """Group what is held, as (regulator, status code), by the statuses that need action, as the rulebook says.

    Statuses come in order of first appearance, regulators by code. A status that the rulebook does not know asks for
    nothing.
    """
    found: dict[str, list[str]] = {}
    for regulator, code in held:
        status = statuses.get(code)
        if status is not None and status.needs_action:
            found.setdefault(code, []).append(regulator)
    return [Ask(statuses[code], tuple(sorted(set(regulators)))) for code, regulators in found.items()]
