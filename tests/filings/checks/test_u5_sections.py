"""Form U5: who leaves, why and when, what ends while the person stays, and affiliates."""

from datetime import date

from finpro.filings.policies.known import Association, Firm, Known, Name, Person, Registration
from finpro.rulebook import lookup as rulebook
from tests.filings.checks.asking import AS_OF, GONE, asked, judged, put5
from tests.forms import notices
from tests.forms.documents import AFFILIATE, FIRM, OTHER_FIRM, PERSON

TYPE, DATE = "/filing/type", "/termination/date_of_termination"
WHY, CHANGE = "/termination/explanation", "/termination/date_or_reason_change_explanation"


def spells(*rows, **more):
    """What is known of a person with these spells: firm, first day, last day."""
    found = tuple(Association(firm_crd=firm, started_on=began, ended_on=ended) for firm, began, ended in rows)
    return Known(firm=Firm(crd=FIRM), person=Person(crd=PERSON, associations=found, **more))


def holds(*rows):
    """What is known of a person with these registrations of the firm: regulator, category, status."""
    return Known(
        firm=Firm(crd=FIRM),
        person=Person(
            registrations=tuple(
                Registration(firm_crd=FIRM, regulator=regulator, category=category, status=status)
                for regulator, category, status in rows
            )
        ),
    )


BEGAN = date(2022, 7, 1)
OPEN, OVER, ELSEWHERE = (FIRM, BEGAN, None), (FIRM, BEGAN, date(2026, 11, 13)), (OTHER_FIRM, BEGAN, None)

test_u5_gen_01 = asked(
    "U5-GEN-01",
    types="FPA",
    finds=[
        put5({}, TYPE, known=spells(ELSEWHERE)),
        put5({}, TYPE, known=spells(OVER)),
        put5({}, TYPE, known=spells()),
        put5({}, TYPE, start=notices.partial, known=spells(OVER)),
        put5({}, TYPE, start=notices.amendment, known=spells(OPEN)),
    ],
    passes=[
        put5({}),
        put5({}, known=spells(OPEN)),
        put5({}, known=spells(OVER, OPEN)),
        put5({}, start=notices.amendment, known=spells(OVER)),
        # Who came back is amended about the time before.
        put5({}, start=notices.amendment, known=spells(OVER, OPEN)),
    ],
)

EVERYTHING = "/termination/full_termination"
test_u5_gen_02 = asked(
    "U5-GEN-02",
    types="FPA",
    finds=[put5({EVERYTHING: False}, EVERYTHING), put5({EVERYTHING: True}, EVERYTHING, start=notices.partial)],
    passes=[put5({}), put5({EVERYTHING: GONE}), put5({}, start=notices.partial), put5({}, start=notices.amendment)],
    # An amendment is asked too, and is none of the two.
    tried=lambda kind: put5({EVERYTHING: kind == "PARTIAL"}, *([EVERYTHING] if kind != "AMENDMENT" else [])),
)

NAMED = Name(first="Marisol", last="Averill")
test_u5_gen_03 = asked(
    "U5-GEN-03",
    types="FPA",
    finds=[
        put5({"/general/first_name": ""}, "/general/first_name"),
        put5({"/general/last_name": GONE}, "/general/last_name"),
        put5({"/general/last_name": "Other"}, "/general/last_name", known=Known(person=Person(legal_name=NAMED))),
        put5({"/general/individual_crd": GONE}, "/general/individual_crd"),
        put5({"/general/individual_crd": 7}, "/general/individual_crd"),
        put5({"/general/firm_crd": OTHER_FIRM}, "/general/firm_crd"),
        put5({}, "/general/firm_crd", known=Known(firm=Firm(crd=OTHER_FIRM))),
        put5({}, "/general/individual_crd", known=Known(person=Person(exists=False))),
    ],
    passes=[
        put5({}),
        put5({"/general/first_name": "MARISOL "}, known=Known(person=Person(legal_name=NAMED))),
        put5({}, start=notices.partial),
        put5({"/general/middle_name": GONE}),
    ],
)

