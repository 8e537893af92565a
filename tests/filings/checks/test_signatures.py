"""Section 15: signatures."""

from datetime import date

from finpro.filings.policies.known import Draft, Known, Person, Registration, Signed
from tests.filings.checks.asking import GONE, asked, put
from tests.forms import documents, pages

AT = "/signatures"
BASE = documents.amendment_base()

test_u4_sig_01 = asked(
    "U4-SIG-01",
    types="IRD1",
    finds=[
        put({f"{AT}/15A": GONE}, f"{AT}/15A"),
        put({f"{AT}/15A/name": " "}, f"{AT}/15A/name"),
        put({f"{AT}/15A/date": "today"}, f"{AT}/15A/date"),
    ],
    passes=[put({})],
)

test_u4_sig_02 = asked(
    "U4-SIG-02",
    types="IRD1",
    finds=[put({f"{AT}/15B": GONE}, f"{AT}/15B"), put({f"{AT}/15B/date": GONE}, f"{AT}/15B/date")],
    passes=[put({})],
)


def registered(until, regulator="FINRA", wanted=None):
    row = Registration(
        firm_crd=documents.OTHER_FIRM,
        regulator=regulator,
        category="GS",
        status="TERMED",
        approved_on=date(2022, 7, 1),
        ended_on=until,
    )
    return Known(person=Person(registrations=(row,)), draft=Draft(temporary_wanted=wanted))


test_u4_sig_03 = asked(
    "U4-SIG-03",
    types="RD",
    finds=[
        put({}, f"{AT}/15C", kind="RELICENSE", known=Known(draft=Draft(temporary_wanted=True))),
        put({}, f"{AT}/15C", start=documents.relicense, known=Known(draft=Draft(temporary_wanted=False))),
        put({}, f"{AT}/15C", start=documents.relicense, known=registered(date(2026, 10, 23))),
        put({}, f"{AT}/15C", start=documents.relicense, known=registered(date(2026, 11, 9), "TX")),
        put({f"{AT}/15C/name": ""}, f"{AT}/15C/name", start=documents.relicense),
    ],
    passes=[
        put({}, kind="RELICENSE"),
        put({}, start=documents.relicense),
        put({}, start=documents.relicense, known=registered(date(2026, 10, 24), wanted=True)),
        put({}, kind="DUAL", known=registered(None, wanted=False)),
    ],
)

DISCLOSES = {"/drps": [pages.make("JUDG_OPEN", id="n1")], "/disclosure/14M": True}
UNSIGNED = {**DISCLOSES, "/signatures": documents.signed("15E")}
BY_FIRM = {**DISCLOSES, "/signatures": documents.signed("15E", "15G")}
test_u4_sig_04 = asked(
    "U4-SIG-04",
    types="A2",
    finds=[
        put(UNSIGNED, f"{AT}/15D", kind="AMENDMENT"),
        put(UNSIGNED, f"{AT}/15D", kind="AMENDMENT", known=Known(base=BASE)),
        put(BY_FIRM, f"{AT}/15G", kind="AMENDMENT", known=Known(draft=Draft(acknowledgement=False))),
    ],
    passes=[
        put({}, start=documents.amendment),
        put(BY_FIRM, kind="AMENDMENT", known=Known(draft=Draft(acknowledgement=True))),
        put(BY_FIRM, kind="AMENDMENT"),
        put({"/signatures": documents.signed("15E")}, start=documents.amendment_base, known=Known(base=BASE)),
        put({}, start=documents.page2_amendment),
    ],
)

test_u4_sig_05 = asked(
    "U4-SIG-05",
    types="A2",
    finds=[
        put({f"{AT}/15E": GONE}, f"{AT}/15E", start=documents.amendment),
        put({f"{AT}/15E/date": GONE}, f"{AT}/15E/date", start=documents.amendment),
    ],
    passes=[put({}, start=documents.amendment)],
)

ADOPTED = documents.concurrence()
test_u4_sig_06 = asked(
    "U4-SIG-06",
    types="C",
    finds=[
        put({f"{AT}/15F": GONE}, f"{AT}/15F", start=documents.concurrence),
        put(
            {"/residences/0/city": "Newark"},
            "/residences",
            start=documents.concurrence,
            known=Known(base=ADOPTED),
        ),
    ],
    passes=[
        put({}, start=documents.concurrence),
        put({}, start=documents.concurrence, known=Known(base=ADOPTED)),
    ],
)


def electronic(digest="new", on=True, **signed):
    signatures = {block.replace("b", "15"): Signed(digest=value) for block, value in signed.items()}
    return Known(draft=Draft(e_signature=on, digest=digest, signatures=signatures))


test_u4_sig_07 = asked(
    "U4-SIG-07",
    types="IRDAPC",
    finds=[
        put({}, f"{AT}/15A", known=electronic(bA="old")),
        put({}, f"{AT}/15A", known=electronic()),
        put({}, f"{AT}/15B", known=electronic(bA="new", bB="old")),
    ],
    passes=[
        put({}),
        put({}, known=electronic(bA="new", bB="new")),
        put({}, known=electronic(bA="new")),
        put({}, known=electronic(on=False)),
        put({"/signatures": {}}, known=electronic()),
    ],
)

test_u4_sig_08 = asked(
    "U4-SIG-08",
    types="IRDAPC",
    severity="warning",
    finds=[
        put({f"{AT}/15A/name": "Marisol Quint"}, f"{AT}/15A/name"),
        put({f"{AT}/15D/name": "M. Averill"}, f"{AT}/15D/name", start=documents.amendment),
    ],
    passes=[
        put({}),
        *(
            put({f"{AT}/15A/name": name})
            for name in ("marisol  averill", "MARISOL Q. AVERILL", "Marisol Q Averill", "", "Marisol Quint Averill")
        ),
        put({}, start=documents.largest),
        put({f"{AT}/15B/name": "Somebody Else"}),
    ],
)

test_u4_sig_09 = asked(
    "U4-SIG-09",
    types="IRDAPC",
    finds=[
        put({f"{AT}/15A/date": "2026-11-24"}, f"{AT}/15A/date"),
        put({f"{AT}/15B/date": "2026-11-01"}, f"{AT}/15B/date", known=Known(draft=Draft(created_on=date(2026, 11, 2)))),
    ],
    passes=[
        put({}),
        put({f"{AT}/15A/date": "2026-11-01"}),
        put({}, known=Known(draft=Draft(created_on=date(2026, 11, 23)))),
        put({f"{AT}/15A/date": GONE}),
    ],
)
