"""Reporting pages about matters before criminal courts, regulators and civil courts: CRIM, REG, CIV, INV."""

from typing import Any

from tests.forms.page_parts import Page, court, exact, page


def _charge(**fields: Any) -> Page:
    return {
        "description": "Theft of movable property, third degree",
        "counts": 1,
        "level": "FELONY",
        "plea": "NOT_GUILTY",
        **fields,
    }


def _crim(*questions: str, **fields: Any) -> Page:
    return page("CRIM", *questions, court=court(), date_first_charged=exact("2021-02-09"), **fields)


def crim_pending() -> Page:
    """A felony charge that nobody has decided."""
    return _crim("14A(1)(b)", charges=[_charge()], status="PENDING")


def crim_convicted() -> Page:
    """A plea of guilty to a lesser charge, with probation."""
    return _crim(
        "14A(1)(b)",
        "14B(1)(a)",
        "14B(1)(b)",
        charges=[
            _charge(disposition="REDUCED", amended_or_reduced_to="Shoplifting, a disorderly persons offense"),
            _charge(description="Shoplifting", level="MISDEMEANOR", plea="GUILTY", disposition="PLED_GUILTY"),
        ],
        status="FINAL",
        status_date=exact("2021-08-17"),
        disposition_date=exact("2021-08-17"),
        sentence=[
            {"type": "Probation", "duration": "12 months", "start": "2021-08-17", "end": "2022-08-16"},
            {"type": "Fine", "amount_paid": "750.00", "suspended": False},
        ],
        documents_sent=True,
        comment="I took responsibility and finished probation early.",
    )


def crim_organization() -> Page:
    """A charge against a controlled organization, dismissed."""
    return _crim(
        "14A(2)(b)",
        controlled_org={
            "name": "Orchard Supply LLC",
            "investment_related": False,
            "position": "Manager",
        },
        charges=[_charge(plea="NONE_ENTERED", disposition="DISMISSED")],
        status="FINAL",
        status_date=exact("2021-11-30"),
        disposition_date=exact("2021-11-30"),
        documents_sent=False,
    )


def _reg(*questions: str, **fields: Any) -> Page:
    return page(
        "REG",
        *questions,
        **{
            "initiated_by": "SRO",
            "regulator_name": "FINRA",
            "sanctions_sought": ["SUSPENSION", "CIVIL_PENALTY_FINE"],
            "date_initiated": exact("2019-04-02"),
            "docket": "2019061234501",
            "employing_firm": "Lantern Hill Securities",
            "product_types": ["MUTUAL_FUND"],
            "allegations": "Said to have marked solicited orders as unsolicited in 2017 and 2018 (Rules 4511, 2010).",
            **fields,
        },
    )


def reg_pending() -> Page:
    """A complaint by a state that is open."""
    return _reg(
        "14G(1)",
        initiated_by="JURISDICTION",
        regulator_name="New Jersey Bureau of Securities",
        docket="BOS-2026-0117",
        date_initiated=exact("2026-09-14"),
        status="PENDING",
        limitations_while_pending=True,
        limitations_text="Heightened supervision by the firm since 1 October 2026.",
    )


def reg_on_appeal() -> Page:
    """A decision of an SRO against which an appeal is open."""
    return _reg(
        "14E(2)",
        "14E(4)",
        status="ON_APPEAL",
        status_date=exact("2020-02-18"),
        limitations_while_pending=False,
        appeal={"to": "SEC", "date_filed": exact("2020-02-18"), "limitations": "None; the sanctions are stayed."},
        resolution="DECISION",
        resolution_date=exact("2020-01-21"),
    )


