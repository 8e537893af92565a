"""What the record says about the firm and the person of `tests.forms.documents`, as checks ask for it.

`record.known(document)` goes with any of those documents: the firm is registered wherever the document asks, its
branches are open, the person is who the document says, exams and designations are in order. Checks of a valid document
against it find nothing; a test replaces what it needs by `dataclasses.replace`.
"""

from datetime import date

from finpro.filings.policies.known import (
    Association,
    Branch,
    Draft,
    ExamResult,
    Firm,
    Known,
    Name,
    Person,
    Registration,
)
from tests.forms import documents as forms

LONG_AGO = date(2001, 3, 5)


def firm(document: forms.Document) -> Firm:
    """The filing firm, registered everywhere, with its branches and its affiliate's."""
    crd = document["filing"]["firm_crd"]
    here = frozenset(f"{row['jurisdiction']}" for row in document.get("jurisdiction_requests", ())) | {"NJ", "NY"}
    return Firm(
        crd=crd,
        name=document["general"]["firm_name"],
        active=True,
        sros=frozenset({"FINRA", "NYSE", "NQX"}),
        bd_jurisdictions=here,
        ia_jurisdictions=here,
        affiliates=frozenset({forms.AFFILIATE}),
        branches={
            forms.BRANCH: Branch(firm_crd=crd, opened_on=LONG_AGO),
            forms.SECOND_BRANCH: Branch(firm_crd=crd, opened_on=LONG_AGO),
            forms.AFFILIATE_BRANCH: Branch(firm_crd=forms.AFFILIATE, opened_on=LONG_AGO),
        },
    )


def person(document: forms.Document) -> Person:
    """The person: new to the record for an initial, otherwise registered where the type says so."""
    general, kind = document["general"], document["filing"]["type"]
    elsewhere = Association(
        firm_crd=forms.OTHER_FIRM,
        started_on=date(2022, 7, 11),
        ended_on=date(2026, 11, 9) if kind == "RELICENSE" else None,
    )
    here = Association(firm_crd=document["filing"]["firm_crd"], started_on=date(2026, 10, 5))
    spells = {
        "INITIAL": (),
        "PAGE2_INITIAL": (),
        "RELICENSE": (elsewhere,),
        "DUAL": (elsewhere,),
        "CONCURRENCE": (here, Association(firm_crd=forms.FIRM, started_on=date(2026, 10, 5))),
    }
    associations = spells.get(kind, (here,))
    return Person(
        crd=document["filing"]["individual_crd"],
        exists=True,
        legal_name=Name(
            first=general["first_name"],
            middle=general.get("middle_name", ""),
            last=general["last_name"],
            suffix=general.get("suffix", ""),
        ),
        former_names=(),
        born_on=date.fromisoformat(document["identifying"]["date_of_birth"]),
        associations=associations,
        registrations=_registrations(kind, associations),
        exams=_exams(kind),
        windows=(),
        cards=(),
        designations=frozenset(document.get("designations", ())),
        open_disclosures=(),
        reports=(),
        unaffiliated_stored=kind in ("AMENDMENT", "CONCURRENCE"),
    )


def _registrations(kind: str, associations: tuple[Association, ...]) -> tuple[Registration, ...]:
    held = {
        "RELICENSE": (("FINRA", "GS"), ("NJ", "AG")),
        "DUAL": (("NJ", "RA"),),
        "AMENDMENT": (("FINRA", "GS"), ("NJ", "AG")),
        "CONCURRENCE": (("NJ", "RA"),),
    }
    return tuple(
        Registration(
            firm_crd=spell.firm_crd,
            regulator=regulator,
            category=category,
            status="TERMED" if spell.ended_on else "APPROVED",
            approved_on=spell.started_on,
            ended_on=spell.ended_on,
        )
        for spell in associations
        for regulator, category in held.get(kind, ())
    )


def _exams(kind: str) -> tuple[ExamResult, ...]:
    passed = () if kind.startswith("PAGE2") else ("SIE", "S7TO", "S63", "S65")
    return tuple(ExamResult(code=code, on=date(2026, 6, 2), result="PASS") for code in passed)


def known(document: forms.Document) -> Known:
    """Everything that the checks may know of a document; of an amendment also the record it began from."""
    kind = document["filing"]["type"]
    crds = {key: document["filing"][key] for key in ("firm_crd", "individual_crd")}
    return Known(
        firm=firm(document),
        person=person(document),
        draft=Draft(
            created_on=date(2026, 11, 16),
            person_crd=crds["individual_crd"],
            rep_edits=False,
            e_signature=False,
            base_is_current=True,
            temporary_wanted="15C" in document["signatures"],
        ),
        base={"AMENDMENT": forms.amendment_base, "PAGE2_AMENDMENT": forms.page2}.get(kind, lambda **_: None)(**crds),
        taken_barcodes=frozenset(),
    )
