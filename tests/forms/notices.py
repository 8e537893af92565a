"""Whole Forms U5 of the invented person of `documents`, each valid on `AS_OF`. Every function returns a fresh document.

notices.full()        the person leaves of her own will, and nothing is disclosed
notices.discharged()  the firm ends it: a review, a settlement, allegations, an affiliate left on the same form
notices.ahead()       dated ahead
notices.certified()   with the certification that nothing is new
notices.partial()     two registrations end
notices.amendment()   another date and the end of the review; `discharged()` is what was filed before
"""

import copy
from typing import Any

from tests.forms import documents, pages
from tests.forms.documents import AFFILIATE, AFFILIATE_NAME, AS_OF, FIRM, FIRM_NAME, PERSON, SIGNATORY, SSN

Document = dict[str, Any]

LAST_DAY = "2026-11-13"
QUESTIONS = (
    *("7A", "7B", "7C(1)", "7C(2)", "7C(3)", "7C(4)", "7D", "7E(1)(a)", "7E(1)(b)", "7E(1)(c)", "7E(1)(d)"),
    *(f"7E({number})({letter})" for number in range(2, 6) for letter in "ab"),
    *("7F(1)", "7F(2)", "7F(3)"),
)
# Of the pages that both forms have, what this one does not ask.
_WITHOUT = ("controlled_org", "willful_findings", "firm_name")


def page(name: str, *questions: str, **fields: Any) -> Document:
    """The example page `name` of Form U4 as one of this form, and INTREV, which only this form has."""
    if name == "INTREV":
        made: Document = {"type": name, "id": "n1", "drp_response": "INITIAL", **review()}
    else:
        made = {key: found for key, found in pages.make(name).items() if key not in _WITHOUT}
    return made | {"questions": list(questions)} | fields


def review() -> Document:
    """What an open internal review says."""
    return {
        "date_initiated": {"date": "2026-10-05", "precision": "EXACT"},
        "nature": "Whether signatures on four account forms are those of the customers.",
        "pending": True,
    }


def disclosure(drps: list[Document] | None = None) -> dict[str, bool]:
    """Section 7: yes to what the reporting pages answer, no to everything else."""
    yes = {question for drp in drps or [] for question in drp["questions"]}
    return {question: question in yes for question in QUESTIONS}


def attested(**changed: Any) -> Document:
    """Block 8A."""
    return {"name": SIGNATORY, "contact_phone": "(973) 555-0118", "date": AS_OF} | changed


def _notice(kind: str) -> Document:
    first, middle, last = documents.NAME.split()
    return {
        "filing": {"type": kind, "firm_crd": FIRM, "individual_crd": PERSON, "as_of": AS_OF},
        "general": {
            "first_name": first,
            "middle_name": middle,
            "last_name": last,
            "individual_crd": PERSON,
            "ssn": SSN,
            "firm_crd": FIRM,
            "firm_name": FIRM_NAME,
        },
        "signatures": {"8A": attested()},
    }


def full() -> Document:
    """The person leaves of her own will, and there is nothing to disclose."""
    return _notice("FULL") | {
        "residence": {"from": "2022-07", "to": "PRESENT", **documents.address()},
        "termination": {"full_termination": True, "reason": "VOLUNTARY", "date_of_termination": LAST_DAY},
        "disclosure": disclosure(),
    }


def discharged() -> Document:
    """The firm ends it. An internal review goes on, on which the person has made a statement."""
    drps = [
        page("INTREV", "7B", id="n1", individual_statement="Each customer signed in my presence."),
        page("CUST_SETTLED", "7E(2)(b)", id="n2"),
        page("TERM", "7F(1)", id="n3"),
    ]
    made = full()
    made["termination"] |= {
        "reason": "DISCHARGED",
        "explanation": "Discharged after customers said that the signatures on four account forms are not theirs.",
    }
    made["affiliated"] = [
        {
            "id": "n1",
            "affiliate_firm_crd": AFFILIATE,
            "affiliate_firm_name": AFFILIATE_NAME,
            "full_termination": True,
            "date_of_termination": LAST_DAY,
            "reason": "DISCHARGED",
            "explanation": "Discharged together with the broker-dealer, for the reason given there.",
        }
    ]
    made |= {"disclosure": disclosure(drps), "drps": drps}
    made["signatures"]["8B"] = {"name": documents.NAME, "date": AS_OF}
    return made


def ahead() -> Document:
    """Filed before the person leaves."""
    made = full()
    made["termination"] |= {"date_of_termination": "2026-12-31", "post_dated": True}
    return made


def certified() -> Document:
    """With the certification: only the questions that it does not cover are answered."""
    made = full()
    made["disclosure"] = {"disclosure_certification": True, "7B": False, "7F(1)": False, "7F(2)": False, "7F(3)": False}
    return made


def partial() -> Document:
    """Two registrations end, and the person stays."""
    return _notice("PARTIAL") | {
        "termination": {"full_termination": False, "date_of_termination": LAST_DAY},
        "sro_terminations": [{"id": "n1", "regulator": "FINRA", "category": "GS"}],
        "jurisdiction_terminations": [{"id": "n1", "jurisdiction": "NJ", "category": "AG"}],
    }


def amendment() -> Document:
    """The last day was another one, and the review has ended."""
    before = discharged()
    closed = before["drps"][0] | {
        "drp_response": "AMENDED",
        "pending": False,
        "date_concluded": {"date": "2026-11-20", "precision": "EXACT"},
        "conclusion": "Two of the four signatures are not those of the customers.",
    }
    return _notice("AMENDMENT") | {
        "termination": copy.deepcopy(before["termination"])
        | {
            "date_of_termination": "2026-11-16",
            "date_or_reason_change_explanation": "The payroll shows that the last day was the Monday after.",
        },
        "disclosure": before["disclosure"],
        "drps": [closed, *before["drps"][1:]],
        "signatures": {"8A": attested(), "8B": before["signatures"]["8B"]},
    }
