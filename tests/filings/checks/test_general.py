"""Section 1: names, numbers, and the first day with the firm."""

from datetime import date

from finpro.filings.policies.known import Draft, Firm, Known, Person
from tests.filings.checks.asking import GONE, asked, put
from tests.forms import documents

test_u4_gen_01 = asked(
    "U4-GEN-01",
    types="IRDAP",
    finds=[
        put({"/general/first_name": ""}, "/general/first_name"),
        put({"/general/last_name": GONE}, "/general/last_name"),
        put({"/general/first_name": "  ", "/general/last_name": 5}, "/general/first_name", "/general/last_name"),
    ],
    passes=[put({}), put({"/general/middle_name": ""})],
)

test_u4_gen_02 = asked(
    "U4-GEN-02",
    types="IRDAP",
    finds=[
        put({"/general/first_name": "Dr. Marisol"}, "/general/first_name"),
        put({"/identifying/last_name": "Averill Esq"}, "/identifying/last_name"),
        put({"/other_names": [{"first_name": "MS", "last_name": "Quint"}]}, "/other_names/0/first_name"),
    ],
    passes=[put({}), put({"/general/first_name": "Drew", "/general/last_name": "Missoni-Sirtis"})],
)

test_u4_gen_03 = asked(
    "U4-GEN-03",
    types="IRDAP",
    finds=[
        put({"/general/individual_crd": GONE}, "/general/individual_crd"),
        put({"/general/individual_crd": 0}, "/general/individual_crd"),
        put({"/general/individual_crd": 10_000_000_000}, "/general/individual_crd"),
        put({"/general/individual_crd": 1}, "/general/individual_crd"),
        put({}, "/general/individual_crd", known=Known(person=Person(exists=False))),
        put({}, "/general/individual_crd", known=Known(draft=Draft(person_crd=1))),
    ],
    passes=[put({}), put({}, known=Known(person=Person(crd=documents.PERSON, exists=True)))],
)

MEMBER = Firm(crd=documents.FIRM, active=True, sros=frozenset({"FINRA"}))
test_u4_gen_04 = asked(
    "U4-GEN-04",
    types="IRDA",
    finds=[
        put({}, "/general/firm_crd", known=Known(firm=Firm(active=False))),
        put({}, "/general/firm_crd", known=Known(firm=Firm(crd=1))),
        put({}, "/sro_requests/0/regulator", known=Known(firm=Firm(sros=frozenset({"NYSE"})))),
        put({"/general/firm_crd": 1}, "/general/firm_crd"),
    ],
    passes=[put({}), put({}, known=Known(firm=MEMBER))],
)

test_u4_gen_05 = asked(
    "U4-GEN-05",
    types="IRD",
    finds=[
        put({"/general/employment_date": GONE}, "/general/employment_date"),
        put({"/general/employment_date": "2026-02-30"}, "/general/employment_date"),
        put({"/general/employment_date": "2027-03-01"}, "/general/employment_date"),
        put({"/general/employment_date": "2012-04-11"}, "/general/employment_date"),
        put(
            {"/identifying": {}, "/general/employment_date": "2012-04-11"},
            "/general/employment_date",
            known=Known(person=Person(born_on=date(1998, 4, 12))),
        ),
    ],
    passes=[
        put({}),
        put({"/general/employment_date": "2012-04-12"}),
        put({"/general/employment_date": "2027-02-21"}),
        put({"/identifying": {}, "/general/employment_date": "1950-01-01"}),
    ],
)

test_u4_gen_06 = asked(
    "U4-GEN-06",
    types="IRD",
    finds=[
        put({"/general/independent_contractor": GONE}, "/general/independent_contractor"),
        put({"/general/independent_contractor": "no"}, "/general/independent_contractor"),
    ],
    passes=[put({}), put({"/general/independent_contractor": True})],
)

test_u4_gen_07 = asked(
    "U4-GEN-07",
    types="IRDP",
    finds=[
        put({"/general/ssn": number}, "/general/ssn")
        for number in ("", "123-45-6789", "12345678", "000123456", "666123456", "900123456", "123004567", "123450000")
    ],
    passes=[
        put({}),
        put({"/general/ssn": "XXX-XX-1120"}),
        put({"/general/ssn": GONE, "/general/no_ssn": True}),
    ],
)

test_u4_gen_08 = asked(
    "U4-GEN-08",
    types="IRDAP",
    finds=[
        put({"/general/firm_billing_code": "ABCDEFGHI"}, "/general/firm_billing_code"),
        put({"/general/offices/0/branchFirmBillingCode": "123456789"}, "/general/offices/0/branchFirmBillingCode"),
        put(
            {"/affiliated/firms/0/firm_billing_code": "123456789"},
            "/affiliated/firms/0/firm_billing_code",
            start=documents.largest,
        ),
    ],
    passes=[put({}), put({"/general/firm_billing_code": "ABCDEFGH"})],
)

test_u4_gen_09 = asked(
    "U4-GEN-09",
    types="IRD",
    finds=[
        put({"/general/last_name": "Averil"}, "/general/last_name"),
        put({"/general/suffix": "JR"}, "/general/suffix"),
        put({"/identifying/middle_name": ""}, "/general/middle_name"),
    ],
    passes=[
        put({}),
        put({"/general/last_name": " averill ", "/general/first_name": "MARISOL"}),
        put({"/identifying": {}}),
    ],
)
