"""What an accepted filing does to the record: the form comes back as filed, and a second time nothing happens."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from finpro.filings.enums import FilingType
from finpro.filings.policies import mapping
from finpro.filings.policies.changes import changes
from finpro.filings.selectors import prefill
from finpro.kernel import actor, errors
from finpro.registry import models, selectors, services
from finpro.registry.policies import filed
from tests.filings import said
from tests.registry import record_factory as record

ON = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
BY = actor.system("filing")
ON_RECORD = filed.LegalName("ALDER", "", "QUILL")
LISTS = ("offices", "other_names", "residences", "employments", "other_business", "drps")


def source(number=1, on=ON, firm=said.FIRM):
    return services.FilingSource(
        subject=f"filing:{number}", form="U4", receipt=f"R{number}", crd=said.CRD, firm_crd=firm, filed_on=on
    )


def people():
    person = record.person(said.CRD)
    return person, record.firm(said.FIRM, "HAZEL SECURITIES", person)


def document(form, kind="INITIAL"):
    made = mapping.to_document(form, type=kind, on=ON, firm_name="HAZEL SECURITIES")
    for name in LISTS:
        for row in (made if name != "offices" else made["general"]).get(name, []):
            row["id"] = row["id"].replace("rNone", "n1")
    return made


def spelled(row):
    """A row as it sorts: the database keeps no order of keys."""
    return json.dumps(row, sort_keys=True)


def without_ids(made):
    """The document without the ids of its rows, whose order is the record's."""

    def bare(value):
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return sorted(({k: v for k, v in row.items() if k != "id"} for row in map(bare, value)), key=spelled)
        return {k: bare(v) for k, v in value.items()} if isinstance(value, dict) else value

    found = bare(made)
    found["filing"].pop("type")
    return found


def file(form, person, firm, *, number=1, kind=FilingType.INITIAL, base=None):
    made = document(form, kind.value) if not isinstance(form, dict) else form
    stood = prefill.document(person.pk, firm.pk, kind, ON) if base is None else base
    return services.apply(changes=changes(made, stood, kind), source=source(number, firm=firm.crd), by=BY, at=AT)


@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=said.forms())
def test_what_was_filed_comes_back_and_filing_it_again_changes_nothing(form, db):
    with transaction.atomic():
        person, firm = people()
        filed_form = document(replace(form, name=ON_RECORD))
        assert file(filed_form, person, firm).rows > 0
        back = prefill.document(person.pk, firm.pk, FilingType.AMENDMENT, ON)
        assert without_ids(back) == without_ids(filed_form)
        assert changes(back, back, FilingType.AMENDMENT) == []
        assert file(back, person, firm, number=2, kind=FilingType.AMENDMENT).rows == 0
        assert file(filed_form, person, firm).rows == 0
        transaction.set_rollback(True)


@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=said.forms(), after=said.forms())
def test_an_amendment_leaves_what_it_says(before, after, db):
    with transaction.atomic():
        person, firm = people()
        before = replace(before, name=ON_RECORD)
        file(before, person, firm)
        amended = document(after, "AMENDMENT")
        base = prefill.document(person.pk, firm.pk, FilingType.AMENDMENT, ON)
        # Without a row's id everything is new, and what was there is taken out.
        file(amended, person, firm, number=2, kind=FilingType.AMENDMENT, base=base)
        back = without_ids(prefill.document(person.pk, firm.pk, FilingType.AMENDMENT, ON))
        wanted = without_ids(amended)
        wanted.setdefault("disclosure", {})
        wanted["disclosure"] = {**before.answers, **after.answers}
        if not wanted["disclosure"]:
            del wanted["disclosure"]
        former = (
            {"first_name": before.name.first, "last_name": before.name.last}
            | ({"middle_name": before.name.middle} if before.name.middle else {})
            | ({"suffix": before.name.suffix} if before.name.suffix else {})
        )
        if before.name != after.name and former not in wanted.get("other_names", []):
            wanted["other_names"] = sorted([*wanted.get("other_names", []), former], key=spelled)
        assert back == wanted
        transaction.set_rollback(True)


