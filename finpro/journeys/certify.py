"""The yearly certification of a firm's users: opened, users kept as they stand, closed."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from finpro.access import services as access
from finpro.kernel.actor import Actor


def open_year(*, by: Actor, at: datetime) -> None:
    """Open this year's. Raises as access.services.open_certification."""
    with transaction.atomic():
        access.open_certification(by=by, at=at)


def keep(*, membership_ids: Collection[int], by: Actor, at: datetime) -> int:
    """Certify these users as they stand; how many. Raises as access.services.keep."""
    with transaction.atomic():
        return access.keep(membership_ids=membership_ids, by=by, at=at)


def close(*, by: Actor, at: datetime) -> int:
    """Close the one that is open; its year. Raises as access.services.close_certification."""
    with transaction.atomic():
        return access.close_certification(by=by, at=at).year
