"""Invented people in the shapes of the BrokerCheck and IAPD individual services, for tests of readers and importers."""

import json
from typing import Any


def document(crd: int = 9_000_001, **changes: Any) -> dict[str, Any]:
    """A person's document with one of each kind of row; `changes` replace top-level keys."""
    made: dict[str, Any] = {
        "basicInformation": {
            "individualId": crd,
            "firstName": "ODETTE",
            "middleName": "Q",
            "lastName": "Vandermeer",
            "nameSuffix": "III",
            "otherNames": ["ODETTE  LARKSPUR", "DETTY Q LARKSPUR"],
            "bcScope": "Active",
            "iaScope": "Active",
            "daysInIndustryCalculatedDate": "3/4/2001",
        },
        "currentEmployments": [employment(firmId=501, iaOnly="N", bdSECNumber="12345")],
        "currentIAEmployments": [
            employment(firmId=502, firmName="EXAMPLE ADVISERS", iaSECNumber="99999", iaSECNumberType="801")
        ],
        "previousEmployments": [
            {
                "iaOnly": "N",
                "firmId": 503,
                "firmName": "OLD  Example Co.",
                "registrationBeginDate": "3/4/2001",
                "registrationEndDate": "12/31/2009",
                "firmBCScope": "INACTIVE",
                "firmIAScope": "NOTINSCOPE",
                "expelledDate": "8/18/2014",
            }
        ],
        "previousIAEmployments": [],
        "disclosureFlag": "Y",
        "iaDisclosureFlag": "N",
        "disclosures": [
            {
                "eventDate": "4/26/2000",
                "disclosureType": "Customer Dispute",
                "disclosureResolution": "",
                "isIapdExcludedCCFlag": "N",
                "bcCtgryType": 10,
                "iaCtgryType": 11,
                "disclosureDetail": {"Broker Comment": ["one\r\ntwo", "three"], "Damages Granted": "$1,000.00"},
            }
        ],
        "examsCount": {"stateExamCount": 1, "principalExamCount": 1, "productExamCount": 1},
        "stateExamCategory": [exam("Series 66", scope="BOTH")],
        "principalExamCategory": [exam("F04")],
        "productExamCategory": [exam("SIE", "10/1/2018")],
        "registrationCount": {
            "approvedSRORegistrationCount": 1,
            "approvedFinraRegistrationCount": 1,
            "approvedStateRegistrationCount": 1,
            "approvedIAStateRegistrationCount": 1,
            "hasInactiveRegistration": "N",
            "hasSuspendedRegistration": "Y",
        },
        "registeredStates": [
            {"state": "District of Columbia", "regScope": "BC", "status": "APPROVED", "regDate": "1/8/2014"},
            {"state": "Texas", "regScope": "IA", "status": "APPROVED_RES", "regDate": "2/29/2016"},
        ],
        "registeredSROs": [{"sro": "FINRA", "status": "APPROVED", "CategoriesList": ["Operations Professional"]}],
        "brokerDetails": {
            "hasBCComments": "N",
            "hasIAComments": "Y",
            "legacyReportStatusDescription": "Not Requested",
        },
    }
    return made | changes


def employment(**changes: Any) -> dict[str, Any]:
    """A current employment with an office and a private residence."""
    made: dict[str, Any] = {
        "firmId": 501,
        "firmName": "EXAMPLE SECURITIES, LLC",
        "iaOnly": "Y",
        "registrationBeginDate": "1/2/2010",
        "firmBCScope": "ACTIVE",
        "firmIAScope": "NOTINSCOPE",
        "branchOfficeLocations": [
            {
                "displayOrder": 2,
                "locatedAtFlag": "Y",
                "supervisedFromFlag": "N",
                "privateResidenceFlag": "N",
                "nonRegisteredOfficeFlag": "N",
                "branchOfficeId": "77001",
                "street1": "1 EXAMPLE WAY",
                "city": "Helena",
                "cityAlias": ["HELENA"],
                "state": "MT",
                "country": "USA",
                "zipCode": "59601-0001",
                "latitude": "46.5",
                "elaBeginDate": "01/02/2010",
            },
            {
                "displayOrder": 5,
                "locatedAtFlag": "N",
                "supervisedFromFlag": "Y",
                "privateResidenceFlag": "Y",
                "nonRegisteredOfficeFlag": "Y",
                "city": "Butte",
                "state": "MT",
                "country": "United States",
                "elaBeginDate": "11/30/2012",
            },
        ],
    }
    return made | changes


def exam(category: str, taken: str = "7/27/1999", scope: str = "BC") -> dict[str, Any]:
    """An exam of any of the three groups."""
    return {"examCategory": category, "examName": f"{category} Exam", "examTakenDate": taken, "examScope": scope}


def envelope(inner: Any, key: str = "content") -> dict[str, Any]:
    """An answer of 2024: the document as JSON inside a JSON string."""
    payload = inner if isinstance(inner, str) else json.dumps(inner)
    return {"hits": {"total": 1, "hits": [{"_type": "_doc", "_source": {key: payload}}]}}


def search_answer(*sources: dict[str, Any]) -> dict[str, Any]:
    """An answer of a search."""
    return {"hits": {"total": len(sources), "hits": [{"_type": "_doc", "_source": source} for source in sources]}}


def search_row(crd: int = 9_000_001, **changes: Any) -> dict[str, Any]:
    """A row of the IAPD search."""
    made: dict[str, Any] = {
        "ind_source_id": str(crd),
        "ind_firstname": "ODETTE",
        "ind_lastname": "Vandermeer",
        "ind_other_names": [],
        "ind_bc_scope": "Active",
        "ind_ia_scope": "Active",
        "ind_ia_disclosure_fl": "N",
        "ind_approved_finra_registration_count": 1,
        "ind_employments_count": 1,
        "ind_industry_cal_date_iapd": "2001-03-04",
        "ind_ia_current_employments": [
            {
                "firm_id": "502",
                "firm_name": "EXAMPLE ADVISERS",
                "branch_city": "Helena",
                "branch_state": "MT",
                "branch_zip": "59601",
                "ia_only": "Y",
                "firm_ia_sec_number": "99999",
                "firm_ia_full_sec_number": "801-99999",
            }
        ],
    }
    return made | changes
