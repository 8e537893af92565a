"""Whole Forms U4 of an invented person, each valid on `AS_OF`. Every function returns a fresh document.

    documents.initial()         the least that is complete: nobody's history but ten years, one registration each way
    documents.largest()         everything: 14 employments, 40 registrations, an affiliate, 12 reporting pages
    documents.relicense()       from another firm, which ended less than 30 days ago, with temporary registration (15C)
    documents.dual()            stays with another firm as an adviser's representative
    documents.amendment()       a tax lien, a new home and a new jurisdiction; `amendment_base()` is the record before
    documents.page2()           an owner who is not registered; `page2_amendment()` adds a name to it
    documents.concurrence()     another firm's amendment, adopted

The firm is `FIRM`, the person `PERSON`; every function takes `firm_crd` and `individual_crd`. Rows have the ids of a
draft: "n1" typed, "r1" of the record. Reporting pages by themselves are in `tests.forms.pages`. What the record
knows beside a document is `tests.forms.record.known(document)`.
"""

from typing import Any

from tests.forms import largest_rows as rows
from tests.forms import pages

Document = dict[str, Any]

AS_OF = "2026-11-23"
FIRM, FIRM_NAME = 990100, "Harbor & Vine Securities LLC"
AFFILIATE, AFFILIATE_NAME = 990200, "Harbor & Vine Advisers LLC"
OTHER_FIRM, OTHER_NAME = 990300, "Lantern Hill Securities"
PERSON = 9900001
BRANCH, SECOND_BRANCH, AFFILIATE_BRANCH = 990111, 990112, 990211
BARCODE = "HV2611230001"
# A number that was withdrawn after it had been printed in wallets, and is nobody's.
SSN = "078051120"
SCHOOL = "Full-time education"
NAME = "Marisol Quint Averill"
SIGNATORY = "Theodora Blankenship-Roe"

# What stands below each number of section 14; where nothing does, the number is the question.
_BELOW = {
    "A": "(1)(a) (1)(b) (2)(a) (2)(b)",
    "B": "(1)(a) (1)(b) (2)(a) (2)(b)",
    "C": "(1) (2) (3) (4) (5) (6) (7) (8)",
    "D": "(1)(a) (1)(b) (1)(c) (1)(d) (1)(e) (2)(a) (2)(b)",
    "E": "(1) (2) (3) (4) (5) (6) (7)",
    "F": "",
    "G": "(1) (2)",
    "H": "(1)(a) (1)(b) (1)(c) (2)",
    "I": "(1)(a) (1)(b) (1)(c) (1)(d) (2)(a) (2)(b) (3)(a) (3)(b) (4)(a) (4)(b) (5)(a) (5)(b)",
    "J": "(1) (2) (3)",
    "K": "(1) (2) (3)",
    "L": "",
    "M": "",
}
QUESTIONS = tuple(f"14{letter}{part}" for letter, parts in _BELOW.items() for part in parts.split() or [""])


def disclosure(drps: list[Document] | None = None) -> dict[str, bool]:
    """Section 14: yes to what the reporting pages answer, no to everything else."""
    yes = {question for drp in drps or [] for question in drp["questions"]}
    return {question: question in yes for question in QUESTIONS}


def signed(*blocks: str, on: str = AS_OF, person: str = NAME) -> dict[str, dict[str, str]]:
    """Signatures of the person (15A, 15C, 15D) and of the signatory (the others)."""
    return {block: {"name": person if block in ("15A", "15C", "15D") else SIGNATORY, "date": on} for block in blocks}


def address(**changed: str) -> Document:
    """A home in New Jersey."""
    return {
        "street1": "214 Larkspur Lane",
        "street2": "Apt 3C",
        "city": "Montclair",
        "state": "NJ",
        "country": "USA",
        "postal": "07042",
    } | changed


def office(branch: int = BRANCH, starts: str = AS_OF, **changed: Any) -> Document:
    """A registered office of the firm, by the number of its branch."""
    return {
        "id": "n1",
        "employmentLocationStartDate": starts,
        "isRegisteredLocation": True,
        "branchCrdNumber": branch,
        "location_kind": "LOCATED_AT",
    } | changed


