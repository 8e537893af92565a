"""Section 1: offices of employment, of the firm and of affiliates."""

from datetime import date

from finpro.filings.policies.known import Branch, Firm, Known
from tests.filings.checks.asking import GONE, asked, put
from tests.forms import documents

HOME = {
    "employmentLocationStartDate": "2026-11-23",
    "isRegisteredLocation": False,
    "privateResidence": True,
    "isResidentialSupervisoryLocation": False,
    "location_kind": "LOCATED_AT",
    **documents.address(),
}
AT = "/general/offices/0"
ELSEWHERE = "/affiliated/firms/0/offices/0"


def branches(firm=documents.FIRM, **more):
    return Known(firm=Firm(branches={documents.BRANCH: Branch(firm_crd=firm, **more)}))


test_u4_off_01 = asked(
    "U4-OFF-01",
    types="IRD",
    finds=[
        put({"/general/offices": []}, "/general/offices"),
        put({"/general/offices": GONE}, "/general/offices"),
        put({f"{AT}/end_date": "2026-11-22"}, "/general/offices"),
        put({"/affiliated/firms/0/offices": []}, "/affiliated/firms/0/offices", start=documents.largest),
    ],
    passes=[put({}), put({f"{AT}/end_date": "2026-11-23"}), put({}, start=documents.largest)],
)

test_u4_off_02 = asked(
    "U4-OFF-02",
    types="IRDA",
    finds=[
        put({f"{AT}/employmentLocationStartDate": GONE}, f"{AT}/employmentLocationStartDate"),
        put({f"{AT}/isRegisteredLocation": GONE}, f"{AT}/isRegisteredLocation"),
        put({f"{ELSEWHERE}/isRegisteredLocation": "yes"}, f"{ELSEWHERE}/isRegisteredLocation", start=documents.largest),
    ],
    passes=[put({}), put({"/general/offices": []})],
)

test_u4_off_03 = asked(
    "U4-OFF-03",
    types="IRDA",
    finds=[
        put({f"{AT}/branchCrdNumber": number}, f"{AT}/branchCrdNumber")
        for number in (GONE, 0, 10_000_000_000, "5", True)
    ],
    passes=[put({}), put({f"{AT}/branchCrdNumber": 9_999_999_999}), put({AT: HOME})],
)

test_u4_off_04 = asked(
    "U4-OFF-04",
    types="IRDA",
    finds=[
        put({}, f"{AT}/branchCrdNumber", known=branches(firm=1)),
        put({}, f"{AT}/branchCrdNumber", known=Known(firm=Firm(branches={}))),
        put({}, f"{AT}/branchCrdNumber", known=branches(firm=documents.AFFILIATE)),
    ],
    passes=[
        put({}),
        put({}, known=branches()),
        put({f"{AT}/isRegisteredLocation": False}, known=branches(firm=1)),
        put(
            {"/general/offices": [documents.office()], "/affiliated/firms/0/offices": []},
            known=branches(firm=documents.AFFILIATE),
            start=documents.largest,
        ),
    ],
)

test_u4_off_05 = asked(
    "U4-OFF-05",
    types="IRDA",
    finds=[
        put({}, f"{AT}/branchCrdNumber", known=branches(closed_on=date(2026, 11, 22))),
        put({}, f"{AT}/branchCrdNumber", known=branches(opened_on=date(2026, 11, 24))),
    ],
    passes=[
        put({}),
        put({}, known=branches(opened_on=date(2026, 11, 23), closed_on=date(2026, 11, 23))),
        put({}, known=branches()),
    ],
)

test_u4_off_06 = asked(
    "U4-OFF-06",
    types="IRDA",
    finds=[
        put({AT: HOME, f"{AT}/isResidentialSupervisoryLocation": GONE}, f"{AT}/isResidentialSupervisoryLocation"),
    ],
    passes=[put({}), put({AT: HOME}), put({AT: HOME | {"privateResidence": False}})],
)

test_u4_off_07 = asked(
    "U4-OFF-07",
    types="IRDA",
    finds=[
        put({AT: HOME, f"{AT}/street1": "P.O. Box 12"}, f"{AT}/street1"),
        put({AT: HOME, f"{AT}/street1": "", f"{AT}/city": ""}, f"{AT}/street1", f"{AT}/city"),
        put({AT: HOME, f"{AT}/country": GONE}, f"{AT}/country"),
        put({AT: HOME, f"{AT}/state": "New Jersey", f"{AT}/postal": "7042"}, f"{AT}/state", f"{AT}/postal"),
        put({AT: HOME, f"{AT}/street2": "PMB 204"}, f"{AT}/street1"),
    ],
    passes=[
        put({}),
        put({AT: HOME}),
        put({AT: HOME | {"postal": "07042-1234", "street1": "12 Boxwood Road"}}),
        put({AT: HOME | {"country": "FRA", "state": "", "postal": ""}}),
    ],
)

test_u4_off_08 = asked(
    "U4-OFF-08",
    types="A",
    finds=[put({f"{AT}/end_date": "2026-11-22"}, f"{AT}/end_date", kind="AMENDMENT")],
    passes=[
        put({}, kind="AMENDMENT"),
        put({f"{AT}/end_date": "2026-11-23"}, kind="AMENDMENT"),
        put({f"{AT}/end_date": "soon"}, kind="AMENDMENT"),
    ],
)
