"""Qualification, validity of exams, disqualification and late fees; worked examples by their id in the rules."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.kernel import errors
from finpro.registry.policies import disqualification, late_fee, qualification, validity
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.facts import from_json

TODAY = date(2026, 11, 22)


def facts(**given):
    return from_json(given)


def one(decisions):
    (found,) = decisions.decisions
    return found


def asked(regulator, category, *, on=TODAY, **given):
    given["request"] = {"requests": [{"regulator": regulator, "category": category}]}
    return one(qualification.decide(facts(**given), on))


def rules(decision):
    return [reason.rule for reason in decision.reasons]


def exam(code, on, result="PASS"):
    return {"code": code, "on": on, "result": result}


def held(regulator, category, since, until=None):
    return {"regulator": regulator, "category": category, "approved_on": since} | ({"ended_on": until} if until else {})


def test_ex_b_series_7_without_the_sie_does_not_qualify():
    decision = asked("FINRA", "GS", exams=[exam("S7", "2026-05-01")])
    assert decision.outcome == "needs_exam"
    assert "SIE is missing" in decision.reasons[-1].text
    assert {"EX-02", "RG-03"} <= set(rules(decision))


def test_sd_b_a_conviction_disqualifies_for_ten_years():
    events = [{"kind": "felony_conviction", "from": "2018-05-01", "until": None}]
    for on, outcome in ((date(2028, 5, 1), "disqualified"), (date(2028, 5, 2), "not_disqualified")):
        decision = one(disqualification.decide(facts(disqualifications=events), on))
        assert (decision.outcome, decision.dates) == (outcome, {"until": date(2028, 5, 1)})
    assert asked("FINRA", "GS", disqualifications=events).outcome == "blocked"


@pytest.mark.parametrize(
    ("event", "on", "outcome"),
    [
        ({"kind": "bar", "from": "1999-01-01"}, TODAY, "disqualified"),
        ({"kind": "injunction", "from": "1980-01-01"}, TODAY, "disqualified"),
        ({"kind": "suspension", "from": "2026-01-01", "until": "2026-06-30"}, TODAY, "not_disqualified"),
        ({"kind": "suspension", "from": "2026-01-01", "until": "2026-11-22"}, TODAY, "disqualified"),
        ({"kind": "misdemeanor_conviction", "from": "2016-11-22"}, TODAY, "disqualified"),
        ({"kind": "misdemeanor_conviction", "from": "2016-11-21"}, TODAY, "not_disqualified"),
        ({"kind": "felony_conviction", "from": "2020-01-01", "until": "2024-01-01"}, TODAY, "not_disqualified"),
        ({"kind": "willful_violation", "from": "2027-01-01"}, TODAY, "not_disqualified"),
    ],
)
def test_sd_01_how_long_each_kind_lasts(event, on, outcome):
    decision = one(disqualification.decide(facts(disqualifications=[event]), on))
    assert decision.outcome == outcome
    assert decision.reasons[0].rule == "SD-01"


@pytest.mark.parametrize(
    ("exams", "registrations", "on", "outcome", "until"),
    [
        ([exam("S7TO", "2024-11-22")], [], TODAY, "valid", date(2026, 11, 22)),
        ([exam("S7TO", "2024-11-21")], [], TODAY, "expired", date(2026, 11, 21)),
        ([exam("SIE", "2022-11-22")], [], TODAY, "valid", date(2026, 11, 22)),
        ([exam("S7TO", "2020-01-01")], [held("FINRA", "GS", "2020-03-01")], TODAY, "valid", None),
        (
            [exam("S7TO", "2020-01-01")],
            [held("FINRA", "GS", "2020-03-01", "2025-01-31")],
            TODAY,
            "valid",
            date(2027, 1, 31),
        ),
        ([exam("S7TO", "2020-01-01")], [held("FINRA", "GS", "2022-01-02", "2025-01-31")], TODAY,
          "expired", date(2022, 1, 1)),
        ([exam("S7TO", "2018-02-28")], [held("FINRA", "GS", "2018-03-01", "2024-02-29")], TODAY,
          "expired", date(2026, 2, 28)),
        ([exam("S63", "2020-01-01")], [held("NY", "AG", "2020-02-01", "2025-06-30")], TODAY,
          "valid", date(2027, 6, 30)),
        ([exam("S63", "2020-01-01")], [held("FINRA", "GS", "2020-02-01")], TODAY, "expired", date(2022, 1, 1)),
        ([exam("SIE", "2019-01-01")], [held("FINRA", "IR", "2019-02-01", "2023-06-30")], TODAY,
          "valid", date(2027, 6, 30)),
    ],
)  # fmt: skip
def test_ex_03_to_ex_05_how_long_an_exam_counts(exams, registrations, on, outcome, until):
    decision = one(validity.decide(facts(exams=exams, registrations=registrations), on))
    assert (decision.outcome, decision.dates.get("valid_until")) == (outcome, until)


def test_ex_06_the_first_of_series_9_and_10_is_void_when_the_second_comes_too_late():
    late = validity.decide(facts(exams=[exam("S9", "2024-01-10"), exam("S10", "2026-01-11")]), TODAY)
    assert [decision.outcome for decision in late.decisions] == ["void", "valid"]
    near = validity.decide(facts(exams=[exam("S9", "2024-01-10"), exam("S10", "2026-01-10")]), date(2026, 1, 10))
    assert [decision.outcome for decision in near.decisions] == ["valid", "valid"]


def test_ex_07_credit_counts_as_a_pass_and_a_failure_does_not():
    given = [exam("SIE", "2026-01-01", "CREDIT"), exam("S7TO", "2026-02-01")]
    assert asked("FINRA", "GS", exams=given).outcome == "qualified"
    assert asked("FINRA", "GS", exams=[given[0], exam("S7TO", "2026-02-01", "FAIL")]).outcome == "needs_exam"
    assert len(validity.decide(facts(exams=[exam("S7TO", "2026-02-01", "NO_SHOW")]), TODAY).decisions) == 0


def test_a_whole_exam_of_before_the_split_counts_for_both_halves():
    gone = [held("FINRA", "GS", "2010-06-01", "2025-06-30")]
    assert asked("FINRA", "GS", exams=[exam("S7", "2010-05-01")], registrations=gone).outcome == "qualified"


@pytest.mark.parametrize("state", ["CO", "DC", "FL", "LA", "MD", "PR"])
def test_rg_01_states_that_ask_for_no_series_63(state):
    assert asked(state, "AG").outcome == "qualified"


@pytest.mark.parametrize(
    ("exams", "registrations", "outcome"),
    [
        ([], [], "needs_exam"),
        ([exam("S63", "2026-01-01")], [], "qualified"),
        ([exam("S66", "2026-01-01")], [], "needs_exam"),
        ([exam("S66", "2026-01-01"), exam("S7TO", "2026-01-01"), exam("SIE", "2026-01-01")], [], "qualified"),
        ([exam("S66", "2026-01-01")], [held("FINRA", "GS", "2020-01-01")], "qualified"),
        ([exam("S66", "2020-01-01")], [held("FINRA", "GS", "2020-01-01")], "needs_exam"),
    ],
)
def test_rg_01_series_63_or_66_with_7(exams, registrations, outcome):
    assert asked("NY", "AG", exams=exams, registrations=registrations).outcome == outcome


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({}, "needs_exam"),
        ({"exams": [exam("S65", "2025-01-01")]}, "qualified"),
        ({"exams": [exam("S65", "2024-11-21")]}, "needs_exam"),
        ({"exams": [exam("S66", "2026-01-01"), exam("S7TO", "2026-01-01"), exam("SIE", "2026-01-01")]}, "qualified"),
        ({"exams": [exam("S66", "2026-01-01")], "registrations": [held("FINRA", "GS", "2020-01-01")]}, "qualified"),
        ({"exams": [exam("S66", "2026-01-01"), exam("S7TO", "2020-01-01")]}, "needs_exam"),
        ({"person": {"designations": ["CFP"]}}, "qualified"),
        ({"registrations": [held("TX", "RA", "2015-01-01", "2024-11-22")]}, "qualified"),
        ({"registrations": [held("TX", "RA", "2015-01-01", "2024-11-21")]}, "needs_exam"),
    ],
)
def test_rg_02_any_one_of_the_ways_qualifies_an_adviser(given, outcome):
    decision = asked("NY", "RA", **given)
    assert decision.outcome == outcome
    assert "RG-02" in rules(decision)


def test_rg_03_the_reasons_name_what_is_missing():
    decision = asked("FINRA", "RS", exams=[exam("SIE", "2026-01-01"), exam("S86", "2026-01-01")])
    assert [reason.text.split()[0] for reason in decision.reasons if reason.rule == "RG-03"] == ["S87"]


def test_rg_07_a_category_that_needs_another_beside_its_exam():
    given = {"exams": [exam(code, "2026-01-01") for code in ("SIE", "S24", "S79TO")]}
    assert asked("FINRA", "BP", **given).outcome == "blocked"
    both = {"request": {"requests": [{"regulator": "FINRA", "category": code} for code in ("BP", "IB")]}}
    found = qualification.decide(facts(**given, **both), TODAY).decisions
    assert [decision.outcome for decision in found] == ["qualified", "qualified"]


def test_a_principal_needs_what_stands_beside_the_exam():
    alone = asked("FINRA", "GP", exams=[exam("S24", "2026-01-01")])
    assert alone.outcome == "needs_exam"
    beside = asked("FINRA", "GP", exams=[exam("S24", "2026-01-01")], registrations=[held("FINRA", "GS", "2020-01-01")])
    assert beside.outcome == "qualified"


@pytest.mark.parametrize(("regulator", "category"), [("FINRA", "AG"), ("NY", "GS"), ("FINRA", "AR")])
def test_what_a_regulator_does_not_register_is_blocked(regulator, category):
    decision = asked(regulator, category)
    assert (decision.outcome, rules(decision)) == ("blocked", ["U4-REG-03"])


@pytest.mark.parametrize(
    ("late", "fee"), [(-5, "0"), (0, "0"), (1, "100"), (2, "125"), (60, "1575"), (400, "1575")]
)  # fmt: skip
def test_late_fee_of_section_10(late, fee):
    filed_on = date(2026, 1, 1) + timedelta(days=30 + late)
    decision = late_fee.disclosure(date(2026, 1, 1), filed_on)
    assert decision.amounts["fee"] == Decimal(fee)
    assert decision.outcome == ("late" if late > 0 else "on_time")
    assert decision.dates["due_on"] == date(2026, 1, 31)


def test_ten_days_where_a_disqualification_is_involved():
    request = {"learned_on": "2026-01-01", "filed_on": "2026-01-12", "statutory_disqualification": True}
    decision = one(late_fee.decide(facts(request=request), TODAY))
    assert (decision.outcome, decision.amounts["fee"]) == ("late", Decimal("100"))
    assert "$100.00 for the first day and 0 × $25.00" in decision.reasons[-1].text


def test_a_late_u5_costs_one_fee():
    decision = one(late_fee.decide(facts(request={"terminated_on": "2026-01-01", "filed_on": "2026-06-01"}), TODAY))
    assert (decision.subject, decision.outcome, decision.amounts["fee"]) == ("u5", "late", Decimal("80"))
    on_time = one(late_fee.decide(facts(request={"terminated_on": "2026-01-01", "filed_on": "2026-01-31"}), TODAY))
    assert on_time.outcome == "on_time"


def test_a_late_fee_of_nothing_is_refused_with_what_to_give():
    with pytest.raises(errors.Invalid) as refused:
        late_fee.decide(facts(), TODAY)
    assert refused.value.findings[0].pointer == "/request"


@given(st.dates(date(2014, 1, 1), date(2030, 1, 1)), st.integers(-400, 4000))
def test_the_fee_never_falls_with_time_and_never_passes_its_most(learned, wait):
    fees = [late_fee.disclosure(learned, learned + timedelta(days=wait + more)).amounts["fee"] for more in (0, 1)]
    assert fees[0] <= fees[1] <= Decimal("1575")


_categories = st.sampled_from(["GS", "GP", "BP", "RS", "AG", "RA", "FN"])
_exams = st.lists(
    st.builds(
        lambda code, on: exam(code, on.isoformat()),
        st.sampled_from(["SIE", "S7TO", "S7", "S24", "S63", "S65", "S66", "S27", "S86", "S87", "S9", "S10"]),
        st.dates(date(2015, 1, 1), TODAY),
    ),
    max_size=6,
)


@given(_categories, _exams, _exams)
def test_more_exams_never_make_anybody_less_qualified(category, some, more):
    where = "NY" if category in {"AG", "RA"} else "FINRA"
    pairs = {"S9", "S10"}  # the one exception: a second part that comes too late voids the first (EX-06)
    more = [one for one in more if one["code"] not in pairs]
    order = ["blocked", "needs_exam", "qualified"]
    fewer = asked(where, category, exams=some).outcome
    assert order.index(asked(where, category, exams=some + more).outcome) >= order.index(fewer)


@given(_categories, _exams)
def test_every_reason_names_a_rule_of_the_rulebook(category, exams):
    where = "NY" if category in {"AG", "RA"} else "FINRA"
    decision = asked(where, category, exams=exams)
    assert decision.reasons
    assert {reason.rule for reason in decision.reasons} <= set(rulebook.on(TODAY).rules)


def test_a_late_form_u5_costs_one_fee_on_top_and_none_for_an_adviser_alone():
    request = {"terminated_on": "2026-09-01", "filed_on": "2026-10-02"}
    fees = rulebook.on(date(2026, 10, 2)).fees
    late = one(late_fee.decide(facts(request=request, registrations=[held("FINRA", "GS", "2020-01-01")]), TODAY))
    assert (late.outcome, late.amounts["fee"]) == ("late", fees["U5_LATE"].amount)
    assert f"on top of ${fees['U5_TERMINATION'].amount} for the form" in late.reasons[-1].text
    adviser = one(late_fee.decide(facts(request=request, registrations=[held("NJ", "RA", "2020-01-01")]), TODAY))
    assert (adviser.outcome, adviser.amounts["fee"]) == ("late", Decimal(0))
    assert [(reason.rule, reason.holds) for reason in adviser.reasons] == [("LV-01", False), ("FEE-04", False)]
    unknown = one(late_fee.decide(facts(request=request), TODAY))
    assert unknown.amounts == late.amounts