def initial(*, firm_crd: int = FIRM, individual_crd: int = PERSON) -> Document:
    """The least that is complete: a first registration as GS, and as an agent in New Jersey."""
    name = {"first_name": "Marisol", "middle_name": "Quint", "last_name": "Averill"}
    return {
        "filing": {"type": "INITIAL", "firm_crd": firm_crd, "individual_crd": individual_crd, "as_of": AS_OF},
        "general": {
            **name,
            "firm_crd": firm_crd,
            "firm_name": FIRM_NAME,
            "employment_date": AS_OF,
            "individual_crd": individual_crd,
            "ssn": SSN,
            "independent_contractor": False,
            "offices": [office()],
        },
        "fingerprints": {"fingerprint_option": "SUBMITTING", "barcode": BARCODE},
        "unaffiliated": {"unaffiliated_bd": False, "unaffiliated_ia": False},
        "sro_requests": [{"id": "n1", "regulator": "FINRA", "category": "GS"}],
        "jurisdiction_requests": [{"id": "n1", "jurisdiction": "NJ", "category": "AG"}],
        "affiliated": {"affiliated_answer": False},
        "exam_requests": [],
        "designations": [],
        "identifying": {
            **name,
            "date_of_birth": "1998-04-12",
            "birth_state_province": "OR",
            "birth_country": "USA",
            "sex": "F",
            "height_ft": 5,
            "height_in": 6,
            "weight_lbs": 140,
            "hair_color": "BRO",
            "eye_color": "HAZ",
        },
        "other_names": [],
        "residences": [
            {"id": "n1", "from": "2022-07", "to": "PRESENT", **address()},
            {
                "id": "n2",
                "from": "2016-08",
                "to": "2022-06",
                **address(street1="9 Tannery Row", city="Salem", state="OR", postal="97301", street2=""),
            },
        ],
        "employments": [
            job("n1", "2026-11", "PRESENT", FIRM_NAME, "Newark", "Trainee", related=True),
            job("n2", "2022-07", "2026-11", "Pinfeather Books Inc.", "Montclair", "Bookkeeper"),
            job("n3", "2016-09", "2022-06", SCHOOL, "Salem", SCHOOL, "FULL_TIME_EDUCATION", "OR"),
        ],
        "has_other_business": False,
        "disclosure": disclosure(),
        "drps": [],
        "signatures": signed("15A", "15B"),
    }


def job(
    row: str,
    start: str,
    end: str,
    employer: str,
    city: str,
    position: str,
    kind: str = "EMPLOYMENT",
    state: str = "NJ",
    *,
    related: bool = False,
) -> Document:
    """A row of section 12."""
    return {
        "id": row,
        "from": start,
        "to": end,
        "employer_name": employer,
        "entry_kind": kind,
        "city": city,
        "state": state,
        "country": "USA",
        "position": position,
        "investment_related": related,
    }


def largest(*, firm_crd: int = FIRM, individual_crd: int = PERSON) -> Document:
    """An initial with everything: 40 registrations, 14 employments, an affiliate, three offices, 12 reporting pages."""
    made = initial(firm_crd=firm_crd, individual_crd=individual_crd)
    drps = [pages.make(name, id=f"n{n}") for n, name in enumerate(rows.PAGES, 1)]
    offices = [
        office(role="STAFF"),
        office(SECOND_BRANCH, id="n2", location_kind="SUPERVISED_FROM"),
        {"id": "n3", "employmentLocationStartDate": AS_OF, **rows.HOME_OFFICE, **address()},
    ]
    made["general"] |= {"suffix": "II", "firm_billing_code": "HV-0042", "independent_contractor": True}
    made["general"]["offices"] = offices
    made["unaffiliated"] = {"unaffiliated_bd": False, "unaffiliated_ia": True}
    made["sro_requests"] = rows.sro_requests()
    made["jurisdiction_requests"] = rows.jurisdiction_requests()
    made["affiliated"] = {"affiliated_answer": True, "firms": [_affiliate()]}
    made["exam_requests"] = ["S24"]
    made["designations"] = ["CFP", "CFA"]
    made["identifying"] |= {"suffix": "II", "date_of_birth": "1979-08-30", "weight_lbs": 152}
    made["other_names"] = rows.other_names()
    made["residences"] = rows.residences(address)
    made["employments"] = [
        job("n1", "2026-11", "PRESENT", FIRM_NAME, "Newark", "Financial consultant", related=True),
        job("n2", "2026-11", "PRESENT", AFFILIATE_NAME, "Newark", "Adviser representative", related=True),
        *[job(f"n{n}", *row, related=related) for n, (*row, related) in enumerate(rows.EMPLOYMENTS, 3)],
    ]
    made["has_other_business"], made["other_business"] = True, rows.businesses(address())
    made["disclosure"], made["drps"] = disclosure(drps), drps
    made["signatures"] = signed("15A", "15B", person=f"{NAME} II")
    return made


def _affiliate() -> Document:
    return {
        "id": "n1",
        "affiliate_firm_crd": AFFILIATE,
        "affiliate_firm_name": AFFILIATE_NAME,
        "affiliate_kind": "IA",
        "employment_date": AS_OF,
        "independent_contractor": True,
        "firm_billing_code": "HVA-0042",
        "copy_filing_firm_regs": "DIFFERENT",
        "sro_requests": [],
        "jurisdiction_requests": [{"id": "n1", "jurisdiction": "NJ", "category": "RA"}],
        "offices": [office(AFFILIATE_BRANCH)],
        "fingerprint_option": "SUBMITTING",
        "barcode": BARCODE,
    }


