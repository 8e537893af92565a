"""Every field and code of the nine reporting pages is there, and is asked and required when it should be."""

from copy import deepcopy

import pytest

from finpro.rulebook.forms import loader, reading
from tests.forms import documents, pages

COURT = "court.court_type court.name court.city_or_county court.state_country court.docket"
ORGANIZATION = "controlled_org.name controlled_org.investment_related controlled_org.position"
SANCTION = """
    sanctions_ordered.type sanctions_ordered.suspension.capacities sanctions_ordered.suspension.permanent
    sanctions_ordered.suspension.start sanctions_ordered.suspension.end sanctions_ordered.suspension.duration
    sanctions_ordered.suspension.explanation sanctions_ordered.requalification.kind
    sanctions_ordered.requalification.length sanctions_ordered.requalification.condition_met
    sanctions_ordered.requalification.explanation sanctions_ordered.monetary.total
    sanctions_ordered.monetary.levied_on_person sanctions_ordered.monetary.plan sanctions_ordered.monetary.plan_current
    sanctions_ordered.monetary.date_paid sanctions_ordered.monetary.waived_amount
"""
# Every field of every page but those that all have: kind of report and questions at the beginning, comment at the end.
FIELDS = {
    "CRIM": f"""
        {ORGANIZATION} {COURT} date_first_charged charges.description charges.counts charges.level charges.product_type
        charges.plea charges.disposition charges.amended_or_reduced_to status status_date disposition_date
        sentence.type sentence.duration sentence.start sentence.end sentence.suspended sentence.amount_paid
        documents_sent
    """,
    "REG": f"""
        initiated_by regulator_name sanctions_sought date_initiated docket employing_firm product_types allegations
        status status_date limitations_while_pending limitations_text appeal.to appeal.date_filed appeal.limitations
        resolution resolution_date final_order_flag willful_findings.willful_violation willful_findings.willful_aiding
        willful_findings.failure_to_supervise {SANCTION}
    """,
    "CIV": f"""
        initiated_by initiator_name relief_sought date_filed date_served {COURT} employing_firm product_types
        allegations status status_date appeal.court appeal.date limitations limitations_text resolution resolution_date
        {SANCTION} sanctions_ordered.injunction.capacities sanctions_ordered.injunction.start
        sanctions_ordered.injunction.end
    """,
    "CUST": """
        customer_names customer_state other_states employing_firm allegations product_types matter.oral matter.written
        matter.arbitration matter.cftc_reparation matter.civil_litigation alleged_damages damages_precision
        damages_explanation date_received person_named pending complaint_status status_date settlement_amount
        individual_contribution arbitration.forum arbitration.docket arbitration.date_filed arbitration.date_served
        arbitration.pending arbitration.disposition arbitration.disposition_date arbitration.amount
        arbitration.contribution litigation.court.court_type litigation.court.name litigation.court.city_or_county
        litigation.court.state_country litigation.court.docket litigation.date_filed litigation.date_served
        litigation.pending litigation.disposition litigation.date litigation.amount litigation.contribution
        litigation.appeal.court litigation.appeal.date
    """,
    "TERM": "firm_name termination_type termination_date allegations product_types",
    "INV": "initiated_by regulator_name notice_date nature pending closed_date outcome",
    "BANK": f"""
        {ORGANIZATION} action_type action_date {COURT} creditor original_amount terms pending disposition
        disposition_date amount_paid currently_open date_started trustee
    """,
    "BOND": "policy_holder_firm bonding_company disposition disposition_date payout_amount payout_date details",
    "JUDG": f"amount holder kind date_filed date_learned {COURT} outstanding resolution status_date",
}
LISTS = {
    "drp_court_types": "FEDERAL MILITARY STATE FOREIGN OTHER",
    "drp_civil_court_types": "FEDERAL MILITARY STATE FOREIGN",
    "drp_statuses": "PENDING ON_APPEAL FINAL",
    "drp_charge_levels": "FELONY MISDEMEANOR OTHER",
    "drp_pleas": "GUILTY NOT_GUILTY NOLO NONE_ENTERED",
    "drp_charge_dispositions": """
        ACQUITTED CONVICTED DISMISSED PLED_GUILTY PLED_NOLO DEFERRED_ADJUDICATION PRETRIAL_DIVERSION REDUCED
        AMENDED OTHER
    """,
    "drp_initiators": """
        SEC OTHER_FEDERAL CFTC FEDERAL_BANKING_AGENCY NCUA JURISDICTION SRO FOREIGN_REGULATOR OTHER
    """,
    "drp_civil_initiators": "FIRM FOREIGN_REGULATOR FEDERAL JURISDICTION PRIVATE_PLAINTIFF SRO OTHER",
    "drp_sanctions": """
        BAR CEASE_DESIST CENSURE CIVIL_PENALTY_FINE DENIAL DISGORGEMENT EXPULSION MONETARY_OTHER PROHIBITION REPRIMAND
        REQUALIFICATION RESCISSION RESTITUTION REVOCATION SUSPENSION UNDERTAKING OTHER
    """,
    "drp_civil_sanctions": """
        BAR CEASE_DESIST CENSURE CIVIL_PENALTY_FINE DENIAL DISGORGEMENT EXPULSION MONETARY_OTHER PROHIBITION INJUNCTION
        REPRIMAND REQUALIFICATION RESCISSION RESTITUTION REVOCATION SUSPENSION UNDERTAKING OTHER
    """,
    "drp_reliefs": """
        CEASE_DESIST CIVIL_PENALTY DISGORGEMENT INJUNCTION MONEY_DAMAGES RESTITUTION RESTRAINING_ORDER OTHER
    """,
    "drp_requalifications": "EXAM RETRAINING",
    "drp_appeal_bodies": "SEC SRO CFTC FEDERAL_COURT STATE_AGENCY STATE_COURT OTHER",
    "drp_resolutions": """
        AWC CONSENT DECISION DECISION_AND_ORDER_OF_OFFER_OF_SETTLEMENT DISMISSED ORDER SETTLED STIPULATION_CONSENT
        VACATED VACATED_NUNC_PRO_TUNC WITHDRAWN OTHER
    """,
    "drp_yes_no_na": "YES NO NA",
    "drp_civil_resolutions": "CONSENT DISMISSED JUDGMENT_RENDERED OPINION SETTLED WITHDRAWN OTHER",
    "drp_damages_precision": "EXACT GOOD_FAITH_UNDER_5000 NOT_SPECIFIED",
    "drp_complaint_statuses": """
        CLOSED_NO_ACTION WITHDRAWN DENIED SETTLED EVOLVED_ARBITRATION EVOLVED_LITIGATION AWARD_JUDGMENT_CLAIMANT
        AWARD_JUDGMENT_RESPONDENT
    """,
    "drp_arbitration_forums": "FINRA AAA NFA CFTC OTHER",
    "drp_arbitration_dispositions": """
        AWARD_TO_CUSTOMER AWARD_TO_RESPONDENT DENIED DISMISSED JUDGMENT_NON_MONETARY NO_ACTION SETTLED WITHDRAWN OTHER
    """,
    "drp_litigation_dispositions": """
        AWARD_TO_CUSTOMER AWARD_TO_RESPONDENT DENIED DISMISSED JUDGMENT_NON_MONETARY MONETARY_JUDGMENT_CUSTOMER
        MONETARY_JUDGMENT_RESPONDENT NO_ACTION SETTLED WITHDRAWN OTHER
    """,
    "drp_termination_types": "DISCHARGED PERMITTED_TO_RESIGN VOLUNTARY_RESIGNATION",
    "drp_investigation_outcomes": "CLOSED_NO_FURTHER_ACTION CLOSED_ACTION_INITIATED OTHER",
    "drp_bankruptcy_actions": """
        BANKRUPTCY_CH7 BANKRUPTCY_CH11 BANKRUPTCY_CH13 BANKRUPTCY_OTHER COMPROMISE DECLARATION LIQUIDATION RECEIVERSHIP
        OTHER
    """,
    "drp_bankruptcy_dispositions": """
        DIRECT_PAYMENT_PROCEDURE DISCHARGED DISMISSED DISSOLVED SIPA_TRUSTEE_APPOINTED SATISFIED_RELEASED OTHER
    """,
    "drp_bond_dispositions": "DENIED PAYOUT REVOKED",
    "drp_judgment_kinds": "CIVIL DEFAULT TAX",
    "drp_judgment_resolutions": "DISCHARGED RELEASED REMOVED SATISFIED",
}
# Which of a page's fields that depend on others are asked of each example: those with a star must be answered.
ASKED = {
    "CRIM_PENDING": "",
    "CRIM_CONVICTED": "*status_date *disposition_date *sentence *documents_sent",
    "CRIM_ORGANIZATION": "*controlled_org *status_date *disposition_date *documents_sent",
    "REG_PENDING": "*regulator_name *limitations_while_pending *limitations_text",
    "REG_ON_APPEAL": """
        *regulator_name *status_date *limitations_while_pending *appeal *resolution *resolution_date sanctions_ordered
    """,
    "REG_AWC": """
        *regulator_name *status_date *resolution *resolution_date *final_order_flag *sanctions_ordered
    """,
    "REG_WILLFUL": """
        *status_date *resolution *resolution_date *final_order_flag *willful_findings *sanctions_ordered
    """,
    "CIV_PENDING": "*date_served *limitations",
    "CIV_ON_APPEAL": "*status_date *appeal *limitations *resolution *resolution_date sanctions_ordered date_served",
    "CIV_INJUNCTION": "*status_date *resolution *resolution_date *sanctions_ordered date_served",
    "CUST_PENDING": "alleged_damages *damages_explanation",
    "CUST_FORGERY": "*alleged_damages damages_explanation *complaint_status *status_date",
    "CUST_SETTLED": """
        *alleged_damages damages_explanation *complaint_status *status_date *settlement_amount *individual_contribution
    """,
    "CUST_ARBITRATION": """
        *alleged_damages damages_explanation *person_named *complaint_status *status_date *settlement_amount
        *individual_contribution *arbitration
    """,
    "CUST_ARBITRATION_PENDING": "*alleged_damages damages_explanation *person_named *arbitration",
    "CUST_LITIGATION": """
        *alleged_damages damages_explanation *person_named *complaint_status *status_date *settlement_amount
        *individual_contribution *litigation
    """,
    "TERM": "",
    "INV_OPEN": "*regulator_name",
    "INV_CLOSED": "*closed_date *outcome",
    "BANK_COMPROMISE": "*creditor *original_amount *terms *disposition *disposition_date",
    "BANK_CHAPTER_7": "*court *disposition *disposition_date",
    "BANK_SIPA": """
        *controlled_org *court *disposition *disposition_date *amount_paid *currently_open *date_started *trustee
    """,
    "BOND_PAYOUT": "*payout_amount *payout_date",
    "BOND_DENIED": "",
    "JUDG_OPEN": "",
    "JUDG_SATISFIED": "*resolution *status_date",
}


