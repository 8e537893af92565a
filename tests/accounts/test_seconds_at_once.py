"""Second factors tried from many connections at the same moment."""

import pytest
from django.db import transaction

from finpro.accounts import policies
from finpro.accounts.adapters import seconds
from finpro.accounts.enums import Way
from finpro.kernel import limits
from finpro.kernel.http import TooMany
from tests.accounts.account_factory import account, app_code, recovery_codes
from tests.at_once import many

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mae(at):
    with transaction.atomic():
        return account(at, app=True)


def tried(user, codes, at):
    """What each try came to, all of them begun together."""
    answers = many(len(codes), lambda number: seconds.code_way(user_id=user.pk, code=codes[number], at=at))
    return ["wait" if isinstance(answer, TooMany) else answer for answer in answers]


def test_fifty_guesses_are_five(mae, at):
    right = app_code(at)
    wrong = [f"{number:06}" for number in range(60) if f"{number:06}" not in {app_code(at, by) for by in (-1, 0, 1)}]
    answers = tried(mae, wrong[:50], at)
    free = policies.WRONG_SECONDS.free
    assert (answers.count(None), answers.count("wait")) == (free, 50 - free)
    assert limits.spent(policies.WRONG_SECONDS, str(mae.pk), at=at) == free
    assert tried(mae, [right], at) == ["wait"]


@pytest.mark.parametrize("way", [Way.TOTP, Way.RECOVERY])
def test_one_code_opens_one_session(mae, at, way):
    code = app_code(at) if way is Way.TOTP else recovery_codes(mae)[0]
    answers = tried(mae, [code] * 5, at)
    assert answers.count(way) == 1
