"""Form U5: section 7 and its pages, signatures, and the form as a whole."""

from datetime import date

from finpro.filings.policies.known import Known, OpenDisclosure, Person
from tests.filings.checks.asking import GONE, asked, put5
from tests.forms import documents, notices
from tests.forms.notices import page

AT = "/drps/0"


def drp(name, *questions, fields=None, **laid):
    """A form with this reporting page, and values laid over it by the way to them ("court/docket")."""
    drps = [page(name, *questions, id="n1")]
    values = {"/drps": drps, "/disclosure": notices.disclosure(drps)}
    return values | {f"{AT}/{way}": value for way, value in ((fields or {}) | laid).items()}


test_u5_dis_01 = asked(
    "U5-DIS-01",
    types="F",
    finds=[
        put5({"/disclosure/7A": GONE}, "/disclosure/7A"),
        put5({"/disclosure/7E(5)(b)": "no"}, "/disclosure/7E(5)(b)"),
        put5({"/disclosure": {}}, *(f"/disclosure/{key}" for key in notices.QUESTIONS)),
        put5({"/disclosure/7B": GONE, "/disclosure/7F(3)": GONE}, "/disclosure/7B", "/disclosure/7F(3)",
             start=notices.certified),
        put5({"/disclosure/disclosure_certification": False, "/disclosure/7A": GONE}, "/disclosure/7A"),
    ],
    passes=[put5({}), put5({}, start=notices.certified), put5({}, start=notices.discharged)],
)  # fmt: skip

ANEW = {"/disclosure/7A": True, "/disclosure/7D": True}
CERTIFIED_BEFORE = Known(base=put5({"/disclosure/7D": True}, start=notices.certified).document)
test_u5_dis_02 = asked(
    "U5-DIS-02",
    types="FA",
    finds=[
        put5({"/disclosure/7A": True}, "/disclosure/7A"),
        put5({"/drps/0/type": "INV"}, "/disclosure/7B", start=notices.discharged),
        put5({"/drps/2/questions": ["7F(2)"]}, "/disclosure/7F(1)", start=notices.discharged),
        put5({"/disclosure/7F(1)": True}, "/disclosure/7F(1)", start=notices.certified),
        # What was certified before does not cover what an amendment says anew.
        put5(ANEW, "/disclosure/7A", start=notices.certified, kind="AMENDMENT", known=CERTIFIED_BEFORE),
    ],
    passes=[
        put5({}),
        put5({}, start=notices.discharged),
        put5({}, start=notices.amendment),
        put5({"/disclosure/7D": True}, start=notices.certified),
        put5({"/disclosure/7D": True}, start=notices.certified, kind="AMENDMENT", known=CERTIFIED_BEFORE),
    ],
)

test_u5_dis_03 = asked(
    "U5-DIS-03",
    types="FA",
    finds=[
        put5(drp("INV_OPEN", "7A") | {"/disclosure/7A": False}, f"{AT}/questions"),
        put5({"/disclosure/7B": False}, f"{AT}/questions", start=notices.discharged),
    ],
    passes=[
        put5({}),
        put5({}, start=notices.discharged),
        # The end of an event that is reported is told on a page, whatever is answered now.
        put5({"/disclosure/7B": False}, start=notices.amendment),
    ],
)

CERTIFIED = {"/disclosure/disclosure_certification": True}
test_u5_dis_04 = asked(
    "U5-DIS-04",
    types="F",
    finds=[
        put5(drp("INV_OPEN", "7A") | CERTIFIED, AT),
        put5(drp("CRIM_PENDING", "7C(2)") | CERTIFIED, AT),
        put5(drp("REG_PENDING", "7D") | CERTIFIED, AT),
        put5(drp("CUST_SETTLED", "7E(2)(b)") | CERTIFIED, AT),
    ],
    passes=[
        put5({}),
        put5({}, start=notices.certified),
        put5(drp("INTREV", "7B") | CERTIFIED),
        put5(drp("TERM", "7F(2)") | CERTIFIED),
        put5(drp("INV_OPEN", "7A")),
        put5(drp("INV_CLOSED", "7A", drp_response="AMENDED") | CERTIFIED),
    ],
)

REASON = "/termination/reason"
test_u5_dis_05 = asked(
    "U5-DIS-05",
    types="F",
    severity="warning",
    finds=[
        put5({REASON: "DISCHARGED"}, "/disclosure/7F(1)"),
        put5({REASON: "PERMITTED_TO_RESIGN"}, "/disclosure/7F(1)", start=notices.certified),
    ],
    passes=[
        put5({}),
        put5({REASON: "OTHER"}),
        put5({}, start=notices.discharged),
        put5({REASON: "DISCHARGED", "/disclosure/7F(2)": GONE}),
    ],
)


def still_open(form, kind):
    return Known(person=Person(open_disclosures=(OpenDisclosure(form=form, type=kind),)))