def reg_awc() -> Page:
    """A settlement with FINRA: suspension, fine and a new examination."""
    return _reg(
        "14E(2)",
        "14E(4)",
        status="FINAL",
        status_date=exact("2019-10-08"),
        resolution="AWC",
        resolution_date=exact("2019-10-08"),
        final_order_flag="NO",
        sanctions_ordered=[
            {
                "type": "SUSPENSION",
                "suspension": {
                    "capacities": "All",
                    "permanent": False,
                    "start": "2019-11-04",
                    "end": "2019-11-18",
                    "duration": "10 business days",
                },
            },
            {
                "type": "CIVIL_PENALTY_FINE",
                "monetary": {"total": "5000.00", "levied_on_person": "5000.00", "date_paid": "2019-12-02"},
            },
            {
                "type": "REQUALIFICATION",
                "requalification": {"kind": "EXAM", "condition_met": True},
            },
        ],
    )


def reg_willful() -> Page:
    """An order of the SEC that finds willfulness."""
    made = _reg(
        "14C(2)",
        "14C(4)",
        "14C(5)",
        "14C(6)",
        initiated_by="SEC",
        sanctions_sought=["CEASE_DESIST", "CENSURE"],
        date_initiated=exact("2014-03-06"),
        docket="3-15777",
        status="FINAL",
        status_date=exact("2014-03-06"),
        resolution="CONSENT",
        resolution_date=exact("2014-03-06"),
        final_order_flag="YES",
        willful_findings={"willful_violation": True, "willful_aiding": False, "failure_to_supervise": False},
        sanctions_ordered=[{"type": "CEASE_DESIST"}, {"type": "CENSURE"}],
    )
    del made["regulator_name"]
    return made


def _civ(*questions: str, **fields: Any) -> Page:
    return page(
        "CIV",
        *questions,
        initiated_by="JURISDICTION",
        initiator_name="State of Connecticut, Department of Banking",
        relief_sought=["INJUNCTION", "RESTITUTION"],
        date_filed=exact("2016-05-11"),
        date_served=exact("2016-05-20"),
        court=court("Superior Court of Connecticut", docket="HHD-CV16-6067001-S"),
        product_types=["PROMISSORY_NOTE"],
        allegations="Said to have offered notes in 2015 that were not registered.",
        **fields,
    )


def civ_pending() -> Page:
    """A civil action that is open."""
    return _civ("14H(2)", status="PENDING", limitations=False)


def civ_on_appeal() -> Page:
    """A judgment against which an appeal is open."""
    return _civ(
        "14H(1)(b)",
        status="ON_APPEAL",
        status_date=exact("2018-02-09"),
        appeal={"court": "Appellate Court of Connecticut", "date": exact("2018-02-09")},
        limitations=False,
        resolution="JUDGMENT_RENDERED",
        resolution_date=exact("2018-01-22"),
    )


def civ_injunction() -> Page:
    """An injunction by consent."""
    return _civ(
        "14H(1)(a)",
        status="FINAL",
        status_date=exact("2017-06-15"),
        resolution="CONSENT",
        resolution_date=exact("2017-06-15"),
        sanctions_ordered=[
            {
                "type": "INJUNCTION",
                "injunction": {"capacities": "Offering such notes", "start": "2017-06-15"},
            },
            {
                "type": "RESTITUTION",
                "monetary": {
                    "total": "42000.00",
                    "levied_on_person": "12000.00",
                    "plan": "24 monthly payments of $500",
                    "plan_current": True,
                    "waived_amount": "0.00",
                },
            },
        ],
    )


def inv_open() -> Page:
    """An investigation that is open."""
    return page(
        "INV",
        "14G(2)",
        initiated_by="SRO",
        regulator_name="FINRA",
        notice_date=exact("2026-08-05"),
        nature="Whether trades of 2024 in options were authorized.",
        pending=True,
    )


def inv_closed() -> Page:
    """An investigation that has ended."""
    made = inv_open() | {"drp_response": "AMENDED", "initiated_by": "SEC", "pending": False}
    del made["regulator_name"]
    return made | {"closed_date": exact("2026-10-30"), "outcome": "CLOSED_NO_FURTHER_ACTION"}
