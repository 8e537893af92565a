"""Sections 3 to 6: other firms, registrations, affiliates."""

from finpro.filings.policies.known import Firm, Known, Person, Registration
from tests.filings.checks.asking import GONE, asked, put
from tests.forms import documents

BD, IA = "/unaffiliated/unaffiliated_bd", "/unaffiliated/unaffiliated_ia"
STORED = Known(person=Person(unaffiliated_stored=True))
NEVER = Known(person=Person(unaffiliated_stored=False))
CELL = "/sro_requests/0/category"
PLACE = "/jurisdiction_requests/0/jurisdiction"
KIND = "/jurisdiction_requests/0/category"
FIRMS = "/affiliated/firms/0"


def holding(*categories, status="APPROVED", firm=documents.FIRM, regulator="FINRA"):
    rows = tuple(
        Registration(firm_crd=firm, regulator=regulator, category=category, status=status) for category in categories
    )
    return Known(person=Person(registrations=rows))


def asks(*cells):
    return {"/sro_requests": [{"regulator": regulator, "category": category} for regulator, category in cells]}


test_u4_dua_01 = asked(
    "U4-DUA-01",
    types="IRDA",
    finds=[
        put({"/unaffiliated": {}}, BD, IA, known=NEVER),
        put({BD: "no"}, BD),
        put({IA: GONE}, IA, kind="AMENDMENT", known=NEVER),
    ],
    passes=[
        put({}),
        put({IA: GONE}, kind="AMENDMENT", known=STORED),
        put({IA: GONE}, kind="AMENDMENT"),
    ],
)

test_u4_dua_02 = asked(
    "U4-DUA-02",
    types="IRD",
    finds=[put({BD: True}, BD), put({BD: True, IA: True}, BD, IA)],
    passes=[put({}), put({}, start=documents.dual), put({}, start=documents.largest)],
)

test_u4_reg_01 = asked(
    "U4-REG-01",
    types="IRD",
    finds=[put({"/sro_requests": [], "/jurisdiction_requests": GONE}, "/sro_requests")],
    passes=[
        put({}),
        put({"/sro_requests": [], "/jurisdiction_requests": [], "/exam_requests": ["SIE"]}),
        put({"/sro_requests": []}),
    ],
)

test_u4_reg_02 = asked(
    "U4-REG-02",
    types="A",
    finds=[
        put({}, "/sro_requests/0", kind="AMENDMENT", known=holding("GS")),
        put({}, "/sro_requests/0", kind="AMENDMENT", known=holding("GS", status="PENDING")),
    ],
    passes=[
        put({}, kind="AMENDMENT"),
        put({}, kind="AMENDMENT", known=holding("GS", status="TERMED")),
        put({}, kind="AMENDMENT", known=holding("GS", firm=1)),
        put({}, kind="AMENDMENT", known=holding("GP")),
    ],
)

test_u4_reg_03 = asked(
    "U4-REG-03",
    types="IRDA",
    finds=[
        put({CELL: "CS"}, CELL),  # its exam is retired
        put({CELL: "AG"}, CELL),  # a state's category
        put({CELL: "ME"}, CELL),  # of exchanges only
        put({CELL: GONE}, CELL),
        put({"/sro_requests/0/regulator": "NJ"}, "/sro_requests/0/regulator"),
        put({PLACE: "GU"}, PLACE),  # no box of Form U4
        put({PLACE: GONE}, PLACE),
        put({KIND: "GS"}, KIND),
        put({FIRMS + "/jurisdiction_requests/0/category": "XX"}, FIRMS + "/jurisdiction_requests/0/category",
            start=documents.largest),
    ],
    passes=[put({}), put(asks(("NYSE", "ME"))), put({KIND: "AI"}), put({}, start=documents.largest)],
)  # fmt: skip

