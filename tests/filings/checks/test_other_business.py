"""Section 13: other business."""

from tests.filings.checks.asking import GONE, asked, put
from tests.forms import documents

AT = "/other_business"
BUSINESS = {
    "name": "Averill Rentals",
    "investment_related": False,
    "address": documents.address(),
    "nature": "Lets two flats",
    "position_title": "Owner",
    "start_date": "2020-01",
    "hours_per_month": "10",
    "hours_during_trading": "0",
    "duties": "Keeps the books",
}
YES = {"/has_other_business": True, AT: [BUSINESS]}

test_u4_oba_01 = asked(
    "U4-OBA-01",
    types="IRDP",
    finds=[
        put({"/has_other_business": "no"}, "/has_other_business"),
        put({"/has_other_business": GONE}, "/has_other_business"),
    ],
    passes=[
        put({}),
        put(YES),
        put({"/has_other_business": GONE, AT: []}),
        put({"/has_other_business": GONE, AT: [BUSINESS]}),
    ],
)

test_u4_oba_02 = asked(
    "U4-OBA-02",
    types="IRDAP",
    finds=[
        put({"/has_other_business": True}, AT),
        *(put({**YES, f"{AT}/0/{key}": GONE}, f"{AT}/0/{key}") for key in BUSINESS),
        put({**YES, f"{AT}/0/hours_per_month": "many"}, f"{AT}/0/hours_per_month"),
        put({**YES, f"{AT}/0/address/city": GONE}, f"{AT}/0/address/city"),
        put({"/has_other_business": GONE, AT: [BUSINESS | {"duties": " "}]}, f"{AT}/0/duties"),
    ],
    passes=[put({}), put(YES), put({"/has_other_business": False, AT: [{}]})],
)

test_u4_oba_03 = asked(
    "U4-OBA-03",
    types="IRDAP",
    finds=[
        put({**YES, f"{AT}/0/hours_per_month": "744.5"}, f"{AT}/0/hours_per_month"),
        put({**YES, f"{AT}/0/hours_during_trading": "10.25"}, f"{AT}/0/hours_during_trading"),
        put({**YES, f"{AT}/0/hours_during_trading": 11}, f"{AT}/0/hours_during_trading"),
    ],
    passes=[
        put({}),
        put(YES),
        put({**YES, f"{AT}/0/hours_per_month": "744", f"{AT}/0/hours_during_trading": "744"}),
    ],
)

BESIDE = documents.job("n9", "2020-01", "PRESENT", "Averill Rentals Inc.", "Newark", "Owner", related=True)
test_u4_oba_04 = asked(
    "U4-OBA-04",
    types="IRDAP",
    severity="warning",
    finds=[
        put({"/employments/-": BESIDE}, "/employments/3"),
        put({"/employments/-": BESIDE}, "/employments/4", start=documents.dual),
    ],
    passes=[
        put({}),
        put({**YES, "/employments/-": BESIDE}),
        put({"/employments/-": BESIDE | {"to": "2026-10"}}),
        put({"/employments/-": BESIDE | {"investment_related": False}}),
        put({}, start=documents.dual),
        put({}, start=documents.largest),
    ],
)
