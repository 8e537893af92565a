"""Names of firms by CRD number."""

from collections.abc import Collection

from django.db.models import F

from finpro.registry.models import FirmName


def firm_names(crds: Collection[int]) -> dict[int, str]:
    """The latest main name of each firm, in one query; a firm without one is left out. Firms are public."""
    latest = (F("ends_on").asc(nulls_last=True), F("starts_on").asc(nulls_first=True), "-id")
    rows = FirmName.objects.filter(firm__crd__in=set(crds), is_main=True).order_by(*latest)
    return dict(rows.values_list("firm__crd", "name"))
