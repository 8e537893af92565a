"""Where captures meet what filings said: neither takes the other's rows away, and no import fails for it."""

from datetime import UTC, date, datetime

import pytest

from finpro.filings.enums import FilingType
from finpro.filings.policies.changes import changes
from finpro.filings.selectors import prefill
from finpro.kernel import actor
from finpro.registry import models
from finpro.registry import services as registry
from tests.registry.captures import capture, day, designation, disclosure, exam, legal_name, registration, spell

pytestmark = pytest.mark.django_db
AT = datetime(2024, 3, 1, 17, 0, tzinfo=UTC)
ON = date(2024, 3, 1)
CRD, OURS, THEIRS = 7_000_001, 101, 102


def captured(on, *facts):
    return registry.record_captures(captures=[registry.seal(capture(on, *facts))], run=None)


def amend(change):
    person, firm = models.Person.objects.get(crd=CRD), models.Firm.objects.get(crd=OURS)
    base = prefill.document(person.pk, firm.pk, FilingType.AMENDMENT, ON)
    made = prefill.document(person.pk, firm.pk, FilingType.AMENDMENT, ON)
    change(made)
    source = registry.FilingSource(subject="filing:1", form="U4", receipt="R1", crd=CRD, firm_crd=OURS, filed_on=ON)
    return registry.apply(
        changes=changes(made, base, FilingType.AMENDMENT), source=source, by=actor.system("filing"), at=AT
    )


def everything(on):
    return (
        legal_name("OAKES"),
        designation("CFA"),
        spell(OURS, day(-900)),
        spell(THEIRS, day(-900), day(on - 1) if on else None),
        registration("FINRA", "GS", "APPROVED", day(-800), firm=OURS),
        registration("NY", "RA", "APPROVED", day(-800), firm=THEIRS),
    )


def test_a_later_capture_leaves_what_the_form_corrected_and_brings_the_rest():
    captured(0, *everything(0))

    def change(made):
        made["general"] |= {"last_name": "FERN", "independent_contractor": True}
        made["identifying"]["last_name"] = "FERN"
        made["other_names"] = [{"id": "n1", "first_name": "ADA", "last_name": "OAKES"}]
        made["designations"] = []
        made["sro_requests"] = [{"regulator": "FINRA", "category": "GP"}]

    amend(change)
    outcome = captured(400, *everything(0), exam("S65", day(300)), disclosure("CUST", day(310), "PENDING"))
    assert outcome.refused == []
    assert models.PersonName.objects.get(kind="LEGAL", ends_on=None).last == "FERN"
    assert not models.Designation.objects.filter(ends_on=None).exists()
    association = models.Association.objects.get(firm__crd=OURS)
    assert (association.contractor, association.starts_on, association.source.kind) == (True, day(-900), "FILING")
    held = models.Registration.objects.filter(ends_on=None).order_by("category")
    assert [(row.category, row.source.kind) for row in held] == [
        ("GP", "FILING"),
        ("GS", "IMPORT"),
        ("RA", "IMPORT"),
    ]
    assert models.RegistrationStatus.objects.filter(registration__in=held).count() == 3
    assert models.ExamResult.objects.get().code == "S65"
    assert models.Disclosure.objects.get().type == "CUST"


def test_a_capture_that_no_longer_lists_what_the_form_governs_does_not_end_it():
    captured(0, *everything(0))
    amend(lambda made: made["general"].update(independent_contractor=False))
    captured(400, legal_name("ASH"), spell(THEIRS, day(-900)))
    assert models.Registration.objects.filter(firm__crd=OURS, ends_on=None).count() == 1
    assert models.Registration.objects.filter(firm__crd=THEIRS, ends_on=None).count() == 0
    assert models.PersonName.objects.get(kind="LEGAL", ends_on=None).last == "OAKES"


def test_the_same_capture_again_writes_nothing():
    captured(0, *everything(0))
    amend(lambda made: made["general"].update(independent_contractor=False))
    captured(400, *everything(0))
    outcome = captured(401, *everything(0))
    assert (outcome.rows.added, outcome.rows.amended, outcome.rows.removed) == (0, 0, 0)