@pytest.fixture(scope="module")
def form():
    return loader.get("u4", "2009-05")


def leaves(questions, before=""):
    for question in questions:
        if question.questions:
            yield from leaves(question.questions, f"{before}{question.key}.")
        else:
            yield f"{before}{question.key}", question


def document_of(name):
    page = pages.make(name)
    return documents.initial() | {"drps": [page], "disclosure": documents.disclosure([page])}


@pytest.mark.parametrize("type_", FIELDS)
def test_a_page_has_every_field_of_the_form_and_no_other(form, type_):
    found = [key for key, _ in leaves(form.page(type_).questions)]
    # Of a judgment or lien the form itself asks when it was learned.
    learned = [] if type_ == "JUDG" else ["learned_on", "learned_by"]
    assert sorted(found) == sorted(["drp_response", "questions", *FIELDS[type_].split(), *learned, "comment"])
    assert found[:2] == ["drp_response", "questions"]
    assert found[-1] == "comment"


@pytest.mark.parametrize("type_", FIELDS)
def test_free_text_is_looked_through_and_the_comment_is_optional(form, type_):
    found = dict(leaves(form.page(type_).questions))
    assert all(question.scanned for question in found.values() if question.kind == "long_text")
    assert not found["comment"].required
    assert not found["comment"].required_when


