"""The form holds every key of sections 1 to 13 and 15, its types of filing and its signature blocks.

The list is written by hand, not drawn from the form. Sections 14 and the reporting pages: test_disclosure.
"""

from collections.abc import Iterator, Sequence

import pytest

from finpro.rulebook.forms import loader
from finpro.rulebook.forms.schema import Question
from tests.rulebook.forms.documents import DAY

U4 = loader.get("u4", "2009-05")

NAME = {"first_name": "name", "middle_name": "name", "last_name": "name", "suffix": "code"}
TOWN = {"city": "text", "country": "country", "state": "state"}
ADDRESS = {"street1": "text", "street2": "text", **TOWN, "postal": "postal"}
OFFICE = {
    "location_kind": "code",
    "role": "code",
    "employmentLocationStartDate": "date",
    "end_date": "date",
    "isRegisteredLocation": "yes_no",
    "branchCrdNumber": "integer",
    "branchFirmBillingCode": "text",
    "branchCode": "text",
    "privateResidence": "yes_no",
    "isResidentialSupervisoryLocation": "yes_no",
    **ADDRESS,
}
PRINTS = {
    "fingerprint_option": "code",
    "barcode": "text",
    "exemption_paragraphs": "codes",
    "iar_print_choice": "code",
}
SRO = {"regulator": "code", "category": "code"}
JURISDICTION = {"jurisdiction": "code", "category": "code"}


def below(key: str, rows: dict[str, str], kind: str = "list") -> dict[str, str]:
    return {key: kind} | {f"{key}/{inner}": found for inner, found in rows.items()}


SECTIONS = {
    "general": NAME
    | {
        "firm_crd": "integer",
        "firm_name": "text",
        "employment_date": "date",
        "firm_billing_code": "text",
        "individual_crd": "integer",
        "no_ssn": "yes_no",
        "ssn": "ssn",
        "independent_contractor": "yes_no",
    }
    | below("offices", OFFICE),
    "fingerprints": PRINTS,
    "unaffiliated": {"unaffiliated_bd": "yes_no", "unaffiliated_ia": "yes_no"},
    "sro_requests": SRO,
    "jurisdiction_requests": JURISDICTION,
    "affiliated": {"affiliated_answer": "yes_no"}
    | below(
        "firms",
        {
            "affiliate_firm_crd": "integer",
            "affiliate_firm_name": "text",
            "affiliate_kind": "code",
            "employment_date": "date",
            "independent_contractor": "yes_no",
            "firm_billing_code": "text",
            "copy_filing_firm_regs": "code",
        }
        | below("sro_requests", SRO)
        | below("jurisdiction_requests", JURISDICTION)
        | below("offices", OFFICE)
        | PRINTS,
    ),
    "exam_requests": {"exam_requests": "codes"},
    "designations": {"designations": "codes"},
    "identifying": NAME
    | {
        "date_of_birth": "date",
        "birth_state_province": "state",
        "birth_country": "country",
        "sex": "code",
        "height_ft": "integer",
        "height_in": "integer",
        "weight_lbs": "integer",
        "hair_color": "code",
        "eye_color": "code",
    },
    "other_names": NAME,
    "residences": {"from": "month", "to": "month_or_present", **ADDRESS},
    "employments": {
        "from": "month",
        "to": "month_or_present",
        "employer_name": "text",
        "entry_kind": "code",
        **TOWN,
        "position": "text",
        "investment_related": "yes_no",
    },
    "other_business": {
        "name": "text",
        "investment_related": "yes_no",
        **below("address", ADDRESS, "group"),
        "nature": "long_text",
        "position_title": "text",
        "start_date": "month_or_date",
        "hours_per_month": "hours",
        "hours_during_trading": "hours",
        "duties": "long_text",
        "end_date": "date",
    },
    "signatures": {
        key: kind
        for block in ("15A", "15B", "15C", "15D", "15E", "15F", "15G")
        for key, kind in below(block, {"name": "text", "date": "date"}, "group").items()
    },
}
SHAPES = {"sro_requests", "jurisdiction_requests", "other_names", "residences", "employments", "other_business"}
CODES = {"exam_requests", "designations"}