HOME = "/residence"
test_u5_res_01 = asked(
    "U5-RES-01",
    types="F",
    finds=[
        put5({f"{HOME}/street1": "PO Box 5"}, f"{HOME}/street1"),
        put5({f"{HOME}/street2": "P.O. Drawer 9"}, f"{HOME}/street2"),
        put5({f"{HOME}/postal": "0710"}, f"{HOME}/postal"),
        put5({f"{HOME}/state": "Jersey"}, f"{HOME}/state"),
        put5({f"{HOME}/city": GONE}, f"{HOME}/city"),
        put5({f"{HOME}/country": ""}, f"{HOME}/country"),
    ],
    passes=[put5({}), put5({f"{HOME}/country": "FRA", f"{HOME}/state": GONE, f"{HOME}/postal": GONE})],
)

REASON = "/termination/reason"
test_u5_ful_01 = asked(
    "U5-FUL-01",
    types="F",
    finds=[put5({REASON: GONE}, REASON), put5({REASON: ""}, REASON)],
    passes=[put5({}), put5({REASON: "DECEASED"}), put5({}, start=notices.discharged)],
)

BEFORE = Known(base=notices.discharged())
test_u5_ful_02 = asked(
    "U5-FUL-02",
    types="FA",
    finds=[
        put5({REASON: "DISCHARGED"}, WHY),
        put5({REASON: "PERMITTED_TO_RESIGN", WHY: "  "}, WHY),
        put5({REASON: "OTHER"}, WHY),
        put5({WHY: ""}, WHY, start=notices.amendment, known=BEFORE),
        put5({REASON: GONE, WHY: ""}, WHY, start=notices.amendment, known=BEFORE),
    ],
    passes=[
        put5({}),
        put5({REASON: "DECEASED"}),
        put5({}, start=notices.discharged),
        # What an amendment leaves as it is stands on the form before.
        put5({WHY: GONE}, start=notices.amendment, known=BEFORE),
    ],
)

test_u5_ful_03 = asked(
    "U5-FUL-03",
    types="FA",
    severity="warning",
    finds=[
        put5({WHY: "Violated firm policy."}, WHY),
        put5({WHY: "Loss of confidence!"}, WHY),
        put5({WHY: "Nineteen characters"}, WHY),
        put5({WHY: "Violation of Firm Policies and Procedures"}, WHY),
    ],
    passes=[
        put5({}),
        put5({WHY: "Twenty characters it"}),
        put5({WHY: "Violated firm policy by signing a form for a customer."}),
        put5({}, start=notices.discharged),
    ],
)

test_u5_ful_05 = asked(
    "U5-FUL-05",
    types="F",
    finds=[
        put5({"/sro_terminations": [{"regulator": "FINRA", "category": "GS"}]}, "/sro_terminations"),
        put5({"/jurisdiction_terminations": [{"jurisdiction": "NJ"}]}, "/jurisdiction_terminations"),
    ],
    passes=[put5({}), put5({"/sro_terminations": []}), put5({}, start=notices.discharged)],
)

test_u5_dat_01 = asked(
    "U5-DAT-01",
    types="F",
    finds=[put5({DATE: GONE}, DATE), put5({DATE: ""}, DATE), put5({DATE: "2026-02-30"}, DATE)],
    passes=[put5({}), put5({}, start=notices.ahead)],
)

test_u5_dat_02 = asked(
    "U5-DAT-02",
    types="FA",
    finds=[
        put5({DATE: "2022-06-30"}, DATE, known=spells(OPEN, OVER)),
        put5({DATE: "2022-06-30"}, DATE, start=notices.amendment, known=spells(OVER)),
    ],
    passes=[
        put5({}),
        put5({DATE: "2022-06-30"}),
        put5({DATE: "2022-07-01"}, known=spells(OPEN)),
        put5({DATE: "2022-06-30"}, known=spells(ELSEWHERE)),
        put5({}, start=notices.amendment, known=spells(OVER, (FIRM, date(2026, 11, 20), None))),
    ],
)

