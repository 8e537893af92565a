"""Clocks of disclosure: who learned what when, and what lateness costs."""

from datetime import date
from decimal import Decimal

import pytest

from finpro.filings.policies import clocks
from finpro.rulebook.forms import loader
from tests.forms import documents, pages

FORM = loader.get("u4")


def amendment(*drps):
    made = documents.amendment()
    made["drps"] = list(drps)
    return made


def judgment(learned, **more):
    return pages.make("JUDG_OPEN", id="n1", date_learned=learned, **more)


@pytest.mark.parametrize(
    ("learned", "filed_on", "outcome", "fee"),
    [
        ("2026-10-24", date(2026, 11, 23), "on_time", "0"),
        ("2026-10-23", date(2026, 11, 23), "late", "100"),
        ("2026-01-01", date(2026, 11, 23), "late", "1575"),
    ],
)
def test_thirty_days_from_the_day_on_which_it_was_learned(learned, filed_on, outcome, fee):
    base = documents.amendment_base()
    decision = clocks.judge(FORM, amendment(judgment(learned)), base, filed_on)
    assert (decision.outcome, decision.amounts["fee"]) == (outcome, Decimal(fee))
    assert decision.reasons[0].rule == "U4-DRP-14"


def test_ten_days_where_the_question_disqualifies_and_the_oldest_event_counts():
    felony = pages.make("CRIM_CONVICTED", id="n2", learned_on="2026-11-10", learned_by="FIRM")
    made = amendment(judgment("2026-10-30"), felony)
    decision = clocks.judge(FORM, made, documents.amendment_base(), date(2026, 11, 23))
    assert decision.outcome == "late"
    assert decision.dates["due_on"] == date(2026, 11, 20)
    assert "CRIM says that the firm learned" in decision.reasons[0].text
    assert "Of 2 pages" in decision.reasons[0].text


def test_what_stood_before_has_no_clock_and_a_changed_comment_is_no_news():
    page = judgment("2026-01-01") | {"id": "r1"}
    base = documents.amendment_base() | {"drps": [page]}
    assert clocks.judge(FORM, amendment(page), base, date(2026, 11, 23)) is None
    assert clocks.judge(FORM, amendment(page | {"comment": "mine"}), base, date(2026, 11, 23)) is None
    changed = page | {"outstanding": False, "resolution": "SATISFIED"}
    assert clocks.judge(FORM, amendment(changed), base, date(2026, 11, 23)).outcome == "late"


def test_who_joins_a_firm_has_no_clock():
    made = documents.initial() | {"drps": [judgment("2020-01-01")]}
    assert clocks.judge(FORM, made, {}, date(2026, 11, 23)) is None
