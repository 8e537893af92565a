"""Filings and what they left waiting on the record, for tests of those who work it off."""

from datetime import UTC, date, datetime
from hashlib import sha256

from finpro.billing.models import FeeLine
from finpro.casework.policies import decisions
from finpro.registry import models
from finpro.registry.selectors import open_points
from tests.registry import small_world as world

AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
FILED = date(2026, 11, 20)


def filing(person, firm, *, number=12, receipt="7KQ2M9XB", on=FILED):
    """The source that an accepted filing is."""
    found, _ = models.Source.objects.get_or_create(
        crd=person.crd,
        service="U4",
        digest=sha256(f"{number}".encode()).digest(),
        defaults={
            "kind": "FILING",
            "file": f"filing:{number}",
            "record": receipt,
            "firm_crd": firm.crd,
            "captured_on": on,
        },
    )
    return found


def request(person, firm, regulator="FINRA", category="GS", *, state="PENDING", at=AT, source=None, temporary=False):
    """A request for registration and the registration that carries its status."""
    came_with = source or filing(person, firm)
    registration = world.register(person, firm, regulator, category, state, starts_on=at.date())
    return models.RegistrationRequest.objects.create(
        person=person,
        firm=firm,
        registration=registration,
        regulator=regulator,
        category=category,
        state=state,
        temporary=temporary,
        source=came_with,
        requested_at=at,
        moved_at=at,
        moved_by="system:tests",
    )


def missing(row, reason="EXAM", about="S7", *, at=AT):
    """Something that is missing for a request."""
    return models.Deficiency.objects.create(
        request=row, reason=reason, about=about, opened_at=at, opened_by="system:tests"
    )


def settle(row, *, at=AT):
    """Whatever the rules say is open for a request was closed by staff, but what is computed."""
    for point in open_points(row.pk, at.date(), funded=True):
        if point.reason not in decisions.COMPUTED:
            models.Deficiency.objects.create(
                request=row,
                reason=point.reason,
                about=point.about,
                opened_at=at,
                opened_by="system:registrations",
                cured_at=at,
                cured_by="account:1",
            )
    return row


def fresh():
    """What is or was missing besides what `settle` wrote."""
    return models.Deficiency.objects.exclude(opened_by="system:registrations", cured_by="account:1")


def report(person, firm, kind="CUST", *, page=None, event=None, source=None, on=FILED):
    """A disclosure reporting page that stands; matched where `event` is given."""
    matched = {"disclosure": event, "matched_at": AT, "matched_by": "system:tests"} if event else {}
    return models.DisclosureReport.objects.create(
        person=person,
        firm=firm,
        type=kind,
        response="INITIAL",
        questions=["14I(1)(a)"],
        page={"id": "n1", "type": kind, "comment": ""} | (page or {}),
        event_on=date(2024, 5, 6),
        docket="24-0012",
        first_seen_on=on,
        starts_on=on,
        source=source or filing(person, firm),
        **matched,
    )


def occurrence(person, kind="CUST", *, event_on=date(2024, 5, 6), docket="24-0012"):
    """An event on record."""
    return models.Disclosure.objects.create(
        person=person,
        type=kind,
        event_on=event_on,
        docket=docket,
        first_seen_on=FILED,
        source=world.source(person.crd),
    )


def answer(person, question="14I(1)(a)"):
    """A question answered yes."""
    return models.DisclosureAnswer.objects.create(
        person=person,
        question=question,
        answer=True,
        starts_on=FILED,
        first_seen_on=FILED,
        source=world.source(person.crd),
    )


def fee(person, firm, code="u4_initial", amount="125.00", *, number=12, figures=None):
    """What a filing costs."""
    return FeeLine.objects.create(
        firm=firm,
        person=person,
        code=code,
        rule="FX-01",
        amount=amount,
        about=f"filing:{number}",
        key=f"{code}:{number}:{person.crd}",
        figures=figures or {},
        charged_on=FILED,
        charged_at=AT,
    )
