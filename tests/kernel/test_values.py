"""Rules that can be asked or enforced, and the small values of the kernel."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpro.kernel import clock, days, errors, ids, money, trace
from finpro.kernel.actor import Actor, Hat, system
from finpro.kernel.rules import Rule


def _even(number: int) -> None:
    if number % 2:
        raise errors.Refusal(f"{number} is odd.", "T-01")


def test_a_rule_is_enforced_or_asked():
    rule = Rule(_even)
    rule(2)
    assert rule.ok(2)
    assert rule.why_not(2) is None
    assert rule.why_not(3) == "3 is odd."
    with pytest.raises(errors.Refusal) as refused:
        rule(3)
    assert refused.value.code == "T-01"


def test_an_unexpected_error_of_a_rule_is_not_an_answer():
    def broken() -> None:
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        Rule(broken).ok()


def test_the_legal_date_is_new_yorks():
    assert clock.legal_date(datetime(2026, 1, 1, 4, 59, tzinfo=UTC)) == date(2025, 12, 31)
    assert clock.legal_date(datetime(2026, 1, 1, 5, 0, tzinfo=UTC)) == date(2026, 1, 1)
    assert clock.legal_date(datetime(2026, 7, 1, 3, 59, tzinfo=UTC)) == date(2026, 6, 30)


@given(st.decimals(min_value=-10_000, max_value=10_000, places=3))
def test_money_has_two_places_and_reads_back(amount: Decimal):
    text = money.as_json(amount)
    assert money.usd(text) == money.usd(amount)
    assert len(text.rpartition(".")[2]) == 2


def test_references_can_be_read_out():
    reference = ids.reference()
    assert len(reference) == 8
    assert not set(reference) & set("01ILO")


def test_the_id_at_work_is_known_inside_the_block_only():
    assert trace.current() == ""
    with trace.following("abc"):
        assert trace.current() == "abc"
    assert trace.current() == ""


def test_an_actor_may_what_he_is_entitled_to():
    actor = Actor(Hat.FIRM, "account:1", 1, firm_id=2, entitlements=frozenset({"roster.view"}))
    assert actor.may("roster.view")
    assert not actor.may("u4.submit")
    assert system("import").label == "system:import"


@pytest.mark.parametrize(
    "text", ["2026-W47-1", "20261122", "2026-2-3", "2023-02-29", "1899-12-31", "2200-01-01", "x" * 10]
)
def test_a_date_is_typed_in_one_way_only(text):
    with pytest.raises(errors.Invalid):
        days.typed(text, default=date(2026, 11, 23))
    assert days.asked(text, default=date(2026, 11, 23)) == (
        date(2026, 11, 23),
        "Enter a real date, such as 2026-11-22.",
    )


def test_a_typed_date_is_read_and_an_empty_text_is_the_default():
    assert days.typed("2024-02-29", default=date(2026, 11, 23)) == date(2024, 2, 29)
    assert days.asked("", default=date(2026, 11, 23)) == (date(2026, 11, 23), "")