def test_the_code_lists_hold_what_the_form_offers(form):
    for key, codes in LISTS.items():
        assert [code.code for code in form.lists[key].codes] == codes.split()
    assert len(form.lists["drp_product_types"].codes) == 33


def test_every_code_list_is_used_and_every_code_has_a_label(form):
    used = {question.codes for page in form.pages for _, question in leaves(page.questions)}
    assert {key for key in form.lists if key.startswith("drp_")} <= used
    assert all(code.label[0].isupper() for key in LISTS for code in form.lists[key].codes)


def test_the_examples_stand_for_every_page_and_every_state():
    assert set(ASKED) == set(pages.ALL)
    assert {name.split("_")[0] for name in ASKED} == set(FIELDS)


@pytest.mark.parametrize("name", ASKED)
def test_what_depends_on_other_answers_is_asked_and_required_only_then(form, name):
    items = [item for item in reading.walk(form, document_of(name)) if item.pointer.count("/") == 3]
    depends = [
        item
        for item in items
        if item.pointer.startswith("/drps/0/")
        if item.question.when or item.question.when_any or item.question.required_when
    ]
    found = {f"{'*' if item.required else ''}{item.question.key}" for item in depends if item.asked}
    assert found == set(ASKED[name].split())


@pytest.mark.parametrize("name", ASKED)
def test_an_example_is_whole_and_holds_nothing_that_is_not_asked(form, name):
    document = document_of(name)
    assert reading.missing(form, document, "INITIAL") == []
    assert reading.shown(form, document) == document


