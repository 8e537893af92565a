"""Section 11: residences."""

from finpro.filings.policies.known import Known
from tests.filings.checks.asking import GONE, asked, put
from tests.forms import documents

AT = "/residences"


def home(first, last, **more):
    return {"from": first, "to": last, **documents.address(), **more}


def homes(*rows, **more):
    return {AT: [home(*row) for row in rows], **more}


def reason(first, last, words="Travelling in Asia"):
    return {"/gap_reasons": [{"section": "residences", "from": first, "to": last, "reason": words}]}


TOO_LONG = (("2022-11", "PRESENT"), ("2020-01", "2022-06"))

test_u4_res_01 = asked(
    "U4-RES-01",
    types="IRDPA",
    finds=[
        put(homes(*TOO_LONG), f"{AT}/0/from"),
        put(homes(("2022-11", "PRESENT")), f"{AT}/0/from"),
        put(homes(("2015-01", "2026-05")), AT),
        put(homes(("2015-01", "2026-11")), AT),
        put({AT: []}, AT),
        put(homes(*TOO_LONG) | reason("2022-07", "2022-10"), f"{AT}/0/from", severity="warning"),
        put(homes(*TOO_LONG) | reason("2022-07", "2022-10", " "), f"{AT}/0/from"),
        put(homes(*TOO_LONG) | reason("2022-07", "2022-09"), f"{AT}/0/from"),
    ],
    passes=[
        put({}),
        put(homes(("2022-07", "PRESENT"), ("2020-01", "2022-06"))),
        put(homes(("2022-10", "PRESENT"), ("2020-01", "2022-06"))),  # three months
        put(homes(("2022-02", "PRESENT"))),  # begins three months late
        put({AT: GONE}, kind="AMENDMENT"),
        put(homes(*TOO_LONG), kind="AMENDMENT", known=Known(base={"residences": homes(*TOO_LONG)[AT]})),
    ],
)  # fmt: skip

test_u4_res_02 = asked(
    "U4-RES-02",
    types="IRDPA",
    finds=[
        put(homes(("2015-01", "2026-11")), AT),
        put(homes(("2015-01", "PRESENT"), ("2020-01", "PRESENT")), f"{AT}/1/to"),
    ],
    passes=[put({})],
)

test_u4_res_03 = asked(
    "U4-RES-03",
    types="IRDPA",
    finds=[
        put(homes(("2022-07", "2022-06")), f"{AT}/0/to"),
        put(homes(("2026-12", "PRESENT")), f"{AT}/0/from"),
        put(homes(("2026-01", "2026-12")), f"{AT}/0/to"),
        put(homes(("2026-13", "then")), f"{AT}/0/from", f"{AT}/0/to"),
    ],
    passes=[put({}), put(homes(("2026-11", "2026-11")))],
)

test_u4_res_04 = asked(
    "U4-RES-04",
    types="IRDPA",
    finds=[
        put({f"{AT}/0/city": ""}, f"{AT}/0/city"),
        put({f"{AT}/0/street1": GONE, f"{AT}/1/country": GONE}, f"{AT}/0/street1", f"{AT}/1/country"),
        put({f"{AT}/0/state": "N.J."}, f"{AT}/0/state"),
        put({f"{AT}/0/postal": "0704"}, f"{AT}/0/postal"),
    ],
    passes=[
        put({}),
        put({f"{AT}/0/postal": "070421234"}),
        put({f"{AT}/0/country": "BEL", f"{AT}/0/state": GONE, f"{AT}/0/postal": GONE}),
    ],
)

test_u4_res_05 = asked(
    "U4-RES-05",
    types="IRDPA",
    finds=[
        put({f"{AT}/0/street1": street}, f"{AT}/0/street1")
        for street in ("PO Box 5", "P.O. Box 5", "p o box 5", "Post Office Box 12", "Box 77", "POB 5", "PMB #12")
    ],
    passes=[put({}), put({f"{AT}/0/street1": "5 Boxwood Court"}), put({f"{AT}/0/street1": "12 Pobal Street"})],
)

test_u4_res_06 = asked(
    "U4-RES-06",
    types="IRDPA",
    severity="warning",
    finds=[
        put(homes(("2022-10", "PRESENT"), ("2020-01", "2022-06")), f"{AT}/0/from"),
        put(homes(("2022-04", "PRESENT"), ("2020-01", "2022-06")), f"{AT}/0/from"),
    ],
    passes=[
        put({}),
        put(homes(*TOO_LONG)),
        put(homes(("2022-03", "PRESENT"), ("2020-01", "2022-06"))),  # four months: two homes
    ],
)

MOVED = {f"{AT}/-": home("2026-09", "PRESENT", id="n9", street1="61 Bellwether Street")}
BEFORE = Known(base=documents.amendment_base())
test_u4_res_07 = asked(
    "U4-RES-07",
    types="A",
    severity="warning",
    finds=[
        put(MOVED, f"{AT}/2/from", start=documents.amendment_base, known=BEFORE),
        put(MOVED, f"{AT}/2/from", start=documents.amendment_base),
    ],
    passes=[
        put({}, start=documents.amendment, known=BEFORE),
        put({}, start=documents.amendment_base, known=BEFORE),
        put(
            {f"{AT}/-": home("2026-10", "PRESENT", id="n9")}, start=documents.amendment_base, known=BEFORE
        ),  # the last day of October is less than 30 days ago
        put({f"{AT}/-": home("2026-09", "PRESENT")}, start=documents.amendment_base),
    ],
)
