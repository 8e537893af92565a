"""What a piece of work is about, by the text that names it."""

from collections.abc import Sequence
from dataclasses import dataclass

from finpro.casework import permissions
from finpro.casework.enums import Work
from finpro.casework.policies import work
from finpro.kernel import errors
from finpro.registry.models import Disclosure, DisclosureReport, RegistrationRequest


@dataclass(frozen=True, slots=True)
class About:
    """The person and the firm of a piece of work; `firm_id` None where two firms are concerned."""

    kind: Work
    key: int
    person_id: int
    crd: int
    firm_id: int | None

    @property
    def subject(self) -> str:
        """The text that names it."""
        return work.subject_of(self.kind, self.key)


def about(subject: str) -> About:
    """What the text names. Raises NotFound where it names nothing."""
    kind, key = work.named(subject)
    found = _of(kind, [key]) if kind is not None else []
    if not found:
        raise errors.NotFound(permissions.NO_WORK)
    return found[0]


def several(subjects: Sequence[str]) -> list[About]:
    """What each text names, in their order; what names nothing is left out. One query a kind."""
    named = [work.named(subject) for subject in dict.fromkeys(subjects)]
    found = {one.subject: one for kind in Work for one in _of(kind, [key for wanted, key in named if wanted is kind])}
    return [found[subject] for subject in dict.fromkeys(subjects) if subject in found]


def _of(kind: Work, keys: Sequence[int]) -> list[About]:
    if kind is Work.DIFFERENCE:
        events = Disclosure.objects.filter(pk__in=keys).select_related("person").order_by("id")
        return [About(kind, row.pk, row.person_id, row.person.crd, None) for row in events]
    model = RegistrationRequest if kind is Work.REQUEST else DisclosureReport
    rows = model.objects.filter(pk__in=keys).select_related("person").order_by("id")
    return [About(kind, row.pk, row.person_id, row.person.crd, row.firm_id) for row in rows]
