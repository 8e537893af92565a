"""People of a firm with the accounts that are theirs, and the addresses of those who act for it."""

from datetime import date

from django.db.models import Exists, FilteredRelation, OuterRef, Q, QuerySet

from finpro.access.models import Claim, Membership
from finpro.kernel.tasks import Who
from finpro.registry.models import Association, Person


def list_people_of(firm_id: int, on: date) -> list[tuple[int, Who]]:
    """Everybody associated with the firm on the date: CRD number, and the person with the account that claims it.

    One query, in order of CRD number.
    """
    rows = (
        Person.objects.filter(Exists(_associated(on).filter(person=OuterRef("pk"), firm=firm_id)))
        .annotate(claim=FilteredRelation("claims", condition=Q(claims__ended_at=None)))
        .order_by("crd")
        .values_list("crd", "pk", "claim__user_id")
    )
    return [(crd, Who(user_id, person_id)) for crd, person_id, user_id in rows]


def list_firm_addresses(user_id: int, on: date) -> list[str]:
    """Personal addresses of others who act for a firm that the account acts for, or that its person is with."""
    own = Membership.objects.filter(user=user_id, ended_at=None).values("firm_id")
    person = Claim.objects.filter(user=user_id, ended_at=None).values("person_id")
    rows = (
        Membership.objects.filter(
            Q(firm__in=own) | Q(firm__in=_associated(on).filter(person__in=person).values("firm_id")), ended_at=None
        )
        .exclude(user=user_id)
        .exclude(user__email="")
        .order_by("user__email")
    )
    return list(rows.values_list("user__email", flat=True).distinct())


def _associated(on: date) -> QuerySet[Association]:
    """Associations that held on the date."""
    begun = Q(starts_on=None) | Q(starts_on__lte=on)
    return Association.objects.filter(begun & (Q(ends_on=None) | Q(ends_on__gte=on)))
