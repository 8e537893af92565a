"""Sections 7 and 8: exams and designations."""

from datetime import date

import pytest

from finpro.filings.policies.checks.retakes import eligible_on
from finpro.filings.policies.known import ExamResult, ExamWindow, Known, Person, Registration
from tests.filings.checks.asking import AS_OF, asked, put

FIRST, SECOND = "/exam_requests/0", "/exam_requests/1"


def exams(*codes, **more):
    return {"/exam_requests": list(codes), **more}


def sat(*results, **more):
    rows = tuple(ExamResult(code=code, on=date.fromisoformat(on), result=result) for code, on, result in results)
    return Known(person=Person(exams=rows, **more))


def window(code, ends_on=None):
    return Known(person=Person(windows=(ExamWindow(code=code, ends_on=ends_on),)))


test_u4_exm_01 = asked(
    "U4-EXM-01",
    types="IRDA",
    finds=[
        put(exams("S999"), FIRST),
        put(exams("S7TO", "S7"), SECOND),
        put(exams("S62"), FIRST),
        put(exams("S101"), FIRST),
        put(exams("S15"), FIRST),  # of old records; no source tells its last day
    ],
    passes=[put({}), put(exams("SIE", "S7TO", "S24", "S63", "S52TO", "S3")), put(exams("S7"), as_of=date(2018, 9, 30))],
)

RA = {"/jurisdiction_requests": [{"jurisdiction": "NJ", "category": "RA"}]}
test_u4_exm_02 = asked(
    "U4-EXM-02",
    types="IRDA",
    finds=[put(exams("S63"), FIRST), put(exams("SIE", "S65", **RA), SECOND)],
    passes=[
        put(exams("S65")),
        put(exams("S63", **{"/jurisdiction_requests/0/jurisdiction": "FL"})),  # asks for no S63
        put(exams("S65", **RA, **{"/designations": ["CFP"]})),
        put(exams("S66")),
    ],
)

test_u4_exm_03 = asked(
    "U4-EXM-03",
    types="IRDA",
    finds=[
        put(exams("S24"), FIRST, known=window("S24")),
        put(exams("SIE", "S24"), SECOND, known=window("S24", AS_OF)),
        put(exams("S24", "S24"), SECOND),
    ],
    passes=[
        put(exams("S24")),
        put(exams("S24"), known=window("S24", date(2026, 11, 22))),
        put(exams("S24"), known=window("S7TO")),
    ],
)

test_u4_exm_04 = asked(
    "U4-EXM-04",
    types="IRDA",
    finds=[
        put(exams("S24"), FIRST, known=sat(("S24", "2026-11-09", "FAIL"))),
        put(exams("S63"), FIRST, known=sat(("S63", "2026-10-25", "FAIL"))),  # 30 days at NASAA
        put(
            exams("S24"),
            FIRST,
            known=sat(*(("S24", day, "FAIL") for day in ("2026-08-01", "2026-09-01", "2026-10-01"))),
        ),
    ],
    passes=[
        put(exams("S24")),
        put(exams("S24"), known=sat(("S24", "2026-11-08", "FAIL"))),
        put(exams("S24"), known=sat(("S24", "2026-11-20", "NO_SHOW"))),
        put(exams("S24"), known=sat(("S7TO", "2026-11-20", "FAIL"))),
    ],
)


@pytest.mark.parametrize(
    ("results", "eligible"),
    [
        ([("S7TO", "2026-02-01"), ("S7TO", "2026-03-05"), ("S7TO", "2026-04-01")], date(2026, 9, 28)),  # EA-d
        ([("S7TO", "2026-10-01")], date(2026, 10, 16)),  # EA-e
        ([("S7TO", "2026-07-01")], date(2026, 7, 31)),
        ([("S7TO", "2024-01-01"), ("S7TO", "2024-02-01"), ("S7TO", "2026-10-01")], date(2026, 10, 16)),  # two years
        ([], None),
    ],
)
def test_the_wait_after_failures(results, eligible):
    failed = [ExamResult(code=code, on=date.fromisoformat(on), result="FAIL") for code, on in results]
    assert eligible_on("S7TO", failed, AS_OF) == eligible


def test_a_pass_ends_the_series_of_failures():
    rows = [ExamResult(code="S7TO", on=date(2026, month, 1), result="FAIL") for month in (8, 9, 11)]
    rows.insert(2, ExamResult(code="S7TO", on=date(2026, 10, 1), result="PASS"))
    assert eligible_on("S7TO", rows, AS_OF) == date(2026, 11, 16)


test_u4_exm_05 = asked(
    "U4-EXM-05",
    types="IRDA",
    severity="warning",
    finds=[
        put(exams("S7TO", **{"/sro_requests": []}), FIRST, known=sat()),
        put(exams("S7TO", **{"/sro_requests": []}), FIRST, known=sat(("SIE", "2022-11-22", "PASS"))),
        put(exams("S7TO", **{"/sro_requests": []}), FIRST, known=sat(("SIE", "2026-05-01", "FAIL"))),
    ],
    passes=[
        put(exams("S7TO", **{"/sro_requests": []})),
        put(exams("S7TO", "SIE", **{"/sro_requests": []}), known=sat()),
        put(exams("S7TO"), known=sat()),  # the request for GS brings it about
        put(exams("S7TO", **{"/sro_requests": []}), known=sat(("SIE", "2022-11-23", "PASS"))),
        put(
            exams("S7TO", **{"/sro_requests": []}),
            known=sat(
                ("S6", "2010-01-01", "PASS"),
                registrations=(
                    Registration(
                        firm_crd=1,
                        regulator="FINRA",
                        category="IR",
                        status="APPROVED",
                        approved_on=date(2010, 2, 1),
                    ),
                ),
            ),
        ),
        put(exams("S24", **{"/sro_requests": []}), known=sat()),
    ],
)

test_u4_exm_06 = asked(
    "U4-EXM-06",
    types="IRDA",
    severity="warning",
    finds=[put(exams("S66", **{"/sro_requests": []}), FIRST, known=sat())],
    passes=[
        put(exams("S66", **{"/sro_requests": []})),
        put(exams("S66"), known=sat()),  # the request for GS brings Series 7 about
        put(exams("S66", "S7TO", **{"/sro_requests": []}), known=sat()),
        put(exams("S66", **{"/sro_requests": []}), known=sat(("S7", "2001-01-01", "PASS"))),
        put(exams("S65", **{"/sro_requests": []}), known=sat()),
    ],
)

test_u4_dsg_01 = asked(
    "U4-DSG-01",
    types="IRDA",
    finds=[
        put({"/designations": ["CFP"]}, "/designations/0", known=Known(person=Person(designations=frozenset()))),
        put({"/designations": ["CFP", "MBA"]}, "/designations/1"),
    ],
    passes=[
        put({}),
        put({"/designations": ["CFP"]}),
        put({"/designations": ["CFP"]}, known=Known(person=Person(designations=frozenset({"CFP"})))),
        put(
            {"/designations": ["CFP"]},
            known=Known(person=Person(designations=frozenset()), base={"designations": ["CFP"]}),
        ),
    ],
)
