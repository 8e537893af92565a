"""What has been done for a request, and who is told when it moves."""

from datetime import datetime

from finpro.access.models import Claim, Membership
from finpro.casework.enums import Work
from finpro.casework.models import Tick
from finpro.casework.policies import work
from finpro.casework.policies.decisions import Readiness
from finpro.casework.selectors.waived import unsettled
from finpro.kernel.clock import legal_date
from finpro.registry.models import Deficiency, DisclosureAnswer, DisclosureReport, RegistrationRequest
from finpro.rulebook.schema import ChecklistPoint


def readiness(request_id: int, at: datetime) -> Readiness:
    """What is open for a request, noted or by the rules as they stand now, and what nobody looked at."""
    row = RegistrationRequest.objects.get(pk=request_id)
    missing = Deficiency.objects.filter(request=row, cured_at=None).order_by("id").values_list("reason", flat=True)
    subject = work.subject_of(Work.REQUEST, row.pk)
    ticked = set(Tick.objects.filter(subject=subject).values_list("point", flat=True))
    disclosure = (
        DisclosureAnswer.objects.filter(person=row.person_id, answer=True, ends_on=None).exists()
        or DisclosureReport.objects.filter(person=row.person_id, replaced=False, archived=False).exists()
    )
    points = points_of(row, disclosure=disclosure)
    now = [point.reason for point in unsettled(row.pk, legal_date(at))]
    left = [point.title for point in points if point.code not in ticked]
    return Readiness(missing=[*dict.fromkeys([*missing, *now])], unticked=left)


def points_of(row: RegistrationRequest, *, disclosure: bool) -> list[ChecklistPoint]:
    """The checklist of a request, of the day on which it was asked for: what was ticked stays on the list."""
    asked = work.Asked(regulator=row.regulator, category=row.category, temporary=row.temporary, disclosure=disclosure)
    return work.checklist(asked, legal_date(row.requested_at))


def told(request_id: int) -> list[int]:
    """Accounts that are told when a request moves: those of the firm who file Form U4, and the person's own."""
    row = RegistrationRequest.objects.get(pk=request_id)
    filers = Membership.objects.filter(firm=row.firm_id, ended_at=None, entitlements__contains=["u4.submit"])
    person = Claim.objects.filter(person=row.person_id, ended_at=None)
    found = {*filers.values_list("user_id", flat=True), *person.values_list("user_id", flat=True)}
    return sorted(found)
