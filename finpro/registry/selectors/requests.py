"""Requests for registration as those read them who asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from finpro.kernel.actor import Actor
from finpro.registry import models, permissions
from finpro.rulebook import lookup as rulebook


@dataclass(frozen=True, slots=True)
class Missing:
    """Something open for a request: what it is, about what ("" where it says enough), and what ends it."""

    label: str
    about: str
    cure: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. `state` is a code of registry.enums.RequestState, `status` as people read it."""

    id: int
    regulator: str
    category: str
    category_name: str
    state: str
    status: str
    missing: tuple[Missing, ...]


def requests_of_filing(viewer: Actor, firm_id: int, subject: str) -> Sequence[Asked]:
    """What a filing ("filing:12") asked for, also for affiliates, in the order of the form. Raises NotFound for another
    firm's filing."""
    permissions.see_request(viewer, firm_id)
    rows = models.RegistrationRequest.objects.filter(source__file=subject, source__kind="FILING")
    open_ = models.Deficiency.objects.filter(request__in=rows, cured_at=None).order_by("id")
    missing: dict[int, list[Missing]] = {}
    for one in open_:
        missing.setdefault(one.request_id, []).append(_missing(one))
    return [
        Asked(
            row.pk,
            rulebook.regulator_name(row.regulator),
            row.category,
            rulebook.label("categories", row.category),
            row.state,
            row.get_state_display(),
            tuple(missing.get(row.pk, ())),
        )
        for row in rows.order_by("id")
    ]


def _missing(row: models.Deficiency) -> Missing:
    reason = rulebook.latest("deficiency_reasons").get(row.reason)
    about = rulebook.label("exams", row.about) if row.about in rulebook.codes("exams") else ""
    return Missing(str(getattr(reason, "label", row.reason)), about, str(getattr(reason, "cure", "")))
