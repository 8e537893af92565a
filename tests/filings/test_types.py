"""Which type of filing it is (forms.md 2.1)."""

import pytest

from finpro.filings.enums import FilingType as T
from finpro.filings.policies.types import choose

NEW = {
    "here": None,
    "elsewhere": False,
    "continues": True,
    "earlier": False,
    "registration_requested": True,
    "on_schedule": False,
}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, T.INITIAL),
        ({"earlier": True}, T.RELICENSE),
        ({"elsewhere": True, "earlier": True}, T.DUAL),
        ({"elsewhere": True, "earlier": True, "continues": False}, T.RELICENSE),
        ({"here": "REGISTERED", "earlier": True}, T.AMENDMENT),
        ({"here": "REGISTERED", "elsewhere": True, "earlier": True}, T.AMENDMENT),
        ({"on_schedule": True, "registration_requested": False}, T.PAGE2_INITIAL),
        ({"on_schedule": True, "registration_requested": False, "here": "OWNER_OFFICER"}, T.PAGE2_AMENDMENT),
        ({"on_schedule": True}, T.INITIAL),
        ({"on_schedule": True, "here": "OWNER_OFFICER"}, T.AMENDMENT),
        ({"on_schedule": True, "registration_requested": False, "here": "REGISTERED"}, T.AMENDMENT),
    ],
)
def test_the_type_follows_from_where_the_person_is(facts, expected):
    choice = choose(**{**NEW, **facts})
    assert choice.type is expected
    assert [reason.rule for reason in choice.reasons] == ["U4-FRM-04"]