def keys(questions: Sequence[Question], start: str = "") -> Iterator[tuple[str, str]]:
    for question in questions:
        yield f"{start}{question.key}", question.kind
        yield from keys(question.questions, f"{start}{question.key}/")


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_holds_every_key_and_no_other(section: str) -> None:
    assert dict(keys(U4.section(section).questions)) == SECTIONS[section]


def test_the_sections_are_those_of_the_form_in_their_order() -> None:
    expected = [*list(SECTIONS)[:-1], "disclosure", "signatures"]
    assert [section.key for section in U4.sections] == expected
    assert [section.number for section in U4.sections] == [str(number) for number in range(1, 16)]
    shapes = {section.key: section.shape for section in U4.sections if section.shape != "object"}
    assert shapes == dict.fromkeys(SHAPES, "list") | dict.fromkeys(CODES, "codes")
    gates = {section.key: section.gate.key for section in U4.sections if section.gate is not None}
    assert gates == {"other_business": "has_other_business"}


# What the person may edit by default when a draft is opened; never a block of the firm.
REP_EDITS = {
    "default": {"unaffiliated", "fingerprints", "designations", "identifying", "other_names", "residences"}
    | {"employments", "other_business", "disclosure"},
    "optional": {"general", "sro_requests", "jurisdiction_requests", "affiliated", "exam_requests"},
    "never": {"signatures"},
}


def test_what_is_opened_to_the_person() -> None:
    found = {kind: {s.key for s in U4.sections if s.rep_edits == kind} for kind in REP_EDITS}
    assert found == REP_EDITS


TO_8 = {"general", "fingerprints", "unaffiliated", "sro_requests", "jurisdiction_requests", "affiliated"}
TO_8 |= {"exam_requests", "designations"}
TO_13 = {"identifying", "other_names", "residences", "employments", "other_business"}
ALL = TO_8 | TO_13 | {"disclosure"}
# What is complete, what may be changed besides, what the type does not have, who always signs.
TYPES = {
    "INITIAL": (ALL, ALL, set(), ["15A", "15B"]),
    "RELICENSE": (ALL, ALL, set(), ["15A", "15B"]),
    "DUAL": (TO_8 | {"disclosure"}, ALL, set(), ["15A", "15B"]),
    "AMENDMENT": (set(), ALL, set(), ["15E"]),
    "PAGE2_INITIAL": (ALL - TO_8 | {"general"}, ALL - TO_8 | {"general"}, TO_8 - {"general"}, ["15A", "15B"]),
    "PAGE2_AMENDMENT": (set(), ALL - TO_8 | {"general"}, TO_8 - {"general"}, ["15E"]),
    "CONCURRENCE": (set(), set(), set(), ["15F"]),
}


@pytest.mark.parametrize("code", TYPES)
def test_a_type_of_filing_says_what_it_needs(code: str) -> None:
    found = U4.filing_type(code)
    complete, editable, without, blocks = TYPES[code]
    assert set(found.complete) == complete
    assert set(found.editable) == editable | ({"drps"} if editable else set())
    assert set(found.without) == without
    assert list(found.blocks) == blocks


def test_the_types_are_all_and_the_questions_of_each_block_stand_where_it_is_signed() -> None:
    assert [found.code for found in U4.types] == list(TYPES)
    asked = {
        question.key: set(question.when[0].values) for question in U4.section("signatures").questions if question.when
    }
    for code, (_, _, _, blocks) in TYPES.items():
        assert all(code in asked[block] for block in blocks)
    assert asked["15C"] == {"RELICENSE", "DUAL"}
    assert asked["15D"] == asked["15G"] == asked["15E"]


SIGNERS = {
    "15A": "person",
    "15B": "signatory",
    "15C": "person",
    "15D": "person",
    "15E": "signatory",
    "15F": "signatory",
    "15G": "signatory",
}


