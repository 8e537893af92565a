"""Sections 9 and 10: identifying information and other names."""

from finpro.filings.policies.known import Known, Name, Person
from tests.filings.checks.asking import GONE, asked, put
from tests.forms import documents

AT = "/identifying"
BEFORE = Known(base=documents.amendment_base())
ALSO = {"first_name": "Mari", "last_name": "Averill"}

test_u4_idn_01 = asked(
    "U4-IDN-01",
    types="IRDP",
    finds=[
        put({f"{AT}/date_of_birth": value}, f"{AT}/date_of_birth")
        for value in (GONE, "2026-11-24", "1998-02-30", "2008-11-24", "1899-12-31", "12/04/1998", 19980412)
    ],
    passes=[put({}), put({f"{AT}/date_of_birth": "2008-11-23"})],
)

test_u4_idn_02 = asked(
    "U4-IDN-02",
    types="IRDP",
    finds=[
        put({f"{AT}/birth_country": GONE}, f"{AT}/birth_country"),
        put({f"{AT}/birth_state_province": GONE}, f"{AT}/birth_state_province"),
        put({f"{AT}/birth_state_province": "ZZ"}, f"{AT}/birth_state_province"),
    ],
    passes=[put({}), put({f"{AT}/birth_country": "BEL", f"{AT}/birth_state_province": GONE})],
)

test_u4_idn_03 = asked(
    "U4-IDN-03",
    types="IRDP",
    finds=[
        put({f"{AT}/{key}": value}, f"{AT}/{key}")
        for key, value in (
            ("sex", GONE),
            ("sex", "Y"),
            ("height_ft", 9),
            ("height_in", 12),
            ("height_in", "6"),
            ("weight_lbs", 49),
            ("hair_color", "BROWN"),
            ("eye_color", GONE),
        )
    ],
    passes=[put({}), put({f"{AT}/height_in": 0, f"{AT}/hair_color": "XXX"})],
)

FORMER = {"first_name": "Marisol", "last_name": "Averill"}
test_u4_idn_04 = asked(
    "U4-IDN-04",
    types="A",
    finds=[
        put({f"{AT}/last_name": "Brightwater"}, "/other_names", kind="AMENDMENT", known=BEFORE),
        put(
            {f"{AT}/last_name": "Brightwater"},
            "/other_names",
            kind="AMENDMENT",
            known=Known(person=Person(legal_name=Name(first="Marisol", middle="Quint", last="Averill"))),
        ),
    ],
    passes=[
        put({}, kind="AMENDMENT", known=BEFORE),
        put({f"{AT}/last_name": "Brightwater"}, kind="AMENDMENT"),
        put({f"{AT}/last_name": "Brightwater", "/other_names": [FORMER]}, kind="AMENDMENT", known=BEFORE),
        put({f"{AT}/last_name": "AVERILL"}, kind="AMENDMENT", known=BEFORE),
    ],
)

test_u4_nam_01 = asked(
    "U4-NAM-01",
    types="IRDAP",
    finds=[
        put({"/other_names": [{"first_name": "Mari"}]}, "/other_names/0/last_name"),
        put({"/other_names": [{"last_name": "Averill", "first_name": " "}]}, "/other_names/0/first_name"),
        put({"/other_names": [ALSO, ALSO | {"first_name": "MARI"}]}, "/other_names/1"),
        put({"/other_names": [FORMER | {"middle_name": "Quint"}]}, "/other_names/0"),
    ],
    passes=[put({}), put({"/other_names": [ALSO]}), put({"/other_names": [FORMER]})],
)