AHEAD = "/termination/post_dated"
test_u5_dat_03 = asked(
    "U5-DAT-03",
    types="F",
    finds=[
        put5({DATE: "2026-11-24"}, DATE),
        put5({DATE: "2026-12-31", AHEAD: False}, DATE),
        put5({DATE: "2027-02-23", AHEAD: True}, DATE),
    ],
    passes=[
        put5({}),
        put5({DATE: "2026-11-23"}),
        put5({}, start=notices.ahead),
        put5({DATE: "2027-02-22", AHEAD: True}),
        put5({}, start=notices.ahead, as_of=date(2026, 10, 1)),
    ],
)

ADVISER = holds(("NJ", "RA", "APPROVED"), ("NY", "RA", "APPROVED"))
test_u5_dat_04 = asked(
    "U5-DAT-04",
    types="F",
    severity="warning",
    finds=[
        put5({DATE: "2026-10-23"}, DATE),
        put5({DATE: "2026-10-23"}, DATE, known=ADVISER),
        put5({DATE: "2020-01-01"}, DATE),
    ],
    passes=[put5({}), put5({DATE: "2026-10-24"}), put5({}, start=notices.ahead), put5({DATE: GONE})],
)

test_u5_dat_05 = asked(
    "U5-DAT-05",
    types="A",
    finds=[
        put5({CHANGE: GONE}, CHANGE, start=notices.amendment),
        put5({CHANGE: " "}, CHANGE, start=notices.amendment, known=BEFORE),
        put5({CHANGE: "", REASON: "OTHER", DATE: notices.LAST_DAY}, CHANGE, start=notices.amendment, known=BEFORE),
    ],
    passes=[
        put5({}, start=notices.amendment),
        put5({}, start=notices.amendment, known=BEFORE),
        put5({CHANGE: GONE, DATE: notices.LAST_DAY}, start=notices.amendment, known=BEFORE),
        put5({"/termination": GONE}, start=notices.amendment),
    ],
)

LATER = Known(person=Person(active_on=date(2026, 11, 14)))
test_u5_dat_06 = asked(
    "U5-DAT-06",
    types="F",
    severity="warning",
    finds=[put5({REASON: "DECEASED"}, DATE, known=LATER)],
    passes=[
        put5({}, known=LATER),
        put5({REASON: "DECEASED"}),
        put5({REASON: "DECEASED", DATE: "2026-11-14"}, known=LATER),
    ],
)

SROS, STATES = "/sro_terminations", "/jurisdiction_terminations"
test_u5_par_01 = asked(
    "U5-PAR-01",
    types="P",
    finds=[
        put5({SROS: GONE, STATES: GONE}, SROS, start=notices.partial),
        put5({SROS: [], STATES: []}, SROS, start=notices.partial),
    ],
    passes=[put5({}, start=notices.partial), put5({SROS: GONE}, start=notices.partial)],
)

GS, GP, AG, RA = (("FINRA", "GS"), ("FINRA", "GP"), ("NJ", "AG"), ("NJ", "RA"))


def approved(*rows):
    return holds(*((*row, "APPROVED") for row in rows))


test_u5_par_02 = asked(
    "U5-PAR-02",
    types="P",
    finds=[
        put5({}, f"{STATES}/0", start=notices.partial, known=approved(GS)),
        put5({}, f"{SROS}/0", start=notices.partial, known=holds((*GS, "TERMED"), (*AG, "APPROVED"))),
    ],
    passes=[
        put5({}, start=notices.partial),
        put5({}, start=notices.partial, known=holds((*GS, "PENDING"), (*AG, "APPROVED"))),
    ],
)

