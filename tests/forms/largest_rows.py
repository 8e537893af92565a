"""The rows of the largest filing: requests, names, histories, businesses."""

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]

PAGES = (
    "CRIM_CONVICTED",
    "REG_AWC",
    "CIV_INJUNCTION",
    "CUST_PENDING",
    "CUST_SETTLED",
    "CUST_ARBITRATION",
    "CUST_LITIGATION",
    "TERM",
    "INV_OPEN",
    "BANK_COMPROMISE",
    "BOND_PAYOUT",
    "JUDG_OPEN",
)
HOME_OFFICE = {
    "isRegisteredLocation": False,
    "location_kind": "LOCATED_AT",
    "privateResidence": True,
    "isResidentialSupervisoryLocation": False,
}
SROS = {"FINRA": ("GS", "GP"), "NYSE": ("GS",), "NQX": ("GS",)}
AGENT_IN = "AL AZ CA CO CT DE DC FL GA HI IL IN KS MD MA MI NV NH NJ NY NC OH OR PA RI TX VT VA"
ADVISER_IN = "CA CT FL MA NJ OR PA TX"
LANTERN, TRAVEL, REP = "Lantern Hill Securities", "Extended travel", "Registered representative"
SCHOOL, NJ = "Full-time education", "NJ"
# All but the filing firm and its affiliate: from, to, employer, city, position, kind, state, investment-related.
EMPLOYMENTS = (
    ("2024-06", "PRESENT", "Thistledown Advisory LLC", "Hoboken", "Adviser representative", "EMPLOYMENT", NJ, True),
    ("2023-02", "PRESENT", "Averill Rentals LLC", "Montclair", "Owner", "SELF_EMPLOYED", NJ, True),
    ("2025-01", "2026-11", "Saltmarsh Capital Markets", "Newark", REP, "EMPLOYMENT", NJ, True),
    ("2022-03", "2024-12", LANTERN, "Stamford", REP, "EMPLOYMENT", "CT", True),
    ("2021-11", "2022-02", "Unemployed", "Trenton", "Unemployed", "UNEMPLOYED", NJ, False),
    ("2020-06", "2021-10", "Cloverdene Bank", "Trenton", "Branch assistant", "EMPLOYMENT", NJ, True),
    ("2019-09", "2020-05", TRAVEL, "Trenton", TRAVEL, "EXTENDED_TRAVEL", NJ, False),
    ("2019-01", "2019-08", "Homemaker", "Trenton", "Homemaker", "HOMEMAKER", NJ, False),
    ("2017-10", "2018-12", LANTERN, "Trenton", REP, "EMPLOYMENT", NJ, True),
    ("2017-03", "2017-09", SCHOOL, "Trenton", SCHOOL, "FULL_TIME_EDUCATION", NJ, False),
    ("2016-06", "2017-02", "New Jersey Army National Guard", "Trenton", "Specialist", "MILITARY", NJ, False),
    ("2015-01", "2016-05", "Gullwing Brokerage Inc.", "Newark", "Sales assistant", "EMPLOYMENT", NJ, True),
)
HOMES = (
    ("2025-03", "PRESENT", "214 Larkspur Lane", "Montclair", NJ, "07042"),
    ("2023-11", "2025-02", "78 Quarry Steps", "Hoboken", NJ, "07030"),
    ("2022-09", "2023-10", "5 Fiddlehead Court", "Stamford", "CT", "06901"),
    ("2021-12", "2022-08", "1180 Copperleaf Avenue", "Yonkers", "NY", "10701"),
    ("2020-06", "2021-11", "33 Windrow Street", "Trenton", NJ, "08608"),
)
ABROAD = {"street1": "12 Rue des Saules", "city": "Namur", "country": "BEL", "postal": "5000"}
BUSINESSES = (
    ("Averill Rentals LLC", True, "Lets two flats that it owns", "Owner", "2023-02", "10", "0"),
    ("Montclair Youth Orchestra Tours", False, "Concert tours for profit", "Treasurer", "2020-10", "6", "1"),
    ("Thistledown Advisory LLC", True, "Investment advice", "Adviser representative", "2024-06", "30", "12"),
    ("Marisol Q. Averill, author", False, "A column on gardens", "Author", "2021-05", "4.5", "0"),
)


def sro_requests() -> list[Row]:
    """Section 4."""
    asked = [(regulator, category) for regulator, categories in SROS.items() for category in categories]
    return [{"id": f"n{n}", "regulator": sro, "category": category} for n, (sro, category) in enumerate(asked, 1)]


def jurisdiction_requests() -> list[Row]:
    """Section 5."""
    asked = [(state, "AG") for state in AGENT_IN.split()] + [(state, "RA") for state in ADVISER_IN.split()]
    return [{"id": f"n{n}", "jurisdiction": state, "category": kind} for n, (state, kind) in enumerate(asked, 1)]


def other_names() -> list[Row]:
    """Section 10."""
    return [
        {"id": "n1", "first_name": "Marisol", "middle_name": "Quint", "last_name": "Delacroix-Yarrow"},
        {"id": "n2", "first_name": "Mari", "last_name": "Averill"},
        {"id": "n3", "first_name": "M.", "middle_name": "Q.", "last_name": "Yarrow", "suffix": "II"},
    ]


def residences(address: Callable[..., Row]) -> list[Row]:
    """Section 11: five homes here and one abroad."""
    found = []
    for n, (start, end, street, city, state, postal) in enumerate(HOMES, 1):
        at = address(street1=street, street2="", city=city, state=state, postal=postal)
        found.append({"id": f"n{n}", "from": start, "to": end, **at})
    return [*found, {"id": "n6", "from": "2019-02", "to": "2020-05", **ABROAD}]


def businesses(address: Row) -> list[Row]:
    """Section 13."""
    return [
        {
            "id": f"n{n}",
            "name": name,
            "investment_related": related,
            "address": dict(address),
            "nature": nature,
            "position_title": position,
            "start_date": start,
            "hours_per_month": hours,
            "hours_during_trading": trading,
            "duties": "Decides, signs and keeps the books.",
        }
        for n, (name, related, nature, position, start, hours, trading) in enumerate(BUSINESSES, 1)
    ]