@pytest.mark.parametrize("name", ASKED)
def test_each_answer_that_is_required_is_missed_when_it_is_gone(form, name):
    document = document_of(name)
    pointers = [
        item.pointer
        for item in reading.walk(form, document)
        if item.required and item.pointer.startswith("/drps/0/") and item.value is not None
    ]
    assert len(pointers) >= 7
    for pointer in pointers:
        spoiled = without(document, pointer)
        assert pointer in [found.pointer for found in reading.missing(form, spoiled, "INITIAL")]


def without(document, pointer):
    """The document with what a pointer names taken away."""
    spoiled = deepcopy(document)
    *way, last = pointer.split("/")[1:]
    at = spoiled
    for part in way:
        at = at[int(part)] if isinstance(at, list) else at[part]
    del at[int(last) if isinstance(at, list) else last]
    return spoiled


def test_a_charge_is_asked_how_it_ended_once_the_case_has(form):
    pending, decided = document_of("CRIM_PENDING"), document_of("CRIM_CONVICTED")
    pending["drps"][0]["charges"][0]["disposition"] = "ACQUITTED"
    assert "disposition" not in reading.shown(form, pending)["drps"][0]["charges"][0]
    del decided["drps"][0]["charges"][0]["disposition"]
    missed = [found.pointer for found in reading.missing(form, decided, "INITIAL")]
    assert "/drps/0/charges/0/disposition" in missed


def test_a_sentence_is_asked_for_where_any_charge_ended_in_one(form):
    document = document_of("CRIM_CONVICTED")
    document["drps"][0]["charges"][1]["disposition"] = "DISMISSED"
    assert "sentence" not in reading.shown(form, document)["drps"][0]


@pytest.mark.parametrize(
    ("kind", "part"),
    [("BAR", "suspension"), ("RESTITUTION", "monetary"), ("REQUALIFICATION", "requalification"), ("CENSURE", None)],
)
def test_a_sanction_asks_only_for_what_it_has(form, kind, part):
    document = document_of("REG_AWC")
    everything = {
        "suspension": {"capacities": "All", "start": "2019-11-04"},
        "monetary": {"total": "1.00", "levied_on_person": "1.00"},
        "requalification": {"kind": "EXAM", "condition_met": False},
    }
    document["drps"][0]["sanctions_ordered"] = [{"type": kind, **everything}]
    (row,) = reading.shown(form, document)["drps"][0]["sanctions_ordered"]
    assert set(row) == ({"type", part} if part else {"type"})
