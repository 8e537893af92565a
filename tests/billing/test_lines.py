"""What an accepted filing costs, line by line, and who may see it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from finpro.billing import selectors, services
from finpro.billing.models import FeeLine
from finpro.billing.policies import fees_of_u4
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat, system
from finpro.registry.policies import late_fee
from finpro.rulebook import lookup as rulebook
from tests.registry import small_world as world

ON = date(2026, 11, 23)


def lines(**changed):
    given = {"type": "AMENDMENT", "filed_on": ON, "categories": [], "discloses": False, "late": None, "exams": []}
    return [(line.code, line.rule, line.amount) for line in fees_of_u4(**(given | changed))]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"type": "INITIAL", "categories": ["GS"]}, [("U4_REGISTRATION", "FEE-01", Decimal("125.00"))]),
        ({"type": "RELICENSE", "categories": ["AG", "RA"]}, [("U4_REGISTRATION", "FEE-01", Decimal("125.00"))]),
        ({"type": "INITIAL", "categories": ["RA"]}, []),
        ({"type": "AMENDMENT", "categories": ["GP"]}, []),
        ({"type": "INITIAL", "categories": ["GS"], "filed_on": date(2022, 12, 31)}, [
            ("U4_REGISTRATION", "FEE-01", Decimal("100.00"))
        ]),
        ({"discloses": True}, [("DISCLOSURE_PROCESSING", "FEE-02", Decimal("155.00"))]),
        ({"exams": ["SIE", "SIE"]}, [("EXAM", "FEE-05", Decimal("100.00"))]),
        ({"exams": ["SIE"], "filed_on": date(2025, 12, 31)}, [("EXAM", "FEE-05", Decimal("80.00"))]),
    ],
)  # fmt: skip
def test_each_fee_follows_its_rule_on_the_day_of_filing(changed, expected):
    assert lines(**changed) == expected


def test_a_late_disclosure_carries_what_its_amount_was_computed_from():
    late = late_fee.disclosure(ON - timedelta(days=32), ON)
    (line,) = fees_of_u4(type="AMENDMENT", filed_on=ON, categories=[], discloses=False, late=late, exams=[])
    assert (line.rule, line.amount) == ("FEE-03", Decimal("125"))
    assert line.figures == {"late_days": 2, "charged_days": 2, "due_on": (ON - timedelta(days=2)).isoformat()}
    on_time = late_fee.disclosure(ON - timedelta(days=30), ON)
    assert lines(late=on_time) == []


def test_every_rule_of_a_line_stands_in_the_rulebook():
    assert {f"FEE-0{number}" for number in range(1, 6)} <= set(rulebook.on(ON).rules)


@pytest.mark.django_db
def test_a_line_is_noted_once_and_stays_open(at):
    firm = world.firm(501, "Alder Securities LLC")
    made = fees_of_u4(type="INITIAL", filed_on=ON, categories=["GS"], discloses=True, late=None, exams=["SIE", "S7TO"])
    for _ in range(2):
        services.charge(
            firm_id=firm.pk, person_id=None, lines=made, about="filing:1", on=ON, by=system("filings"), at=at
        )
    assert FeeLine.objects.count() == 4
    viewer = Actor(Hat.FIRM, "account:1", 1, firm_id=firm.pk, entitlements=frozenset({"roster.view"}))
    found = selectors.list_lines(viewer, firm.pk, "filing:1")
    assert [(line.label, line.open) for line in found] == [
        ("Initial or transfer Form U4", True),
        ("Disclosure processing", True),
        ("Exam SIE", True),
        ("Exam S7TO", True),
    ]
    with pytest.raises(errors.NotFound):
        selectors.list_lines(Actor(Hat.FIRM, "account:2", 2, firm_id=firm.pk + 1), firm.pk, "filing:1")