def relicense(*, firm_crd: int = FIRM, individual_crd: int = PERSON) -> Document:
    """From `OTHER_FIRM`, which ended on 9 November 2026, with temporary registration and a settlement on record."""
    made = initial(firm_crd=firm_crd, individual_crd=individual_crd)
    made["filing"]["type"] = "RELICENSE"
    made["employments"] = [
        job("n1", "2026-11", "PRESENT", FIRM_NAME, "Newark", "Registered representative", related=True),
        job("r1", "2022-07", "2026-11", OTHER_NAME, "Montclair", "Registered representative", related=True),
        *initial()["employments"][2:],
    ]
    drps = [pages.make("CUST_ARBITRATION", id="r1")]
    made["disclosure"], made["drps"] = disclosure(drps), drps
    made["signatures"] = signed("15A", "15B", "15C")
    return made


def dual(*, firm_crd: int = FIRM, individual_crd: int = PERSON) -> Document:
    """Stays with `OTHER_FIRM`, an adviser that is no affiliate, and is to be an agent of this firm too."""
    made = initial(firm_crd=firm_crd, individual_crd=individual_crd)
    made["filing"]["type"] = "DUAL"
    made["unaffiliated"] = {"unaffiliated_bd": False, "unaffiliated_ia": True}
    made["employments"].insert(
        1, job("r1", "2024-02", "PRESENT", OTHER_NAME, "Montclair", "Adviser representative", related=True)
    )
    return made


def amendment_base(*, firm_crd: int = FIRM, individual_crd: int = PERSON) -> Document:
    """What the record says of `initial()` once it was accepted, as a draft of an amendment begins."""
    made = initial(firm_crd=firm_crd, individual_crd=individual_crd)
    made["filing"]["type"] = "AMENDMENT"
    for listed in (made["general"]["offices"], made["residences"], made["employments"]):
        for n, row in enumerate(listed, 1):
            row["id"] = f"r{n}"
    made["general"] |= {"employment_date": "2026-10-05"}
    made["general"]["offices"][0]["employmentLocationStartDate"] = "2026-10-05"
    made["employments"][0]["from"] = made["employments"][1]["to"] = "2026-10"
    made |= {"sro_requests": [], "jurisdiction_requests": [], "signatures": {}}
    return made


def amendment(*, firm_crd: int = FIRM, individual_crd: int = PERSON) -> Document:
    """A tax lien (14M), a new home and an agent's registration in New York, on top of `amendment_base()`."""
    made = amendment_base(firm_crd=firm_crd, individual_crd=individual_crd)
    drps = [pages.make("JUDG_OPEN", id="n1")]
    made["jurisdiction_requests"] = [{"id": "n1", "jurisdiction": "NY", "category": "AG"}]
    made["residences"][0]["to"] = "2026-10"
    new_home = address(street1="61 Bellwether Street", street2="", city="Maplewood", postal="07040")
    made["residences"].insert(0, {"id": "n1", "from": "2026-11", "to": "PRESENT", **new_home})
    made["disclosure"], made["drps"] = disclosure(drps), drps
    made["signatures"] = signed("15D", "15E")
    return made


def page2(*, firm_crd: int = FIRM, individual_crd: int = PERSON) -> Document:
    """An owner on Schedule A who is not to be registered: identity, histories and section 14 only."""
    made = initial(firm_crd=firm_crd, individual_crd=individual_crd)
    made["filing"]["type"] = "PAGE2_INITIAL"
    for section in (
        "fingerprints",
        "unaffiliated",
        "sro_requests",
        "jurisdiction_requests",
        "affiliated",
        "exam_requests",
        "designations",
    ):
        del made[section]
    made["employments"][0]["position"] = "Owner"
    return made


def page2_amendment(*, firm_crd: int = FIRM, individual_crd: int = PERSON) -> Document:
    """`page2()` with another name added."""
    made = page2(firm_crd=firm_crd, individual_crd=individual_crd)
    made["filing"]["type"] = "PAGE2_AMENDMENT"
    made["other_names"] = [{"id": "n1", "first_name": "Mari", "last_name": "Averill"}]
    made["signatures"] = signed("15E")
    return made


def concurrence(*, firm_crd: int = AFFILIATE, individual_crd: int = PERSON) -> Document:
    """What `amendment()` says, adopted by another firm of the person; only 15F is signed."""
    made = amendment(firm_crd=firm_crd, individual_crd=individual_crd)
    made["filing"]["type"] = "CONCURRENCE"
    made["general"] |= {"firm_name": AFFILIATE_NAME}
    made["jurisdiction_requests"] = []
    made["signatures"] = signed("15F")
    return made