test_u5_dis_06 = asked(
    "U5-DIS-06",
    types="F",
    severity="warning",
    finds=[
        put5({}, "/disclosure/7E(1)(a)", known=still_open("U4", "CUST")),
        put5({}, "/disclosure/7A", known=still_open("U4", "INV"), start=notices.discharged),
    ],
    passes=[
        put5({}),
        put5({}, known=still_open("U4", "CUST"), start=notices.discharged),
        put5({}, known=still_open("U4", "CUST"), start=notices.certified),
        put5({}, known=still_open("U4", "JUDG")),
        put5({}, known=still_open("U6", "REG")),
    ],
)


def settled(question, amount, day):
    return drp("CUST_SETTLED", question, settlement_amount=amount, fields={"status_date/date": day})


PAID, PAID_ON = f"{AT}/settlement_amount", f"{AT}/status_date"
test_u5_dis_07 = asked(
    "U5-DIS-07",
    types="FA",
    finds=[
        put5(settled("7E(2)(b)", "14999.99", "2022-10-28"), PAID),
        put5(settled("7E(2)(a)", "9999.99", "2009-05-17"), PAID),
        put5(settled("7E(2)(a)", "12000.00", "2009-05-18"), PAID_ON),
        put5(settled("7E(2)(b)", "20000.00", "2009-05-17"), PAID_ON),
        put5(drp("CUST_PENDING", "7E(2)(b)"), f"{AT}/questions"),
        put5(drp("CUST_PENDING", "7E(3)(a)", damages_precision="GOOD_FAITH_UNDER_5000"), f"{AT}/damages_precision"),
        put5(
            drp("CUST_PENDING", "7E(3)(a)", damages_precision="EXACT", alleged_damages="4999.99"),
            f"{AT}/alleged_damages",
        ),
        put5(drp("CUST_PENDING", "7E(3)(a)", fields={"date_received/date": "2024-11-22"}), f"{AT}/date_received"),
        put5(
            drp("CUST_ARBITRATION_PENDING", "7E(5)(a)", person_named=True, fields={"date_received/date": "2026-01-05"}),
            f"{AT}/person_named",
        ),
        put5(drp("CUST_ARBITRATION_PENDING", "7E(1)(a)", person_named=False), f"{AT}/person_named"),
        put5(
            drp(
                "CUST_ARBITRATION",
                "7E(4)(b)",
                person_named=False,
                fields={"arbitration/date_filed/date": "2009-05-17"},
            ),
            f"{AT}/arbitration/date_filed",
        ),
    ],
    passes=[
        put5({}),
        put5({}, start=notices.discharged),
        put5(settled("7E(2)(b)", "15000.00", "2009-05-18")),
        put5(settled("7E(2)(a)", "10000.00", "2009-05-17")),
        put5(drp("CUST_PENDING", "7E(3)(a)", damages_precision="EXACT", alleged_damages="5000.00")),
        put5(drp("CUST_PENDING", "7E(3)(a)", fields={"date_received/date": "2024-11-23"})),
    ],
)

CLOSED = {
    "pending": False,
    "date_concluded": {"date": "2026-11-20", "precision": "EXACT"},
    "conclusion": "Nothing was found.",
}
test_u5_drp_01 = asked(
    "U5-DRP-01",
    types="FA",
    finds=[
        put5(drp("INTREV", "7B", **CLOSED | {"conclusion": " "}), f"{AT}/conclusion"),
        put5(drp("INTREV", "7B", **CLOSED | {"date_concluded": {}}), f"{AT}/date_concluded"),
        put5(drp("INTREV", "7B", pending=False), f"{AT}/date_concluded", f"{AT}/conclusion"),
    ],
    passes=[
        put5({}),
        put5(drp("INTREV", "7B")),
        put5(drp("INTREV", "7B", **CLOSED)),
        put5(drp("INV_CLOSED", "7A")),
    ],
)

test_u5_drp_02 = asked(
    "U5-DRP-02",
    types="FA",
    finds=[
        put5(drp("INTREV", "7B", nature=GONE), f"{AT}/nature"),
        put5(drp("TERM", "7F(1)", product_types=[]), f"{AT}/product_types"),
        put5(drp("CRIM_PENDING", "7C(2)", court=GONE), f"{AT}/court"),
        put5(drp("REG_PENDING", "7D", docket=""), f"{AT}/docket"),
        put5(drp("INV_CLOSED", "7A", outcome=GONE), f"{AT}/outcome"),
        put5(drp("CUST_PENDING", "7E(3)(a)", fields={"matter/written": False}), f"{AT}/matter"),
        put5(
            drp("INTREV", "7B", date_initiated={"date": "2026-10-01", "precision": "EXPLANATION"}),
            f"{AT}/date_initiated/explanation",
        ),
    ],
    passes=[
        put5({}),
        put5({}, start=notices.discharged),
        put5(drp("REG_AWC", "7D")),
        put5(drp("CRIM_CONVICTED", "7C(2)", "7C(3)")),
        put5(
            drp(
                "INTREV",
                "7B",
                date_initiated={"date": "2026-10-01", "precision": "EXPLANATION", "explanation": "Early in October."},
            )
        ),
    ],
)

