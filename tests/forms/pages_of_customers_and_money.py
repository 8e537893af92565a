"""Reporting pages about customers, leaving a firm and money: CUST, TERM, BANK, BOND, JUDG."""

from typing import Any

from tests.forms.page_parts import Page, about, court, exact, page


def _cust(*questions: str, matter: tuple[str, ...], **fields: Any) -> Page:
    return page(
        "CUST",
        *questions,
        **{
            "customer_names": "Perpetua Lindqvist-Ames",
            "customer_state": "NJ",
            "employing_firm": "Lantern Hill Securities",
            "allegations": "Says that shares of a fund bought from March 2023 to May 2024 did not suit her aims.",
            "product_types": ["MUTUAL_FUND"],
            "matter": {name: name in matter for name in MATTERS},
            "alleged_damages": "18500.00",
            "damages_precision": "EXACT",
            "date_received": exact("2025-06-03"),
            **fields,
        },
    )


MATTERS = ("oral", "written", "arbitration", "cftc_reparation", "civil_litigation")


def cust_pending() -> Page:
    """A written complaint without an amount, open."""
    made = _cust(
        "14I(3)(a)",
        matter=("written",),
        damages_precision="NOT_SPECIFIED",
        damages_explanation="The letter names no amount; the firm cannot put it below $5,000.",
        pending=True,
    )
    del made["alleged_damages"]
    return made


def cust_forgery() -> Page:
    """A written complaint of forgery, denied."""
    return _cust(
        "14I(3)(b)",
        matter=("written",),
        allegations="Says that a transfer form of February 2025 does not bear her signature.",
        alleged_damages="1200.00",
        pending=False,
        complaint_status="DENIED",
        status_date=exact("2025-09-01"),
    )


def cust_settled() -> Page:
    """An oral complaint, settled."""
    return _cust(
        "14I(2)(b)",
        matter=("oral",),
        customer_names="Ansel and Odalys Brightwater",
        other_states=["CT", "NY"],
        date_received=about("2022-02-15", "The customer called in the middle of February 2022."),
        pending=False,
        complaint_status="SETTLED",
        status_date=exact("2022-10-28"),
        settlement_amount="16000.00",
        individual_contribution="0.00",
    )


def cust_arbitration() -> Page:
    """An arbitration against the person, settled."""
    return _cust(
        "14I(1)(d)",
        matter=("written", "arbitration"),
        alleged_damages="90000.00",
        date_received=exact("2023-03-01"),
        person_named=True,
        pending=False,
        complaint_status="SETTLED",
        status_date=exact("2024-04-19"),
        settlement_amount="27500.00",
        individual_contribution="2500.00",
        arbitration={
            "forum": "FINRA",
            "docket": "23-00611",
            "date_filed": exact("2023-02-24"),
            "date_served": exact("2023-03-01"),
            "pending": False,
            "disposition": "SETTLED",
            "disposition_date": exact("2024-04-19"),
            "amount": "27500.00",
            "contribution": "2500.00",
        },
    )


def cust_arbitration_pending() -> Page:
    """An arbitration against the person that is open."""
    return _cust(
        "14I(1)(a)",
        matter=("arbitration",),
        person_named=True,
        pending=True,
        arbitration={
            "forum": "FINRA",
            "docket": "25-01402",
            "date_filed": exact("2025-05-28"),
            "date_served": exact("2025-06-03"),
            "pending": True,
        },
    )


def cust_litigation() -> Page:
    """A suit against the firm about the person, lost by the firm and appealed."""
    return _cust(
        "14I(4)(b)",
        matter=("civil_litigation",),
        alleged_damages="61000.00",
        date_received=exact("2020-01-13"),
        person_named=False,
        pending=False,
        complaint_status="AWARD_JUDGMENT_CLAIMANT",
        status_date=exact("2021-12-03"),
        settlement_amount="31000.00",
        individual_contribution="0.00",
        litigation={
            "court": court(docket="L-000219-20"),
            "date_filed": exact("2020-01-06"),
            "date_served": exact("2020-01-13"),
            "pending": False,
            "disposition": "MONETARY_JUDGMENT_CUSTOMER",
            "date": exact("2021-12-03"),
            "amount": "31000.00",
            "contribution": "0.00",
            "appeal": {"court": "Appellate Division of the Superior Court", "date": exact("2022-01-10")},
        },
    )


def term() -> Page:
    """A resignation during an inquiry of the firm."""
    return page(
        "TERM",
        "14J(1)",
        firm_name="Lantern Hill Securities",
        termination_type="PERMITTED_TO_RESIGN",
        termination_date=exact("2018-12-14"),
        allegations="The firm said that orders had been marked as unsolicited when they were not.",
        product_types=["MUTUAL_FUND"],
    )


def bank_compromise() -> Page:
    """A compromise with one creditor."""
    return page(
        "BANK",
        "14K(1)",
        action_type="COMPROMISE",
        action_date=exact("2020-09-21"),
        creditor="Fernwood Community Bank",
        original_amount="9200.00",
        terms="The bank took $4,100 and forgave the rest.",
        pending=False,
        disposition="SATISFIED_RELEASED",
        disposition_date=exact("2020-10-02"),
    )


def bank_chapter_7() -> Page:
    """A bankruptcy, discharged."""
    return page(
        "BANK",
        "14K(1)",
        action_type="BANKRUPTCY_CH7",
        action_date=exact("2019-01-30"),
        court=court("U.S. Bankruptcy Court, District of New Jersey", kind="FEDERAL", docket="19-12057"),
        pending=False,
        disposition="DISCHARGED",
        disposition_date=exact("2019-05-14"),
    )


def bank_sipa() -> Page:
    """A broker-dealer under a trustee."""
    return page(
        "BANK",
        "14K(3)",
        action_type="LIQUIDATION",
        action_date=exact("2018-04-09"),
        controlled_org={"name": "Gullwing Brokerage Inc.", "investment_related": True, "position": "Director"},
        court=court("U.S. Bankruptcy Court, Southern District of New York", kind="FEDERAL", docket="18-01200"),
        pending=False,
        disposition="SIPA_TRUSTEE_APPOINTED",
        disposition_date=exact("2018-04-30"),
        amount_paid="310000.00",
        currently_open=False,
        date_started=exact("2018-04-30"),
        trustee="Wilhelmina Oduya-Fant",
    )


def bond_payout() -> Page:
    """A bond that was paid out on."""
    return page(
        "BOND",
        "14L",
        policy_holder_firm="Lantern Hill Securities",
        bonding_company="Cobblestone Surety Co.",
        disposition="PAYOUT",
        disposition_date=exact("2019-02-11"),
        payout_amount="7500.00",
        payout_date=exact("2019-03-01"),
        details="The firm claimed a loss from orders placed without authority.",
    )


def bond_denied() -> Page:
    """A bond that was denied."""
    made = bond_payout() | {"disposition": "DENIED", "details": "Denied because of the claim paid in 2019."}
    return {key: value for key, value in made.items() if not key.startswith("payout")}


def judg_open() -> Page:
    """A tax lien that stands."""
    return page(
        "JUDG",
        "14M",
        amount="6840.55",
        holder="New Jersey Division of Taxation",
        kind="TAX",
        date_filed=exact("2026-10-12"),
        date_learned="2026-11-02",
        court=court(docket="DJ-118904-26"),
        outstanding=True,
    )


def judg_satisfied() -> Page:
    """A judgment that was paid."""
    return judg_open() | {
        "drp_response": "AMENDED",
        "kind": "CIVIL",
        "outstanding": False,
        "resolution": "SATISFIED",
        "status_date": exact("2026-11-16"),
    }