test_u5_par_03 = asked(
    "U5-PAR-03",
    types="P",
    finds=[
        put5({REASON: "VOLUNTARY"}, REASON, start=notices.partial),
        put5({WHY: "Because of this."}, WHY, start=notices.partial),
        put5({"/disclosure": {"7A": False}}, "/disclosure", start=notices.partial),
        put5({"/drps": [notices.page("TERM", "7F(1)")]}, "/drps", start=notices.partial),
    ],
    passes=[put5({}, start=notices.partial), put5({"/disclosure": {}, "/drps": []}, start=notices.partial)],
)

test_u5_par_04 = asked(
    "U5-PAR-04",
    types="P",
    severity="warning",
    finds=[put5({STATES: []}, SROS, start=notices.partial, known=approved(GS, AG))],
    passes=[
        put5({STATES: []}, start=notices.partial),
        put5({}, start=notices.partial, known=approved(GS, AG)),
        put5({STATES: []}, start=notices.partial, known=approved(GS, GP, AG)),
        put5({STATES: []}, start=notices.partial, known=approved(GS, RA)),
        put5({SROS: []}, start=notices.partial, known=approved(AG, ("NY", "AG"))),
    ],
)

test_u5_par_05 = asked(
    "U5-PAR-05",
    types="P",
    severity="warning",
    finds=[put5({}, SROS, start=notices.partial, known=approved(GS, AG))],
    passes=[
        put5({}, start=notices.partial),
        put5({}, start=notices.partial, known=approved(GS, GP, AG)),
        put5({}, start=notices.partial, known=holds()),
    ],
)

AFFILIATED = "/affiliated/0"
BOTH = spells(OPEN, (AFFILIATE, BEGAN, None))
test_u5_aff_01 = asked(
    "U5-AFF-01",
    types="FP",
    finds=[
        put5({}, f"{AFFILIATED}/affiliate_firm_crd", start=notices.discharged, known=spells(OPEN)),
        put5(
            {},
            f"{AFFILIATED}/affiliate_firm_crd",
            start=notices.discharged,
            known=Known(firm=Firm(crd=FIRM, affiliates=frozenset({OTHER_FIRM}))),
        ),
        put5({f"{AFFILIATED}/affiliate_firm_crd": GONE}, f"{AFFILIATED}/affiliate_firm_crd", start=notices.discharged),
    ],
    passes=[put5({}), put5({}, start=notices.discharged), put5({}, start=notices.discharged, known=BOTH)],
)

test_u5_aff_02 = asked(
    "U5-AFF-02",
    types="F",
    finds=[
        put5({f"{AFFILIATED}/reason": GONE}, f"{AFFILIATED}/reason", start=notices.discharged),
        put5({f"{AFFILIATED}/date_of_termination": ""}, f"{AFFILIATED}/date_of_termination", start=notices.discharged),
    ],
    passes=[
        put5({}),
        put5({}, start=notices.discharged),
        put5({f"{AFFILIATED}/reason": GONE, f"{AFFILIATED}/full_termination": False}, start=notices.discharged),
    ],
)


# A rule that allows something has nothing to find; that it allows it is what is tried.
test_u5_ful_04 = asked(
    "U5-FUL-04",
    types="F",
    finds=[],
    passes=[put5({}), put5({REASON: "DECEASED"}), put5({WHY: GONE}, start=notices.discharged)],
    tried=put5({}),
)


def test_what_a_late_form_costs_stands_in_the_rulebook():
    fees = rulebook.on(AS_OF).fees
    (late,) = judged("U5-DAT-04", put5({DATE: "2026-10-23"}))
    assert late.message == (
        f"This form was due on 22 November 2026. The late fee is ${fees['U5_LATE'].amount:.0f}, on top of "
        f"${fees['U5_TERMINATION'].amount:.0f} for the form."
    )
    (adviser,) = judged("U5-DAT-04", put5({DATE: "2026-10-23"}, known=ADVISER))
    assert adviser.message.endswith("no late fee is charged.")
