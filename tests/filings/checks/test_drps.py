"""Disclosure reporting pages of every type."""

from datetime import date

import pytest

from finpro.filings.policies import checks
from finpro.filings.policies.known import Known, Person, Report
from tests.filings.checks.asking import AS_OF, FORM, GONE, asked, put
from tests.forms import documents, pages

AT = "/drps/0"


def drp(name, *more, fields=None, **laid):
    """A form with this reporting page, and values laid over it by the way to them ("court/docket")."""
    drps = [pages.make(page, id=f"n{n}") for n, page in enumerate((name, *more), 1)]
    answers = documents.disclosure(drps)
    values = {"/drps": drps, "/disclosure": answers} | {f"{AT}/{way}": value for way, value in (fields or {}).items()}
    return values | {f"{AT}/{key}": value for key, value in laid.items()}


@pytest.mark.parametrize("name", pages.ALL)
def test_every_example_is_whole(name):
    # What tells of the end of an event goes with another page on which it goes on.
    beside = [name.replace("CLOSED", "OPEN").replace("SATISFIED", "OPEN")]
    case = put(drp(name, *[page for page in beside if page != name]))
    assert [one for one in checks.check(FORM, case.document, Known(), AS_OF, "drps") if one.severity == "error"] == []


test_u4_drp_01 = asked(
    "U4-DRP-01",
    types="IRDAP",
    finds=[
        put(drp("JUDG_OPEN", outstanding=GONE), f"{AT}/outstanding"),
        put(drp("CRIM_CONVICTED", disposition_date=GONE), f"{AT}/disposition_date"),
        put(drp("CRIM_CONVICTED", fields={"charges/0/counts": GONE}), f"{AT}/charges/0/counts"),
        put(drp("CRIM_ORGANIZATION", controlled_org=GONE), f"{AT}/controlled_org"),
        put(drp("REG_PENDING", fields={"date_initiated": {"precision": "EXACT"}}), f"{AT}/date_initiated"),
        put(drp("CIV_PENDING", fields={"court/docket": ""}), f"{AT}/court/docket"),
        put(drp("CUST_ARBITRATION", arbitration=GONE), f"{AT}/arbitration"),
        put(drp("CUST_PENDING", fields={"matter/written": False}), f"{AT}/matter"),
        put(drp("BANK_COMPROMISE", creditor=GONE), f"{AT}/creditor"),
        put(drp("BOND_PAYOUT", payout_amount=GONE), f"{AT}/payout_amount"),
        put(drp("INV_CLOSED", outcome=GONE), f"{AT}/outcome"),
        put(drp("TERM", product_types=[]), f"{AT}/product_types"),
        put(drp("JUDG_OPEN", questions=[]), f"{AT}/questions"),
        put({"/drps": [pages.make("JUDG_OPEN", holder="")], "/disclosure": GONE}, f"{AT}/holder", kind="AMENDMENT"),
    ],
    passes=[put({}), put({}, start=documents.largest), put(drp("CRIM_PENDING"))],
)

test_u4_drp_02 = asked(
    "U4-DRP-02",
    types="IRDAP",
    finds=[
        put(drp("JUDG_OPEN", fields={"date_filed/precision": "EXPLANATION"}), f"{AT}/date_filed/explanation"),
        put(
            drp("CUST_ARBITRATION", fields={"arbitration/date_served/precision": "EXPLANATION"}),
            f"{AT}/arbitration/date_served/explanation",
        ),
    ],
    passes=[put({}), put(drp("CUST_SETTLED")), put({}, start=documents.largest)],
)

test_u4_drp_03 = asked(
    "U4-DRP-03",
    types="IRDAP",
    finds=[
        put(drp("JUDG_OPEN", fields={"date_filed/date": "2026-11-24"}), f"{AT}/date_filed"),
        put(drp("JUDG_OPEN", date_learned="2026-12-01"), f"{AT}/date_learned"),
        put(drp("CRIM_CONVICTED", fields={"status_date/date": "2021-02-08"}), f"{AT}/status_date"),
        put(drp("REG_ON_APPEAL", fields={"appeal/date_filed/date": "2019-04-01"}), f"{AT}/appeal/date_filed"),
        put(
            drp("CUST_ARBITRATION", fields={"arbitration/disposition_date/date": "2023-02-23"}),
            f"{AT}/arbitration/disposition_date",
        ),
        put(drp("CUST_LITIGATION", fields={"litigation/date/date": "2020-01-05"}), f"{AT}/litigation/date"),
        put(drp("BOND_PAYOUT", fields={"payout_date/date": "2019-02-10"}), f"{AT}/payout_date"),
    ],
    passes=[
        put({}),
        put({}, start=documents.largest),
        put(drp("JUDG_OPEN", fields={"date_filed/date": "2026-11-23"}, date_learned="2026-11-23")),
        put(drp("CRIM_CONVICTED", fields={"sentence/0/end": "2030-01-01"})),
    ],
)

