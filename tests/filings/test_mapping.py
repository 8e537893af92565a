"""A document made from the record and read again says the same; what differs is a change."""

from dataclasses import replace
from datetime import date

from hypothesis import given

from finpro.filings.enums import FilingType
from finpro.filings.policies import mapping
from finpro.filings.policies.changes import changes
from finpro.registry.policies import filed
from tests.filings import said

ON = date(2026, 11, 23)


def document(form, kind="AMENDMENT"):
    return mapping.to_document(form, type=kind, on=ON, firm_name="HAZEL")


def only(kind, found):
    """The changes of one kind."""
    return [change for change in found if isinstance(change, kind)]


def numbered(form):
    """The form with rows as they have them on record."""

    def rows(name, first):
        return tuple(replace(row, row=first + number) for number, row in enumerate(getattr(form, name)))

    return replace(
        form,
        **{
            name: rows(name, 100 * number)
            for number, name in enumerate(
                ["offices", "other_names", "residences", "employments", "other_businesses", "reports"], 1
            )
        },
    )


@given(said.forms())
def test_a_document_made_from_the_record_says_what_the_record_says(form):
    assert mapping.read(document(numbered(form))) == numbered(form)


@given(said.forms())
def test_an_amendment_that_says_what_the_record_says_changes_nothing(form):
    made = document(numbered(form))
    assert changes(made, made, FilingType.AMENDMENT) == []


@given(said.forms(), said.forms())
def test_the_changes_are_what_differs(before, after):
    found = changes(document(numbered(after)), document(numbered(before)), FilingType.AMENDMENT)
    assert len(found) == len(set(map(repr, found)))
    names = only(filed.LegalName, found)
    assert names == ([after.name] if after.name != before.name else [])
    gone = {change.row for change in only(filed.Removed, found)}
    kept = {row.row for row in numbered(after).residences}
    assert {row.row for row in numbered(before).residences} - kept <= gone


def test_a_legal_name_that_changes_is_kept_among_the_other_names():
    before = filed.Filed(crd=1, firm=2, name=filed.LegalName("ALDER", "", "QUILL"))
    after = replace(before, name=filed.LegalName("ALDER", "", "FERN"))
    found = changes(document(after), document(before), FilingType.AMENDMENT)
    assert found == [after.name, filed.OtherName("ALDER", "", "QUILL")]


def test_a_masked_number_is_no_change_and_a_typed_one_is():
    form = filed.Filed(crd=1, firm=2, ssn=filed.SocialSecurityNumber("1234"))
    base = document(form)
    assert not any(isinstance(c, filed.SocialSecurityNumber) for c in changes(base, base, FilingType.AMENDMENT))
    (found,) = [
        c
        for c in changes(base, base, FilingType.AMENDMENT, ssn="900121234")
        if isinstance(c, filed.SocialSecurityNumber)
    ]
    assert found.digits == "900121234"
    assert "900121234" not in repr(found)


def test_a_yes_that_becomes_no_ends_the_report_that_rested_on_it():
    report = filed.Report(2, "REG", ("14C(4)",), {"docket": "7"}, "INITIAL", None, "7", 12)
    before = filed.Filed(crd=1, firm=2, answers={"14C(4)": True}, reports=(report,))
    after = replace(before, answers={"14C(4)": False})
    found = changes(document(after), document(before), FilingType.AMENDMENT)
    assert filed.Answer("14C(4)", False) in found
    assert filed.Archived(12) in found
    closed = replace(after, reports=(replace(report, page={"docket": "7", "comment": "dismissed"}),))
    (version,) = [
        c for c in changes(document(closed), document(before), FilingType.AMENDMENT) if isinstance(c, filed.Report)
    ]
    assert version.closing


def test_a_firm_that_joins_makes_every_report_its_own():
    report = filed.Report(2, "REG", ("14C(4)",), {"docket": "7"}, "INITIAL", None, "7", 12)
    form = filed.Filed(crd=1, firm=2, answers={"14C(4)": True}, reports=(report,))
    made = document(form, "DUAL")
    assert only(filed.Report, changes(made, made, FilingType.DUAL)) == [report]


def test_affiliates_ask_for_the_same_or_for_their_own():
    form = document(filed.Filed(crd=1, firm=2), "INITIAL")
    form["sro_requests"] = [{"regulator": "FINRA", "category": "GS"}]
    form["affiliated"] = {
        "affiliated_answer": True,
        "firms": [
            {"affiliate_firm_crd": 3, "copy_filing_firm_regs": "SAME", "employment_date": "2026-11-01"},
            {
                "affiliate_firm_crd": 4,
                "copy_filing_firm_regs": "DIFFERENT",
                "jurisdiction_requests": [{"jurisdiction": "NY", "category": "RA"}],
            },
        ],
    }
    found = only(filed.Request, changes(form, {}, FilingType.INITIAL))
    assert {(c.firm, c.regulator, c.category) for c in found} == {
        (2, "FINRA", "GS"),
        (3, "FINRA", "GS"),
        (4, "NY", "RA"),
    }


def test_a_temporary_registration_is_asked_for_by_its_block():
    form = document(filed.Filed(crd=1, firm=2), "RELICENSE")
    form |= {"sro_requests": [{"regulator": "FINRA", "category": "GS"}], "signatures": {"15C": {"name": "ALDER QUILL"}}}
    assert mapping.read(form).requests == (filed.Request(2, "FINRA", "GS", True),)


def test_page_2_holds_no_section_of_registered_people():
    form = filed.Filed(crd=1, firm=2, designations=("CFA",), fingerprints=filed.Fingerprints(2, "ON_FILE_CONTINUOUS"))
    assert {"designations", "fingerprints"}.isdisjoint(document(form, "PAGE2_AMENDMENT"))
    assert mapping.read(document(form, "PAGE2_INITIAL")).association.kind == "OWNER_OFFICER"