@pytest.mark.django_db
class TestEffects:
    def amend(self, change, number=2, firm=None):
        """An amendment that differs from the record by what `change` does to the document."""
        firm = firm or self.firm
        base = prefill.document(self.person.pk, firm.pk, FilingType.AMENDMENT, ON)
        made = prefill.document(self.person.pk, firm.pk, FilingType.AMENDMENT, ON)
        change(made)
        return services.apply(
            changes=changes(made, base, FilingType.AMENDMENT), source=source(number, firm=firm.crd), by=BY, at=AT
        )

    @pytest.fixture(autouse=True)
    def _people(self):
        self.person, self.firm = people()

    def test_every_row_names_the_filing(self):
        file(filed.Filed(
            crd=said.CRD, firm=said.FIRM, association=filed.Association(said.FIRM, ON, "REGISTERED"),
            fingerprints=filed.Fingerprints(said.FIRM, "SUBMITTING", barcode="AB12345678"),
        ), self.person, self.firm)  # fmt: skip
        for row in (models.Association, models.FingerprintBasis, models.FingerprintCard, models.FingerprintStatus):
            found = row.objects.get(person=self.person)
            assert (found.source.kind, found.source.file, found.source.firm_crd) == ("FILING", "filing:1", said.FIRM)
        assert models.FingerprintStatus.objects.get().status == "CDPD"

    def test_a_request_begins_pending_and_an_equal_one_is_refused(self):
        def ask(made):
            made["sro_requests"] = [{"regulator": "FINRA", "category": "GS"}]

        applied = self.amend(ask)
        request = models.RegistrationRequest.objects.get(pk=applied.requests[0])
        assert request.state == "PENDING"
        assert list(request.registration.statuses.values_list("status", flat=True)) == ["PENDING"]
        with pytest.raises(errors.Refusal) as refused:
            self.amend(ask, number=3)
        assert refused.value.code == "U4-REG-02"

    def test_a_barcode_of_somebody_else_is_refused(self):
        other = record.person(1000002)
        record.add(other, models.FingerprintCard, firm=self.firm, barcode="AB12345678", starts_on=ON)
        with pytest.raises(errors.Refusal) as refused:
            self.amend(
                lambda made: made.update(fingerprints={"fingerprint_option": "SUBMITTING", "barcode": "AB12345678"})
            )
        assert refused.value.code == "U4-FPR-02"

    def test_a_row_that_is_gone_refuses_the_filing_as_a_whole(self):
        row = record.add(self.person, models.Residence, street1="1 Birch", city="ALBANY", starts_on=date(2020, 1, 1))
        base = prefill.document(self.person.pk, self.firm.pk, FilingType.AMENDMENT, ON)
        row.delete()
        made = {**base, "residences": [], "designations": ["CFA"]}
        with pytest.raises(errors.Refusal) as refused, transaction.atomic():
            services.apply(changes=changes(made, base, FilingType.AMENDMENT), source=source(2), by=BY, at=AT)
        assert refused.value.code == "U4-FRM-02"
        assert not models.Designation.objects.exists()
        assert not models.Source.objects.filter(kind="FILING").exists()

    def test_a_second_version_takes_the_place_of_the_firms_own_and_stays_beside_another_firms(self):
        page = {"id": "n1", "type": "REG", "drp_response": "INITIAL", "questions": ["14C(4)"], "docket": "7",
                "date_initiated": {"date": "2026-01-05", "precision": "EXACT"}, "allegations": "one"}  # fmt: skip
        self.amend(lambda made: made.update(disclosure={"14C(4)": True}, drps=[page]))
        first = models.DisclosureReport.objects.get()
        assert (first.event_on, first.docket, first.disclosure) == (date(2026, 1, 5), "7", None)
        self.amend(lambda made: made["drps"][0].update(allegations="two"), number=3)
        second = models.DisclosureReport.objects.get(replaced=False)
        assert second.made_from == models.DisclosureReport.objects.get(pk=first.pk, replaced=True)
        other = record.firm(200, "OTHER", self.person)
        made = prefill.document(self.person.pk, other.pk, FilingType.DUAL, ON)
        services.apply(changes=changes(made, made, FilingType.DUAL), source=source(4, firm=200), by=BY, at=AT)
        theirs = models.DisclosureReport.objects.get(firm=other)
        assert theirs.made_from == second
        assert not models.DisclosureReport.objects.get(pk=second.pk).replaced

    def test_matching_takes_earlier_versions_along_and_later_ones_stay(self):
        page = {"id": "n1", "type": "REG", "drp_response": "INITIAL", "questions": ["14C(4)"], "docket": "7",
                "allegations": "one"}  # fmt: skip
        self.amend(lambda made: made.update(disclosure={"14C(4)": True}, drps=[page]))
        report = models.DisclosureReport.objects.get()
        occurrence = services.match_report(report_id=report.pk, disclosure_id=None, by=BY, at=AT)
        again = services.match_report(report_id=report.pk, disclosure_id=occurrence.pk, by=BY, at=AT)
        assert again == occurrence
        self.amend(lambda made: made["drps"][0].update(allegations="two"), number=3)
        assert set(occurrence.reports.values_list("replaced", flat=True)) == {True, False}
        services.unmatch_report(
            report_id=models.DisclosureReport.objects.get(replaced=False).pk, by=BY, at=AT, reason="another event"
        )
        assert not occurrence.reports.exists()

    def test_firms_that_differ_on_an_event_are_flagged_and_a_concurrence_clears_it(self):
        page = {"id": "n1", "type": "REG", "drp_response": "INITIAL", "questions": ["14C(4)"], "docket": "7",
                "allegations": "one"}  # fmt: skip
        self.amend(lambda made: made.update(disclosure={"14C(4)": True}, drps=[page]))
        ours = models.DisclosureReport.objects.get()
        services.match_report(report_id=ours.pk, disclosure_id=None, by=BY, at=AT)
        other = record.firm(200, "OTHER", self.person)
        theirs = prefill.document(self.person.pk, other.pk, FilingType.DUAL, ON)
        theirs["drps"][0]["allegations"] = "another"
        services.apply(changes=changes(theirs, theirs, FilingType.DUAL), source=source(3, firm=200), by=BY, at=AT)
        (difference,) = selectors.differences_of(self.person.pk)
        assert (difference.firms, difference.pointers) == ((said.FIRM, 200), ("/allegations",))
        adopted = {**prefill.document(self.person.pk, self.firm.pk, FilingType.CONCURRENCE, ON), "drps": theirs["drps"]}
        adopted["drps"] = prefill.document(self.person.pk, other.pk, FilingType.CONCURRENCE, ON)["drps"]
        services.apply(changes=changes(adopted, adopted, FilingType.CONCURRENCE), source=source(4), by=BY, at=AT)
        assert selectors.differences_of(self.person.pk) == []
        assert (
            models.DisclosureReport.objects.filter(firm=self.firm, replaced=False).get().page["allegations"]
            == "another"
        )
