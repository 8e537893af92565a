"""Invented people in files as the BrokerCheck service gives them: what the browser tests import before they begin."""

import json
from pathlib import Path
from typing import Any

from tests.integrations import brokercheck_samples as samples

ACTIVE, LEFT, ELSEWHERE, HIRED, BROKEN = 9_000_001, 9_000_002, 9_000_004, 9_000_005, 9_000_003
FIRM, OTHER_FIRM = 501, 504
# Of nobody's capture: a firm that signs electronically and one on paper, each with somebody to sign.
SIGNING_FIRM, PAPER_FIRM, SIGNER, PAPER_SIGNER = 990_100, 990_400, 9_900_001, 9_900_002
PLAIN_SIGNER = 9_900_003  # whose browser runs no script
FIRST_CAPTURE, SECOND_CAPTURE = "2024-06-01", "2025-05-13"


def write(folder: Path) -> None:
    """One file for each capture: somebody in the industry, twice; one who left it; two elsewhere; one that is wrong."""
    folder.mkdir(parents=True)
    for name, document in {
        f"finra_{ACTIVE}_20240601": _active("Vandermeer", states=2),
        f"finra_{ACTIVE}_20250513": _active("Merriweather-Vandermeer", states=3),
        f"finra_{LEFT}_20250513": _left(),
        f"finra_{ELSEWHERE}_20250513": _elsewhere(ELSEWHERE, "TOBIAS", "O'Hara-Quince"),
        f"finra_{HIRED}_20250513": _elsewhere(HIRED, "HIRAM", "O'Dell-Quillfeather"),
        f"finra_{BROKEN}_20250513": _broken(),
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")


def _active(last: str, *, states: int) -> dict[str, Any]:
    rows = [
        {"state": "District of Columbia", "regScope": "BC", "status": "APPROVED", "regDate": "1/8/2014"},
        {"state": "California", "regScope": "IA", "status": "APP_PEND_IARCE", "regDate": "2/29/2016"},
        {"state": "Texas", "regScope": "BC", "status": "APPROVED", "regDate": "4/1/2025"},
    ][:states]
    document = samples.document(ACTIVE, registeredStates=rows)
    document["basicInformation"]["lastName"] = last
    document["registrationCount"] |= {"approvedStateRegistrationCount": states - 1}
    return document


def _left() -> dict[str, Any]:
    document = _plain(LEFT, "PERPETUA", "Lindqvist")
    employment = document["previousEmployments"][0]
    document["previousEmployments"] = [
        employment | {"firmId": FIRM, "firmName": "EXAMPLE SECURITIES, LLC", "registrationEndDate": "12/31/2024"}
    ]
    return document | {"currentEmployments": []}


def _elsewhere(crd: int, first: str, last: str) -> dict[str, Any]:
    firm = samples.employment(firmId=OTHER_FIRM, firmName="TIDEWATER & DAUGHTERS, INC.", iaOnly="N", bdSECNumber="77")
    return _plain(crd, first, last) | {"currentEmployments": [firm]}


def _broken() -> dict[str, Any]:
    """Its own counter speaks of more exams than it lists."""
    return _plain(BROKEN, "MARTHA", "Nettle") | {
        "examsCount": {"stateExamCount": 7, "principalExamCount": 1, "productExamCount": 1}
    }


def _plain(crd: int, first: str, last: str) -> dict[str, Any]:
    """Without registrations, adviser side and disclosures."""
    document = samples.document(
        crd, currentIAEmployments=[], registeredStates=[], registeredSROs=[], disclosures=[], disclosureFlag="N"
    )
    document["basicInformation"] |= {"firstName": first, "lastName": last, "otherNames": []}
    return document | {
        "registrationCount": {
            "approvedSRORegistrationCount": 0,
            "approvedFinraRegistrationCount": 0,
            "approvedStateRegistrationCount": 0,
            "approvedIAStateRegistrationCount": 0,
        }
    }
