"""What a new draft begins with: its type, and the document that the record gives."""

from datetime import date
from typing import Any

from django.db.models import Q

from finpro.filings.enums import FilingType
from finpro.filings.policies import mapping, types
from finpro.registry import selectors as registry
from finpro.registry.enums import REQUEST_CLOSED, REQUEST_OPEN, RequestState
from finpro.registry.models import Association, Registration, RegistrationRequest


def choose_type(
    person_id: int,
    firm_id: int,
    on: date,
    *,
    registration_requested: bool = True,
    on_schedule: bool = False,
    continues: bool = True,
) -> types.Choice:
    """The type of filing and why (forms.md 2.1). `continues`: an association with another firm goes on beside this one.

    `on_schedule`: the person is named on Schedule A or B of the firm's Form BD.
    """
    live = Association.objects.filter(Q(ends_on=None) | Q(ends_on__gte=on), person=person_id)
    return types.choose(
        here=live.filter(firm=firm_id).order_by("id").values_list("kind", flat=True).first(),
        elsewhere=live.exclude(firm=firm_id).filter(Q(starts_on=None) | Q(starts_on__lte=on)).exists(),
        continues=continues,
        earlier=_registered_before(person_id),
        registration_requested=registration_requested,
        on_schedule=on_schedule,
    )


def document(person_id: int, firm_id: int, type: FilingType, on: date) -> dict[str, Any]:  # noqa: A002
    """The document that a draft of this type begins with: what the record says, nothing more. Raises NotFound."""
    said = registry.filed_form(person_id, firm_id, on)
    name = registry.names_of_firms([firm_id], on)[firm_id]
    return mapping.to_document(said, type=FilingType(type).value, on=on, firm_name=name)


# States of a request that is, or was, a registration in force.
_IN_FORCE = frozenset(RequestState) - REQUEST_OPEN - REQUEST_CLOSED | {RequestState.TERMED}


def _registered_before(person_id: int) -> bool:
    """Whether any registration was ever more than a request."""
    asked_only = RegistrationRequest.objects.filter(person=person_id).exclude(state__in=_IN_FORCE)
    held = Registration.objects.filter(person=person_id)
    return held.exclude(pk__in=asked_only.values("registration")).exists()