def test_who_signs_each_block_and_the_person_before_the_firm() -> None:
    assert {block.key: block.signer for block in U4.blocks} == SIGNERS
    assert {block.order for block in U4.blocks if block.signer == "person"} == {1}
    assert {block.order for block in U4.blocks if block.signer == "signatory"} == {2}
    assert all(len(block.statement.split()) > 40 for block in U4.blocks)


LISTS = {
    "suffixes": "JR SR I II III IV V",
    "location_kinds": "LOCATED_AT SUPERVISED_FROM",
    "location_roles": "STAFF SUPERVISOR PIC",
    "fingerprint_options": "SUBMITTING ON_FILE_CONTINUOUS OTHER_SRO_PROCESSED EXEMPT_17F2 IAR_ONLY",
    "fingerprint_exemptions": "(a)(1)(i) (a)(1)(iii)",
    "iar_print_choices": "NO_JURISDICTION_REQUIRES SUBMITTED_TO_JURISDICTIONS",
    "affiliate_kinds": "BD IA BOTH",
    "affiliate_requests": "SAME DIFFERENT",
    "sexes": "F M",
    "hair_colors": "BAL BLK BLN BRO GRY RED SDY WHI BLU GRN ONG PLE PNK XXX",
    "eye_colors": "BLK BLU BRO GRY GRN HAZ MAR MUL PNK XXX",
    "entry_kinds": "EMPLOYMENT SELF_EMPLOYED MILITARY HOMEMAKER UNEMPLOYED FULL_TIME_EDUCATION EXTENDED_TRAVEL OTHER",
    "drp_response": "INITIAL AMENDED",
}


@pytest.mark.parametrize("key", LISTS)
def test_a_code_list_holds_every_code(key: str) -> None:
    assert [code.code for code in U4.lists[key].codes] == LISTS[key].split()


def test_countries_and_states_are_whole() -> None:
    countries = {code.code: code.label for code in U4.lists["countries"].codes}
    assert len(countries) == 249
    assert all(len(code) == 3 and code.isupper() for code in countries)
    assert (next(iter(countries)), countries["USA"], countries["CAN"]) == ("USA", "United States", "Canada")
    states = [code.code for code in U4.lists["states"].codes]
    assert len(states) == len(set(states)) == 59
    assert {"DC", "PR", "VI", "GU", "AE"} <= set(states)


def test_lengths_and_bounds_are_those_of_the_form() -> None:
    bounds = {
        ("general", "first_name"): (25, None, None),
        ("general", "middle_name"): (20, None, None),
        ("general", "last_name"): (25, None, None),
        ("general", "firm_billing_code"): (8, None, None),
        ("identifying", "height_ft"): (None, 3, 8),
        ("identifying", "height_in"): (None, 0, 11),
        ("identifying", "weight_lbs"): (None, 50, 600),
        ("employments", "employer_name"): (60, None, None),
        ("employments", "position"): (50, None, None),
        ("other_business", "hours_per_month"): (None, 0, 744),
    }
    for (section, key), expected in bounds.items():
        (found,) = [question for question in U4.section(section).questions if question.key == key]
        assert (found.longest, found.least, found.most) == expected


def test_free_texts_are_looked_through_for_what_they_should_not_hold() -> None:
    waiting = [q for s in U4.sections for q in s.questions] + [q for p in U4.pages for q in p.questions]
    while waiting:
        question = waiting.pop()
        waiting.extend(question.questions)
        assert question.scanned or question.kind != "long_text", question.key


def test_every_code_list_is_used_and_every_question_says_what_it_asks() -> None:
    used = set()
    waiting = [q for s in U4.sections for q in s.questions] + [q for p in U4.pages for q in p.questions]
    while waiting:
        question = waiting.pop()
        waiting.extend(question.questions)
        used.add(question.codes)
        assert question.label.strip() == question.label
        assert question.label[0].isupper()
    assert set(U4.lists) <= used
    assert U4.effective_from <= DAY
