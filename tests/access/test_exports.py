"""Files for a spreadsheet: what they hold, and that no name becomes a formula."""

import csv
import io
from datetime import UTC, datetime

import pytest

from finpro.access import exports, selectors
from finpro.accounts.models import User
from finpro.journeys import certify
from tests.access import firm as firms

pytestmark = pytest.mark.django_db
OPENS = datetime(2026, 4, 15, 17, tzinfo=UTC)


@pytest.fixture
def alder():
    return firms.staffed(OPENS)


def rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_who_may_do_what_has_a_line_a_user_and_a_column_an_entitlement(alder):
    head, *lines = rows(exports.members_csv(selectors.list_members(alder.boss.actor)))
    assert [line[0] for line in lines] == ["Ada", "Bo", "Fay"]
    fay = dict(zip(head, lines[2], strict=True))
    assert (fay["E-mail address"], fay["Second factor"], fay["Last access"]) == ("f•••@example.org", "No", "Never")
    assert fay["Since"] == "15 April 2026, 1:00 p.m. EDT"
    assert [name for name, held in fay.items() if held == "Yes"] == [
        "See the firm's people",
        "Draft Form U4",
        "File Form U4",
    ]


def test_the_report_says_what_was_decided_by_whom(alder):
    certify.open_year(by=alder.boss.actor, at=OPENS)
    certify.keep(membership_ids=[alder.filer.membership.pk], by=alder.boss.actor, at=OPENS)
    head, ada, fay = rows(exports.report_csv(selectors.certification_report(alder.boss.actor, 2026)))
    assert dict(zip(head, ada, strict=True))["Decision"] == "Not decided"
    assert fay[-3:] == ["Keep as it is", "15 April 2026, 1:00 p.m. EDT", "Bo"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_a_name_never_becomes_a_formula(alder, name):
    User.objects.filter(pk=alder.filer.user_id).update(name=name)
    names = [line[0] for line in rows(exports.members_csv(selectors.list_members(alder.boss.actor)))]
    assert f"'{name}" in names


def test_a_comma_and_a_quote_stay_in_their_cell(alder):
    User.objects.filter(pk=alder.filer.user_id).update(name='Fay "F", Filer')
    assert 'Fay "F", Filer' in [line[0] for line in rows(exports.members_csv(selectors.list_members(alder.boss.actor)))]
