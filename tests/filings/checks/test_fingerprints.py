"""Section 2: fingerprints."""

from finpro.filings.policies.known import Card, Known, Person
from tests.filings.checks.asking import GONE, asked, put
from tests.forms import documents

AT = "/fingerprints/fingerprint_option"
ADVISER = {
    "/fingerprints": {"fingerprint_option": "IAR_ONLY", "iar_print_choice": "NO_JURISDICTION_REQUIRES"},
    "/sro_requests": [],
    "/jurisdiction_requests": [{"jurisdiction": "NJ", "category": "RA"}],
}


def cards(*given):
    return Known(person=Person(cards=given))


test_u4_fpr_01 = asked(
    "U4-FPR-01",
    types="IRD",
    finds=[
        put({AT: GONE}, AT),
        put({AT: ["SUBMITTING", "IAR_ONLY"]}, AT),
        put({AT: "SOMEHOW"}, AT),
        put({"/fingerprints": {}}, AT),
        put(
            {"/affiliated/firms/0/fingerprint_option": GONE},
            "/affiliated/firms/0/fingerprint_option",
            start=documents.largest,
        ),
    ],
    passes=[put({}), put({}, start=documents.largest)],
)

test_u4_fpr_02 = asked(
    "U4-FPR-02",
    types="IRD",
    finds=[
        put({"/fingerprints/barcode": ""}, "/fingerprints/barcode"),
        put({}, "/fingerprints/barcode", known=Known(taken_barcodes=frozenset({documents.BARCODE}))),
        put({"/fingerprints/barcode": "12-34"}, "/fingerprints/barcode", severity="warning"),
    ],
    passes=[
        put({}),
        put({}, known=Known(taken_barcodes=frozenset({"OTHER12345"}))),
        put({AT: "OTHER_SRO_PROCESSED", "/fingerprints/barcode": GONE}),
    ],
)

test_u4_fpr_03 = asked(
    "U4-FPR-03",
    types="IRD",
    finds=[
        put({AT: "ON_FILE_CONTINUOUS"}, AT, known=cards()),
        put({AT: "ON_FILE_CONTINUOUS"}, AT, known=cards(Card(firm_crd=documents.FIRM, status="TERM"))),
        put({AT: "ON_FILE_CONTINUOUS"}, AT, known=cards(Card(firm_crd=1, status="CLER"))),
    ],
    passes=[
        put({AT: "ON_FILE_CONTINUOUS"}),
        put({AT: "ON_FILE_CONTINUOUS"}, known=cards(Card(firm_crd=documents.FIRM, status="CLER"))),
        put({}, known=cards()),
    ],
)

test_u4_fpr_04 = asked(
    "U4-FPR-04",
    types="IRD",
    finds=[
        put(ADVISER | {"/sro_requests": [{"regulator": "FINRA", "category": "GS"}]}, AT),
        put(ADVISER | {"/jurisdiction_requests": [{"jurisdiction": "NJ", "category": "AG"}]}, AT),
    ],
    passes=[put({}), put(ADVISER)],
)

test_u4_fpr_05 = asked(
    "U4-FPR-05",
    types="IRD",
    finds=[put(ADVISER | {"/fingerprints/iar_print_choice": GONE}, "/fingerprints/iar_print_choice")],
    passes=[put({}), put(ADVISER)],
)

EXEMPT = {"fingerprint_option": "EXEMPT_17F2"}
test_u4_fpr_06 = asked(
    "U4-FPR-06",
    types="IRD",
    finds=[
        put({"/fingerprints": EXEMPT}, "/fingerprints/exemption_paragraphs"),
        put({"/fingerprints": EXEMPT | {"exemption_paragraphs": []}}, "/fingerprints/exemption_paragraphs"),
    ],
    passes=[put({}), put({"/fingerprints": EXEMPT | {"exemption_paragraphs": ["(a)(1)(i)"]}})],
)
