"""What came of a filing, as tables."""

from collections.abc import Sequence

from markupsafe import Markup

from finpro.billing.selectors import Owed
from finpro.registry.enums import RequestState
from finpro.registry.selectors.requests import Asked
from finpro.ui.filters import as_money

Cells = tuple[Markup | str, ...]


def request_rows(requests: Sequence[Asked]) -> list[Cells]:
    """Regulator, category, state, and each open point with what ends it."""
    return [
        (
            request.regulator,
            Markup('<abbr title="{}">{}</abbr>').format(request.category_name, request.category),
            request.status,
            _missing(request),
        )
        for request in requests
    ]


def _missing(request: Asked) -> Markup | str:
    if not request.missing:
        return "The registry decides" if request.state == RequestState.PENDING else "Nothing"
    items = (
        Markup('<li>{}{}. <span class="govuk-hint">{}</span></li>').format(
            one.label, f" ({one.about})" if one.about else "", one.cure
        )
        for one in request.missing
    )
    return Markup('<ul class="govuk-list">{}</ul>').format(Markup("").join(items))


def fee_rows(fees: Sequence[Owed]) -> list[Cells]:
    """What, the rule that asks for it, and how much."""
    return [(line.label, line.rule, as_money(line.amount)) for line in fees]