ATTEST = "/signatures/8A"
test_u5_sig_01 = asked(
    "U5-SIG-01",
    types="FPA",
    finds=[
        put5({ATTEST: GONE}, ATTEST),
        put5({f"{ATTEST}/name": ""}, f"{ATTEST}/name"),
        put5({f"{ATTEST}/date": GONE}, f"{ATTEST}/date"),
        put5({f"{ATTEST}/contact_phone": GONE}, f"{ATTEST}/contact_phone"),
    ],
    passes=[put5({}), put5({}, start=notices.partial), put5({}, start=notices.amendment)],
)

OWN = "/signatures/8B"
SIGNED = {"name": documents.NAME, "date": documents.AS_OF}
test_u5_sig_02 = asked(
    "U5-SIG-02",
    types="FA",
    finds=[
        put5({OWN: SIGNED}, OWN),
        put5({OWN: GONE}, OWN, start=notices.discharged),
        put5({f"{OWN}/date": GONE}, f"{OWN}/date", start=notices.discharged),
        put5({"/drps/0/individual_statement": " "}, OWN, start=notices.discharged),
    ],
    passes=[
        put5({}),
        put5({}, start=notices.discharged),
        put5({"/drps/0/individual_statement": GONE, OWN: GONE}, start=notices.discharged),
    ],
)

BEFORE = Known(base=notices.discharged())
SAME = {"/affiliated": notices.discharged()["affiliated"], "/residence": notices.discharged()["residence"]}
SRO = [{"regulator": "FINRA", "category": "GS"}]
test_u5_amd_01 = asked(
    "U5-AMD-01",
    types="A",
    finds=[
        put5({"/sro_terminations": SRO}, "/sro_terminations", start=notices.amendment),
        put5({**SAME, "/jurisdiction_terminations": SRO}, "/jurisdiction_terminations",
             start=notices.amendment, known=BEFORE),
        put5({**SAME, "/general/last_name": "Other"}, "/general", start=notices.amendment, known=BEFORE),
        put5({**SAME, "/affiliated/0/reason": "OTHER"}, "/affiliated", start=notices.amendment, known=BEFORE),
        put5({"/termination/full_termination": False}, "/termination/full_termination", start=notices.amendment),
    ],
    passes=[
        put5({}, start=notices.amendment),
        put5(SAME, start=notices.amendment, known=BEFORE),
        put5({**SAME, "/residence/city": "Trenton"}, start=notices.amendment, known=BEFORE),
    ],
)  # fmt: skip

NOTHING_NEW = {"/termination": GONE, "/disclosure": GONE, "/drps": GONE}
test_u5_amd_02 = asked(
    "U5-AMD-02",
    types="A",
    finds=[
        put5(NOTHING_NEW, "", start=notices.amendment),
        put5({}, "", start=notices.discharged, kind="AMENDMENT", known=BEFORE),
    ],
    passes=[
        put5({}, start=notices.amendment),
        put5(SAME, start=notices.amendment, known=BEFORE),
        put5({"/residence/city": "Trenton"}, start=notices.discharged, kind="AMENDMENT", known=BEFORE),
    ],
)

WHY = "/termination/explanation"
test_u5_frm_01 = asked(
    "U5-FRM-01",
    types="FPA",
    severity="warning",
    finds=[
        put5({WHY: "The customer 078-05-1120 complained of a transfer."}, WHY),
        put5(drp("INTREV", "7B", nature="A transfer from account 12345678 was questioned."), f"{AT}/nature"),
        put5(
            drp("INTREV", "7B", individual_statement="I was born on 4 May 1980 and was hospitalized then."),
            f"{AT}/individual_statement",
            f"{AT}/individual_statement",
        ),
    ],
    passes=[put5({}), put5({}, start=notices.discharged), put5({}, start=notices.partial)],
)

test_u5_frm_02 = asked(
    "U5-FRM-02",
    types="FPA",
    finds=[
        put5({"/general/firm_crd": GONE}, "/general/firm_crd"),
        put5({"/termination/full_termination": GONE}, "/termination/full_termination"),
        put5({"/termination/date_of_termination": GONE}, "/termination/date_of_termination", start=notices.partial),
        put5({"/residence/city": ""}, "/residence/city"),
    ],
    passes=[put5({}), put5({}, start=notices.partial), put5({}, start=notices.amendment)],
    tried=lambda kind: put5({"/general/firm_crd": GONE}, "/general/firm_crd"),
)

LONG = "x" * 26
test_u5_frm_03 = asked(
    "U5-FRM-03",
    types="FPA",
    finds=[
        put5({"/general/first_name": LONG}, "/general/first_name"),
        put5({"/termination/reason": "BORED"}, "/termination/reason"),
        put5({"/sro_terminations/0/category": "AG"}, "/sro_terminations/0/category", start=notices.partial),
    ],
    passes=[
        put5({}),
        put5({}, start=notices.discharged),
        # What is held may be of a category that can no longer be asked for.
        put5({"/sro_terminations/0/category": "OR"}, start=notices.partial),
    ],
)


def test_the_day_of_the_examples_is_that_of_the_forms():
    assert date.fromisoformat(documents.AS_OF) > date.fromisoformat(notices.LAST_DAY)