test_u4_reg_04 = asked(
    "U4-REG-04",
    types="IRDA",
    severity="warning",
    tried=put(asks(("FINRA", "GP")), CELL, known=holding()),
    finds=[
        put(asks(("FINRA", "GP")), CELL),
        put(asks(("FINRA", "BP")), CELL, kind="DUAL", known=holding("GS")),
        put(asks(("FINRA", "GP")), CELL, kind="AMENDMENT", known=holding("GS", status="TERMED")),
    ],
    passes=[
        put({}),
        put(asks(("FINRA", "GP"), ("FINRA", "GS"))),
        put(asks(("FINRA", "GP")), kind="DUAL", known=holding("IR")),
        put(asks(("FINRA", "BP")), kind="DUAL", known=holding("IB")),
        put(asks(("FINRA", "GP")), kind="DUAL"),  # nothing is known
        put(asks(("FINRA", "FN"))),  # Series 27 stands alone
    ],
)

test_u4_jur_01 = asked(
    "U4-JUR-01",
    types="IRDA",
    finds=[put({}, PLACE, known=Known(firm=Firm(bd_jurisdictions=frozenset({"NY"}))))],
    passes=[
        put({}),
        put({}, known=Known(firm=Firm(bd_jurisdictions=frozenset({"NJ"})))),
        put({KIND: "RA"}, known=Known(firm=Firm(bd_jurisdictions=frozenset()))),
    ],
)

test_u4_jur_02 = asked(
    "U4-JUR-02",
    types="IRDA",
    finds=[put({KIND: "RA"}, PLACE, known=Known(firm=Firm(ia_jurisdictions=frozenset({"NY"}))))],
    passes=[
        put({KIND: "RA"}),
        put({KIND: "RA"}, known=Known(firm=Firm(ia_jurisdictions=frozenset({"NJ"})))),
        put({}, known=Known(firm=Firm(ia_jurisdictions=frozenset()))),
    ],
)

test_u4_jur_03 = asked(
    "U4-JUR-03",
    types="IRDA",
    severity="warning",
    tried=put({"/sro_requests": []}, KIND, known=holding()),
    finds=[
        put({"/sro_requests": []}, KIND),
        put({"/sro_requests": []}, KIND, kind="DUAL", known=holding("RA", regulator="NJ")),
    ],
    passes=[
        put({}),
        put({"/sro_requests": []}, kind="DUAL"),
        put({"/sro_requests": []}, kind="DUAL", known=holding("GS")),
        put({"/sro_requests": [], KIND: "RA"}),
    ],
)

test_u4_aff_01 = asked(
    "U4-AFF-01",
    types="IRD",
    finds=[
        put({"/affiliated": {}}, "/affiliated/affiliated_answer"),
        put({"/affiliated/affiliated_answer": True}, "/affiliated/firms"),
        put({"/affiliated/affiliated_answer": "yes"}, "/affiliated/affiliated_answer"),
    ],
    passes=[put({}), put({}, start=documents.largest)],
)

test_u4_aff_02 = asked(
    "U4-AFF-02",
    types="IRDA",
    finds=[
        put({}, FIRMS + "/affiliate_firm_crd", start=documents.largest,
            known=Known(firm=Firm(affiliates=frozenset({1})))),
    ],
    passes=[
        put({}, start=documents.largest),
        put({}, start=documents.largest, known=Known(firm=Firm(affiliates=frozenset({documents.AFFILIATE})))),
        put({"/affiliated/affiliated_answer": False}, start=documents.largest,
            known=Known(firm=Firm(affiliates=frozenset()))),
    ],
)  # fmt: skip

test_u4_aff_03 = asked(
    "U4-AFF-03",
    types="IRDA",
    finds=[
        put({FIRMS + "/copy_filing_firm_regs": GONE}, FIRMS + "/copy_filing_firm_regs", start=documents.largest),
        put({FIRMS + "/copy_filing_firm_regs": "SAME"}, FIRMS + "/copy_filing_firm_regs", start=documents.largest),
        put({FIRMS + "/jurisdiction_requests": []}, FIRMS + "/sro_requests", start=documents.largest),
    ],
    passes=[
        put({}),
        put({}, start=documents.largest),
        put({FIRMS + "/copy_filing_firm_regs": "SAME", FIRMS + "/jurisdiction_requests": []}, start=documents.largest),
    ],
)
