"""Reporting pages of customers' disputes: what makes them reportable under the question they name."""

import pytest

from finpro.rulebook import lookup as rulebook
from tests.filings.checks.asking import AS_OF, FORM, GONE, asked, put
from tests.filings.checks.test_drps import AT, drp
from tests.forms import documents


def settled(question, amount, day, **more):
    return drp(
        "CUST_SETTLED", questions=[question], settlement_amount=amount, fields={"status_date/date": day}, **more
    ) | {f"/disclosure/{question}": True}


def arbitrated(question, amount="15000.00", day="2024-04-19", **fields):
    laid = {"arbitration/amount": amount, "arbitration/disposition_date/date": day}
    return drp("CUST_ARBITRATION", questions=[question], settlement_amount=amount, fields=laid | fields)


SETTLED_AT, DAY_AT = f"{AT}/settlement_amount", f"{AT}/status_date"
test_u4_drp_04 = asked(
    "U4-DRP-04",
    types="IRDAP",
    finds=[
        put(settled("14I(2)(b)", "14999.99", "2022-10-28"), SETTLED_AT),
        put(settled("14I(2)(a)", "9999.99", "2009-05-17"), SETTLED_AT),
        put(settled("14I(2)(a)", "12000.00", "2009-05-18"), DAY_AT),
        put(settled("14I(2)(b)", "20000.00", "2009-05-17"), DAY_AT),
        put(settled("14I(1)(c)", "9000.00", "2008-01-01"), SETTLED_AT),
        put(settled("14I(4)(a)", "12000.00", "2012-01-01"), SETTLED_AT),
        put(arbitrated("14I(1)(d)", "14000.00"), f"{AT}/settlement_amount"),
        put(drp("CUST_PENDING", questions=["14I(2)(b)"]), f"{AT}/questions"),
    ],
    passes=[
        put({}),
        put(settled("14I(2)(b)", "15000.00", "2009-05-18")),
        put(settled("14I(2)(a)", "10000.00", "2009-05-17")),
        put(settled("14I(1)(c)", "10000", "2001-01-01")),
        put(arbitrated("14I(1)(d)")),
        put(settled("14I(2)(b)", GONE, "2022-10-28")),  # that it is missing is another rule's
        put(drp("CUST_PENDING")),
        put({}, start=documents.largest),
    ],
)  # fmt: skip

test_u4_drp_05 = asked(
    "U4-DRP-05",
    types="IRDAP",
    finds=[
        put(drp("CUST_PENDING", damages_precision="GOOD_FAITH_UNDER_5000"), f"{AT}/damages_precision"),
        put(drp("CUST_PENDING", damages_precision="EXACT", alleged_damages="4999.99"), f"{AT}/alleged_damages"),
        put(
            drp("CUST_PENDING", questions=["14I(5)(a)"], damages_precision="GOOD_FAITH_UNDER_5000"),
            f"{AT}/damages_precision",
        ),
    ],
    passes=[
        put({}),
        put(drp("CUST_PENDING")),
        put(drp("CUST_PENDING", damages_precision="EXACT", alleged_damages="5000.00")),
        put(drp("CUST_FORGERY")),
    ],
)

test_u4_drp_06 = asked(
    "U4-DRP-06",
    types="IRDAP",
    finds=[
        put(drp("CUST_PENDING", fields={"date_received/date": "2024-11-22"}), f"{AT}/date_received"),
        put(drp("CUST_FORGERY", fields={"date_received/date": "2020-01-01"}), f"{AT}/date_received"),
        put(
            drp("CUST_PENDING", fields={"date_received/date": "2024-11-22"}, drp_response="AMENDED"),
            f"{AT}/date_received",
            severity="warning",
        ),
    ],
    passes=[
        put({}),
        put(drp("CUST_PENDING", fields={"date_received/date": "2024-11-23"})),
        put(drp("CUST_SETTLED")),
    ],
)

test_u4_drp_07 = asked(
    "U4-DRP-07",
    types="IRDAP",
    finds=[
        put(drp("CUST_LITIGATION", person_named=True), f"{AT}/person_named"),
        put(drp("CUST_ARBITRATION", person_named=False), f"{AT}/person_named"),
        put(drp("CUST_LITIGATION", fields={"litigation/date_filed/date": "2009-05-17"}), f"{AT}/litigation/date_filed"),
        put(
            drp("CUST_LITIGATION", fields={"litigation/date_filed": GONE, "litigation/date_served/date": "2008-01-01"}),
            f"{AT}/litigation/date_served",
        ),
    ],
    passes=[
        put({}),
        put(drp("CUST_LITIGATION")),
        put(drp("CUST_LITIGATION", fields={"litigation/date_filed/date": "2009-05-18"})),
        put(drp("CUST_ARBITRATION")),
        put(drp("CUST_ARBITRATION", fields={"arbitration/date_filed/date": "2001-01-01"})),
        put(drp("CUST_SETTLED")),
    ],
)


@pytest.mark.parametrize("prefix", ["14I(3)", "14I(5)", "14K"])
def test_the_form_and_the_rulebook_reach_back_equally_far(prefix):
    constants = rulebook.on(AS_OF).constants
    months = constants["u4_complaint_months"].value if prefix != "14K" else 12 * constants["u4_bankruptcy_years"].value
    asked_of = [q for q in FORM.section("disclosure").questions if q.key.startswith(prefix)]
    assert {question.look_back_months for question in asked_of} == {months}
