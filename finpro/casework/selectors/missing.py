"""What requests lack, by key: for journeys that close it."""

from dataclasses import dataclass

from finpro.casework import permissions
from finpro.kernel import errors
from finpro.registry.models import Deficiency


@dataclass(frozen=True, slots=True)
class OpenDeficiency:
    """Something that a request lacks."""

    request_id: int
    reason: str
    about: str


def open_deficiency(key: int) -> OpenDeficiency:
    """What this is, while it is open. Raises NotFound for none, Refusal where it is closed already."""
    row = Deficiency.objects.filter(pk=key).first()
    if row is None:
        raise errors.NotFound(permissions.NO_WORK)
    if row.cured_at is not None:
        raise errors.Refusal("This is closed already. Nothing was changed.")
    return OpenDeficiency(row.request_id, row.reason, row.about)


def open_of(request_id: int, reason: str) -> list[int]:
    """Keys of what is open for a request for this reason."""
    rows = Deficiency.objects.filter(request=request_id, reason=reason, cured_at=None)
    return list(rows.order_by("id").values_list("pk", flat=True))
