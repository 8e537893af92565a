"""Who acted, in words."""

from collections.abc import Iterable

from finpro.accounts.models import User


def names_of(labels: Iterable[str]) -> dict[str, str]:
    """Who acted, by the label that rows carry: a name of the registry's staff, or "the system"."""
    wanted = set(labels)
    keys = {int(label.partition(":")[2]) for label in wanted if label.startswith("account:")}
    names = dict(User.objects.filter(pk__in=keys).values_list("id", "name"))
    told = {f"account:{key}": name or f"account {key}" for key, name in names.items()}
    return {label: told.get(label, "the system") for label in wanted}
