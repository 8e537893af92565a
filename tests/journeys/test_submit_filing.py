"""A form from filed to decided: once however often it is sent, whole or not at all, and by nobody but the firm."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from finpro.audit.models import Event
from finpro.billing.models import FeeLine
from finpro.exams.models import ExamRequest
from finpro.filings import services as filings
from finpro.filings.enums import FilingType
from finpro.filings.policies import sealed
from finpro.filings.policies.changes import changes
from finpro.filings.selectors import prefill
from finpro.filings.selectors.signing import signed_document
from finpro.filings.services.signing import Paper
from finpro.journeys import apply_filing
from finpro.kernel import errors, vault
from finpro.registry import models
from finpro.registry.policies import ssn
from finpro.registry.selectors import numbers
from tests import waiting_jobs
from tests.filings import desk, filed, signing
from tests.forms import documents

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def place():
    return desk.desk(AT)


def tags(subject):
    return list(Event.objects.filter(subject=subject).order_by("id").values_list("tag", flat=True))


def passed(person, *codes, on=datetime(2026, 6, 2).date()):  # noqa: B008
    for code in codes:
        models.ExamResult.objects.create(
            person=person, code=code, result="PASS", starts_on=on, first_seen_on=on, source=person.source
        )


def test_a_filing_gets_its_receipt_at_once_and_is_applied_by_a_job(place):
    filing = filed.ready(place, AT)
    receipt = filed.submit(filing, place, AT)
    filing.refresh_from_db()
    assert (filing.state, filing.receipt, filing.filed_on) == ("SUBMITTED", receipt.number, AT.date())
    assert not models.Association.objects.filter(firm=place.firm).exists()
    waiting_jobs.do()
    filing.refresh_from_db()
    assert (filing.state, filing.reasons) == ("ACCEPTED", [])
    assert models.Association.objects.get(firm=place.firm).source.file == f"filing:{filing.pk}"
    assert models.PersonName.objects.get(person=place.person, kind="LEGAL", ends_on=None).last == "Averill"
    events = tags(f"filing:{filing.pk}")
    assert events.index("filing:form:submitted") < events.index("filing:form:accepted")


def test_what_was_filed_is_what_the_record_says_afterwards(place):
    filing = filed.ready(place, AT)
    filed.submit(filing, place, AT)
    waiting_jobs.do()
    filing.refresh_from_db()
    now = prefill.document(place.person.pk, place.firm.pk, FilingType.AMENDMENT, AT.date())
    said = signed_document(filing) | {"filing": now["filing"]}
    left = changes(said, now, FilingType.AMENDMENT)
    lists = ("Residence", "Employment", "OtherName", "OtherBusiness", "Office", "Removed", "Report", "Archived")
    kinds = {type(change).__name__ for change in left}
    assert kinds <= {"Request", "SocialSecurityNumber", *lists}
    assert len(now["residences"]) == len(said["residences"])
    assert len(now["employments"]) == len(said["employments"])


def test_filing_twice_is_filing_once_by_the_same_page_or_another(place):
    filing = filed.ready(place, AT)
    first = filed.submit(filing, place, AT)
    assert filed.submit(filing, place, AT) == first
    assert filed.submit(filing, place, AT, key="page-2") == first
    waiting_jobs.do()
    assert filed.submit(filing, place, AT).number == first.number
    assert tags(f"filing:{filing.pk}").count("filing:form:submitted") == 1
    apply_filing.process(filing_id=filing.pk)
    assert models.Source.objects.filter(file=f"filing:{filing.pk}").count() == 1
    assert tags(f"filing:{filing.pk}").count("filing:form:accepted") == 1


def test_only_the_firm_files_and_only_who_may(place):
    filing = filed.ready(place, AT)
    for by, refused in (
        (place.human, errors.NotFound),
        (place.stranger, errors.NotFound),
        (place.bare, errors.Forbidden),
    ):
        with pytest.raises(refused):
            filed.submit(filing, place, AT, by=by)
    filing.refresh_from_db()
    assert filing.state == "READY_TO_SUBMIT"


def test_a_draft_that_nobody_signed_is_not_filed(place):
    filing = desk.draft(place, AT)
    with pytest.raises(errors.Refusal, match="not ready"):
        filed.submit(filing, place, AT)


def test_what_the_record_no_longer_bears_is_rejected_as_a_whole_with_reasons(place):
    filing = filed.ready(place, AT)
    filed.submit(filing, place, AT)
    other = models.Person.objects.create(crd=7002, source=place.person.source)
    models.FingerprintCard.objects.create(
        person=other, firm=place.other, barcode=documents.BARCODE, first_seen_on=AT.date(), source=place.person.source
    )
    waiting_jobs.do()
    filing.refresh_from_db()
    assert filing.state == "REJECTED"
    assert [reason["rule"] for reason in filing.reasons] == ["U4-FPR-02"]
    assert not models.Association.objects.filter(firm=place.firm).exists()
    assert not FeeLine.objects.exists()
    assert not ExamRequest.objects.exists()
    filings.reopen(filing_id=filing.pk, by=place.filer, at=AT)
    filing.refresh_from_db()
    assert filing.state == "DRAFT"


def test_each_request_goes_its_own_way_with_a_reason_for_each_open_point(place):
    filing = filed.ready(place, AT)
    filed.submit(filing, place, AT)
    waiting_jobs.do()
    found = models.RegistrationRequest.objects.order_by("id")
    wanted = {(row["regulator"], row["category"]) for row in documents.initial()["sro_requests"]}
    assert wanted <= {(row.regulator, row.category) for row in found}
    for request in found:
        missing = set(request.deficiencies.values_list("reason", flat=True))
        assert request.state == "DEFICIENT"
        assert {"EXAM", "FIRM_NOT_REGISTERED"} <= missing
    needed = set(ExamRequest.objects.filter(cause="NEEDED").values_list("exam", flat=True))
    assert {"SIE", "S7TO"} <= needed


def test_where_nothing_is_open_but_a_card_that_is_awaited_it_is_approved_pending_prints(place):
    passed(place.person, "SIE", "S7TO", "S63", "S65")
    colleague = models.Person.objects.create(crd=7003, source=place.person.source)
    document = documents.initial(firm_crd=place.firm.crd, individual_crd=place.person.crd)
    asked = [(row["regulator"], row["category"]) for row in document["sro_requests"]]
    asked += [(row["jurisdiction"], row["category"]) for row in document["jurisdiction_requests"]]
    for regulator, category in asked:
        models.Registration.objects.create(
            person=colleague, firm=place.firm, regulator=regulator, category=category, first_seen_on=AT.date(),
            source=place.person.source,
        )  # fmt: skip
    filed.submit(filed.ready(place, AT), place, AT)
    waiting_jobs.do()
    states = dict(models.RegistrationRequest.objects.values_list("category", "state"))
    assert set(states.values()) == {"APPRNT"}
    card = models.FingerprintCard.objects.get()
    models.FingerprintStatus.objects.filter(card=card).update(status="CLER")
    assert not ExamRequest.objects.filter(cause="NEEDED").exists()


def test_a_number_that_was_typed_reaches_the_record_sealed_and_stands_nowhere_else(place):
    def masked(document):
        document["general"]["ssn"] = "XXX-XX-3456"

    filing = filed.ready(place, AT, change=masked)
    ring = vault.read_ring(settings.FINPRO["seal_keys"])
    filing.answers.filter(path="/general/ssn").update(sealed=sealed.seal("900123456", ring))
    filed.submit(filing, place, AT)
    assert not any("900123456" in json.dumps(job.args) for job in ProcrastinateJob.objects.all())
    waiting_jobs.do()
    filing.refresh_from_db()
    assert filing.state == "ACCEPTED"
    place.person.refresh_from_db()
    keys = numbers.keys()
    assert ssn.unseal(bytes(place.person.ssn_sealed), keys) == "900123456"
    assert "900123456" not in json.dumps(filing.content)
    assert not any("900123456" in json.dumps(event.data) for event in Event.objects.all())


def test_the_fees_are_noted_by_rule_and_amount(place):
    filing = filed.ready(place, AT)
    filed.submit(filing, place, AT)
    waiting_jobs.do()
    lines = {(line.code, line.figures.get("part", "")): line for line in FeeLine.objects.all()}
    assert lines["U4_REGISTRATION", ""].amount == Decimal("125.00")
    assert lines["U4_REGISTRATION", ""].rule == "FEE-01"
    assert lines["EXAM", "SIE"].amount == Decimal("100.00")
    assert all(line.settled_at is None and line.about == f"filing:{filing.pk}" for line in lines.values())


def test_the_firm_and_the_person_are_told(place):
    filing = filed.ready(place, AT)
    filed.submit(filing, place, AT, by=place.second)
    told = []
    from finpro.notices.models import Notice  # noqa: PLC0415

    waiting_jobs.do()
    told = set(Notice.objects.values_list("tag", flat=True))
    assert {"filing:form:accepted", "filing:form:filed_about_you"} <= told


def test_a_filing_has_everything_of_the_person_that_waits_decided_anew(place):
    filing = signing.amendment(place, AT)
    waits = models.RegistrationRequest.objects.order_by("id").first()
    missing = models.Deficiency.objects.create(
        request=waits,
        reason="MATERIAL_DIFFERENCE",
        about="report:1",
        opened_at=AT,
        opened_by="system:registrations",
    )
    signing.countersign(filing, place, AT, paper=Paper(documents.NAME, AT.date(), uuid4()))
    filed.submit(filing, place, AT)
    waiting_jobs.do()
    filing.refresh_from_db()
    assert filing.state == "ACCEPTED"
    missing.refresh_from_db()
    assert missing.cured_by == "system:registrations"
    assert models.Deficiency.objects.filter(request=waits, reason="DISCLOSURE", cured_at=None).exists()
