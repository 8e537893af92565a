"""Section 14: the questions, and that they and the reporting pages agree."""

from finpro.filings.policies.known import Known, OpenDisclosure, Person, Report
from tests.filings.checks.asking import FORM, GONE, asked, put
from tests.forms import documents, pages

AT = "/disclosure/"


def told(*names, **answers):
    """A form with these reporting pages and the answers that they support, and others by number."""
    drps = [pages.make(name, id=f"n{n}") for n, name in enumerate(names, 1)]
    return {"/drps": drps, "/disclosure": documents.disclosure(drps) | answers}


def yes(*questions):
    return dict.fromkeys(questions, True)


def test_there_are_57_questions():
    assert [question.key for question in FORM.section("disclosure").questions] == list(documents.QUESTIONS)
    assert len(documents.QUESTIONS) == 57


test_u4_dis_01 = asked(
    "U4-DIS-01",
    types="IRDP",
    finds=[
        put({f"{AT}14M": GONE, f"{AT}14A(1)(a)": "no"}, f"{AT}14A(1)(a)", f"{AT}14M"),
        put({"/disclosure": {}}, *(AT + question for question in documents.QUESTIONS)),
    ],
    passes=[put({}), put({f"{AT}14M": True})],
)

JUDGED = Report(type="JUDG", questions=("14M",))
test_u4_dis_02 = asked(
    "U4-DIS-02",
    types="IRDAP",
    finds=[
        put({f"{AT}14M": True}, f"{AT}14M"),
        put(told("JUDG_OPEN", **yes("14E(2)", "14M")), f"{AT}14E(2)"),
        put({f"{AT}14M": True, "/drps": [pages.make("INV_OPEN", questions=["14M"])]}, f"{AT}14M"),
    ],
    passes=[
        put({}),
        put(told("JUDG_OPEN", "REG_AWC", "CUST_SETTLED")),
        put({f"{AT}14M": True}, kind="AMENDMENT", known=Known(person=Person(reports=(JUDGED,)))),
        put({}, start=documents.largest),
    ],
)

test_u4_dis_03 = asked(
    "U4-DIS-03",
    types="IRDAP",
    finds=[
        put({"/drps": [pages.make("JUDG_OPEN")]}, "/drps/0/questions"),
        put({"/drps": [pages.make("JUDG_OPEN", drp_response="AMENDED")]}, "/drps/0/questions"),
        put({**told("JUDG_OPEN"), "/drps/0/questions": []}, "/drps/0/questions"),
    ],
    passes=[
        put({}),
        put(told("JUDG_OPEN")),
        put({"/drps": [pages.make("JUDG_SATISFIED")]}),
        put({"/drps": [pages.make("INV_CLOSED")]}),
        put(
            {"/drps": [pages.make("JUDG_OPEN")], "/disclosure": {}},
            kind="AMENDMENT",
            known=Known(base={"disclosure": {"14M": True}}),
        ),
    ],
)

test_u4_dis_04 = asked(
    "U4-DIS-04",
    types="IRDAP",
    finds=[
        put({**told("JUDG_OPEN"), "/drps/0/questions": ["14M", "14L"]}, "/drps/0/questions/1"),
        put({**told("JUDG_OPEN"), "/drps/0/questions": ["14Z"]}, "/drps/0/questions/0"),
    ],
    passes=[put({}), put({}, start=documents.largest)],
)

BEFORE = Known(base={"disclosure": {"14M": True, "14L": False}})
test_u4_dis_05 = asked(
    "U4-DIS-05",
    types="A",
    finds=[
        put({}, f"{AT}14M", kind="AMENDMENT", known=BEFORE),
        put({"/drps": [pages.make("JUDG_OPEN")]}, f"{AT}14M", kind="AMENDMENT", known=BEFORE),
    ],
    passes=[
        put({}, kind="AMENDMENT"),
        put({"/drps": [pages.make("JUDG_SATISFIED")]}, kind="AMENDMENT", known=BEFORE),
        put({f"{AT}14M": True}, kind="AMENDMENT", known=BEFORE),
    ],
)

test_u4_dis_06 = asked(
    "U4-DIS-06",
    types="IRDAP",
    severity="warning",
    finds=[
        put({f"{AT}14A(1)(a)": True}, f"{AT}14A(1)(b)"),
        put({f"{AT}14A(2)(a)": True}, f"{AT}14A(2)(b)"),
        put({f"{AT}14B(1)(a)": True}, f"{AT}14B(1)(b)"),
        put({f"{AT}14B(2)(a)": True, f"{AT}14B(2)(b)": GONE}, f"{AT}14B(2)(b)"),
    ],
    passes=[put({}), put({f"{AT}14A(1)(a)": True, f"{AT}14A(1)(b)": True}), put({f"{AT}14A(1)(b)": True})],
)


def reported(*events):
    return Known(person=Person(open_disclosures=events))


test_u4_dis_07 = asked(
    "U4-DIS-07",
    types="IRDA",
    severity="warning",
    finds=[
        put({}, "/disclosure", known=reported(OpenDisclosure(form="U5", type="CUST"))),
        put(
            told("REG_AWC"),
            "/disclosure",
            known=reported(OpenDisclosure(form="U6", type="REG", questions=("14C(1)",))),
        ),
    ],
    passes=[
        put({}),
        put({}, known=reported()),
        put(told("REG_AWC"), known=reported(OpenDisclosure(form="U6", type="REG"))),
        put(told("REG_AWC"), known=reported(OpenDisclosure(form="U6", type="REG", questions=("14E(2)",)))),
    ],
)