test_u4_drp_08 = asked(
    "U4-DRP-08",
    types="IRDAP",
    severity="warning",
    finds=[put(drp("BANK_CHAPTER_7", fields={"action_date/date": "2016-11-22"}), f"{AT}/action_date")],
    passes=[put({}), put(drp("BANK_CHAPTER_7", fields={"action_date/date": "2016-11-23"}))],
)

test_u4_drp_09 = asked(
    "U4-DRP-09",
    types="IRDAP",
    finds=[
        put(drp("JUDG_SATISFIED"), f"{AT}/outstanding"),
        put(drp("JUDG_SATISFIED", "JUDG_OPEN", drp_response="INITIAL"), f"{AT}/outstanding"),
    ],
    passes=[
        put({}),
        put(drp("JUDG_OPEN")),
        put(drp("JUDG_SATISFIED", "JUDG_OPEN")),
        put({"/drps": [pages.make("JUDG_SATISFIED")]}),
    ],
)

test_u4_drp_10 = asked(
    "U4-DRP-10",
    types="IRDAP",
    finds=[
        put(drp("INV_CLOSED"), f"{AT}/pending"),
        put(drp("REG_PENDING", status="FINAL"), f"{AT}/status"),
        put(drp("CIV_PENDING", status="FINAL"), f"{AT}/status"),
    ],
    passes=[
        put({}),
        put(drp("INV_OPEN")),
        put(drp("REG_PENDING")),
        put(drp("CIV_PENDING", status="ON_APPEAL")),
        put(drp("REG_AWC")),
        put(drp("INV_CLOSED", "INV_OPEN")),
        put({"/drps": [pages.make("INV_CLOSED")]}),
    ],
)

test_u4_drp_11 = asked(
    "U4-DRP-11",
    types="IRDAP",
    finds=[
        put(drp("CUST_SETTLED", individual_contribution="16000.01"), f"{AT}/individual_contribution"),
        put(drp("CUST_ARBITRATION", fields={"arbitration/contribution": "27500.50"}), f"{AT}/arbitration/contribution"),
        put(drp("CUST_LITIGATION", fields={"litigation/contribution": "40000"}), f"{AT}/litigation/contribution"),
    ],
    passes=[put({}), put(drp("CUST_SETTLED", individual_contribution="16000.00")), put(drp("CUST_PENDING"))],
)

ORGANIZATION = {"name": "Orchard Supply LLC", "investment_related": False, "position": "Manager"}
test_u4_drp_12 = asked(
    "U4-DRP-12",
    types="IRDAP",
    finds=[put(drp("CRIM_PENDING", controlled_org=ORGANIZATION), f"{AT}/controlled_org")],
    passes=[put({}), put(drp("CRIM_ORGANIZATION")), put(drp("CRIM_PENDING")), put(drp("BANK_SIPA"))],
)

LIEN = Report(type="JUDG", questions=("14M",), row="r7", docket="dj-118904-26", event_on=date(2026, 10, 12))
test_u4_drp_13 = asked(
    "U4-DRP-13",
    types="IRDAP",
    severity="warning",
    finds=[
        put(drp("JUDG_OPEN", "JUDG_OPEN"), "/drps/1"),
        put(drp("JUDG_OPEN"), AT, known=Known(person=Person(reports=(LIEN,)))),
        put(drp("CUST_ARBITRATION_PENDING", "CUST_ARBITRATION_PENDING"), "/drps/1"),
    ],
    passes=[
        put({}),
        put(drp("JUDG_OPEN", "JUDG_SATISFIED")),  # the second brings the first up to date
        put(drp("JUDG_OPEN", "JUDG_OPEN", fields={"court/docket": "DJ-2"})),
        put(drp("TERM", "TERM")),  # no number to compare by
        put(drp("JUDG_OPEN", id="r7"), known=Known(person=Person(reports=(LIEN,)))),
        put({}, start=documents.largest),
    ],
)

NEW = {"base": documents.amendment_base()}
test_u4_drp_14 = asked(
    "U4-DRP-14",
    types="A",
    severity="warning",
    finds=[
        put(drp("JUDG_OPEN", date_learned="2026-10-23"), AT, kind="AMENDMENT", known=Known(**NEW)),
        # It disqualifies: ten days.
        put(drp("REG_WILLFUL", learned_on="2026-11-12"), AT, kind="AMENDMENT", known=Known(**NEW)),
    ],
    passes=[
        put({}, kind="AMENDMENT"),
        put(drp("JUDG_OPEN", date_learned="2026-10-24"), kind="AMENDMENT", known=Known(**NEW)),
        put(drp("REG_WILLFUL", learned_on="2026-11-13"), kind="AMENDMENT", known=Known(**NEW)),
        put(drp("REG_WILLFUL"), kind="AMENDMENT", known=Known(**NEW)),
        put(
            drp("JUDG_OPEN", date_learned="2020-01-01"),
            kind="AMENDMENT",
            known=Known(base={"drps": [pages.make("JUDG_OPEN", id="n1", date_learned="2020-01-01")]}),
        ),
    ],
)
