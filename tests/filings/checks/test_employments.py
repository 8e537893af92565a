"""Section 12: employment history."""

from tests.filings.checks.asking import GONE, asked, put
from tests.forms import documents

AT = "/employments"


def jobs(*rows, **more):
    listed = [
        documents.job(f"n{n}", *row[:2], *(row[2:] or ("Pinfeather Books",)), "Newark", "Clerk")
        for n, row in enumerate(rows)
    ]
    return {AT: listed, **more}


OWN = ("2026-11", "PRESENT", documents.FIRM_NAME)
TOO_LONG = (OWN, ("2023-05", "2026-11"), ("2010-01", "2022-12"))


def reason(first, last):
    return {"/gap_reasons": [{"section": "employments", "from": first, "to": last, "reason": "Cared for a parent"}]}


def born(day, kind, first="2022-09"):
    """Somebody with one earlier entry, of a kind."""
    before = documents.job("n2", first, "2026-11", "As said", "Newark", "As said", kind)
    return jobs(OWN) | {f"{AT}/-": before, "/identifying/date_of_birth": day}


test_u4_emp_01 = asked(
    "U4-EMP-01",
    types="IRDPA",
    finds=[
        put(jobs(*TOO_LONG), f"{AT}/1/from"),
        put(jobs(OWN, ("2017-03", "2026-11")), f"{AT}/1/from"),
        put(jobs(("2010-01", "2026-05")), AT),
        put(jobs(("2010-01", "2026-11")), AT),
        put(jobs(*TOO_LONG) | reason("2023-01", "2023-04"), f"{AT}/1/from", severity="warning"),
        put(born("2006-01-01", "EMPLOYMENT"), f"{AT}/1/from"),  # 16 in January 2022
        put(born("2003-01-01", "FULL_TIME_EDUCATION"), f"{AT}/1/from"),  # 18 in January 2021
    ],
    passes=[
        put({}),
        put(jobs(OWN, ("2017-02", "2026-11"))),
        put(jobs(OWN, ("2023-04", "2026-11"), ("2010-01", "2022-12"))),
        put(born("2006-08-01", "EMPLOYMENT")),
        put(born("2004-08-01", "FULL_TIME_EDUCATION")),
        put({AT: GONE}, kind="AMENDMENT"),
    ],
)

test_u4_emp_02 = asked(
    "U4-EMP-02",
    types="IRD",
    finds=[
        put({f"{AT}/0/to": "2026-11"}, AT),
        put({f"{AT}/0/employer_name": "Another Firm"}, AT),
        put({f"{AT}/0/from": "2026-10"}, f"{AT}/0/from"),
        put({"/general/firm_name": GONE, "/general/employment_date": "2026-10-01"}, AT),
    ],
    passes=[
        put({}),
        put({f"{AT}/0/employer_name": "HARBOR & VINE SECURITIES, LLC."}),
        put({"/general/firm_name": GONE}),
    ],
)

test_u4_emp_03 = asked(
    "U4-EMP-03",
    types="IRD",
    finds=[
        put({f"{AT}/1/to": "2026-11"}, AT, start=documents.largest),
        put({f"{AT}/1/employer_name": "Another Firm"}, AT, start=documents.largest),
        put({"/unaffiliated/unaffiliated_bd": True}, AT),
        put(
            {"/affiliated": {"affiliated_answer": True, "firms": [{"affiliate_firm_crd": 5}]}}, AT
        ),  # only its number is known
    ],
    passes=[
        put({}),
        put({}, start=documents.dual),
        put({}, start=documents.largest),
        put({"/affiliated/firms/0/affiliate_firm_name": GONE}, start=documents.largest),
    ],
)

test_u4_emp_04 = asked(
    "U4-EMP-04",
    types="IRDPA",
    finds=[
        put({f"{AT}/1/to": "2022-06"}, f"{AT}/1/to"),
        put({f"{AT}/0/from": "2026-12"}, f"{AT}/0/from"),
        put({f"{AT}/1/to": "2026-12"}, f"{AT}/1/to"),
        put({f"{AT}/1/from": GONE, f"{AT}/1/to": GONE}, f"{AT}/1/from", f"{AT}/1/to"),
    ],
    passes=[put({}), put({f"{AT}/1/from": "2026-11"})],
)

test_u4_emp_05 = asked(
    "U4-EMP-05",
    types="IRDPA",
    finds=[
        *(put({f"{AT}/0/{key}": ""}, f"{AT}/0/{key}") for key in ("employer_name", "city", "country", "position")),
        put({f"{AT}/0/investment_related": GONE}, f"{AT}/0/investment_related"),
        put({f"{AT}/0/state": "Jersey"}, f"{AT}/0/state"),
    ],
    passes=[put({}), put({f"{AT}/0/country": "BEL", f"{AT}/0/state": GONE})],
)

test_u4_emp_06 = asked(
    "U4-EMP-06",
    types="IRDPA",
    finds=[
        put({f"{AT}/2/investment_related": True}, f"{AT}/2/investment_related"),
        put({f"{AT}/2/investment_related": True, f"{AT}/2/entry_kind": "UNEMPLOYED"}, f"{AT}/2/investment_related"),
    ],
    passes=[put({}), put({f"{AT}/1/investment_related": True})],
)

test_u4_emp_07 = asked(
    "U4-EMP-07",
    types="I",
    severity="warning",
    finds=[
        put(born("2006-08-01", "EMPLOYMENT"), f"{AT}/1/from"),
        put(born("2004-08-01", "FULL_TIME_EDUCATION"), f"{AT}/1/from"),
    ],
    passes=[
        put({}),
        put(born("2006-08-01", "EMPLOYMENT", first="2010-01")),
        put({AT: [], "/identifying/date_of_birth": "2006-08-01"}),
    ],
)
