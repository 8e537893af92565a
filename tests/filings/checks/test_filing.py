"""The form as a whole."""

from datetime import date

from finpro.filings.policies import sensitive
from finpro.filings.policies.checks import filing
from finpro.filings.policies.known import Association, Draft, Known, Person
from tests.filings.checks.asking import AS_OF, FORM, GONE, asked, put
from tests.forms import documents, pages

BASE = Known(base=documents.amendment_base())

test_u4_frm_01 = asked(
    "U4-FRM-01",
    types="A2",
    finds=[
        put({}, "", start=documents.amendment_base, known=BASE),
        put({"/signatures": documents.signed("15E")}, "", start=documents.amendment_base, known=BASE),
        put({}, "", start=lambda: {"filing": {"type": "AMENDMENT"}, "signatures": {}}),
    ],
    passes=[
        put({}, start=documents.amendment, known=BASE),
        put({}, start=documents.amendment_base),
        put({}, start=documents.page2_amendment),
        put({"/has_other_business": True}, start=documents.amendment_base, known=BASE),
    ],
)

test_u4_frm_02 = asked(
    "U4-FRM-02",
    types="A2",
    finds=[put({}, "", kind="AMENDMENT", known=Known(draft=Draft(base_is_current=False)))],
    passes=[
        put({}, kind="AMENDMENT"),
        put({}, kind="AMENDMENT", known=Known(draft=Draft(base_is_current=True))),
    ],
)

NUMBER = "The customer's number is 078-05-1120."
BUSINESS = {"name": "X", "nature": "Lets flats", "duties": f"Keeps books. {NUMBER}"}
test_u4_frm_03 = asked(
    "U4-FRM-03",
    types="IRDAPC",
    severity="warning",
    finds=[
        put({"/drps": [pages.make("CUST_PENDING", allegations=NUMBER)]}, "/drps/0/allegations"),
        put({"/drps": [pages.make("JUDG_OPEN", comment=f"{NUMBER} {NUMBER}")]}, "/drps/0/comment", "/drps/0/comment"),
        put({"/has_other_business": True, "/other_business": [BUSINESS]}, "/other_business/0/duties"),
        put(
            {"/drps": [pages.make("REG_PENDING", limitations_text="She was diagnosed in May.")]},
            "/drps/0/limitations_text",
        ),
    ],
    passes=[
        put({}),
        put({}, start=documents.largest),
        put({"/general/firm_name": NUMBER}),  # no free text
        put({"/drps": [pages.make("JUDG_OPEN", comment="CRD number 123456789, docket 2008012345601")]}),
    ],
)


def test_what_is_sensitive_is_named_with_its_place_in_the_text():
    document = put({"/drps": [pages.make("JUDG_OPEN", comment=NUMBER)]}).document
    ((at, span),) = filing.hits(FORM, document, AS_OF)
    assert at == "/drps/0/comment"
    assert NUMBER[span.start : span.end] == "078-05-1120"
    document["drps"][0]["comment"] = sensitive.mask(NUMBER, span)
    assert filing.hits(FORM, document, AS_OF) == []


def associated(*spells):
    rows = tuple(Association(firm_crd=firm, started_on=LONG_AGO, ended_on=end) for firm, end in spells)
    return Known(person=Person(associations=rows))


LONG_AGO = date(2020, 1, 1)
HERE, OTHER, GONE_BY = (documents.FIRM, None), (documents.OTHER_FIRM, None), (documents.OTHER_FIRM, date(2026, 11, 9))
AT = "/filing/type"


def typed(kind, *spells, wrong):
    return put({}, *([AT] if wrong else []), kind=kind, known=associated(*spells))


test_u4_frm_04 = asked(
    "U4-FRM-04",
    types="IRDAPC",
    tried=lambda kind: typed(kind, *([] if "AMENDMENT" in kind else [HERE]), wrong=True),
    finds=[
        typed("INITIAL", HERE, wrong=True),
        typed("INITIAL", OTHER, wrong=True),
        typed("INITIAL", GONE_BY, wrong=True),
        typed("RELICENSE", wrong=True),
        typed("RELICENSE", HERE, wrong=True),
        typed("DUAL", GONE_BY, wrong=True),
        typed("DUAL", wrong=True),
        typed("AMENDMENT", OTHER, wrong=True),
        typed("AMENDMENT", wrong=True),
        typed("PAGE2_AMENDMENT", GONE_BY, wrong=True),
        typed("PAGE2_INITIAL", HERE, wrong=True),
        typed("CONCURRENCE", HERE, wrong=True),
    ],
    passes=[
        put({}),
        typed("INITIAL", wrong=False),
        put(
            {}, known=Known(person=Person(associations=(Association(firm_crd=5, ended_on=LONG_AGO),), registrations=()))
        ),
        typed("RELICENSE", GONE_BY, wrong=False),
        typed("RELICENSE", OTHER, wrong=False),
        typed("DUAL", OTHER, wrong=False),
        typed("AMENDMENT", HERE, OTHER, wrong=False),
        typed("PAGE2_AMENDMENT", HERE, wrong=False),
        typed("CONCURRENCE", HERE, OTHER, wrong=False),
    ],
)

test_u4_frm_05 = asked(
    "U4-FRM-05",
    types="IRDAP",
    finds=[
        put({"/general/offices/0/location_kind": GONE}, "/general/offices/0/location_kind"),
        put({"/employments/0/entry_kind": GONE}, "/employments/0/entry_kind"),
    ],
    passes=[
        put({}),
        put({}, start=documents.largest),
        put({"/employments": GONE}, kind="AMENDMENT"),
    ],
)

test_u4_frm_06 = asked(
    "U4-FRM-06",
    types="IRDAPC",
    finds=[
        put({"/general/offices/0/end_date": "soon"}, "/general/offices/0/end_date"),
        put({"/employments/0/employer_name": "X" * 61}, "/employments/0/employer_name"),
        put({"/identifying/height_ft": 9}, "/identifying/height_ft"),
        put({"/employments/0/colour": "blue"}, "/employments/0/colour"),
        put({"/exam_requests": ["S62"]}, "/exam_requests/0"),
        put({"/residences/0/country": "ZZZ"}, "/residences/0/country"),
    ],
    passes=[
        put({}),
        put({}, start=documents.largest),
        put({"/general/offices/0/end_date": None}),
        put(
            {"/employments/0/employer_name": "X" * 61},
            kind="AMENDMENT",
            known=Known(base=put({"/employments/0/employer_name": "X" * 61}).document),
        ),
    ],
)
