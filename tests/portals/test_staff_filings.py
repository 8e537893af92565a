"""The registry reads a form as it was filed, with what it costs, whether it was late, and what came of it."""

from datetime import UTC, datetime

import pytest
import time_machine

from finpro.casework.selectors.request import request_page
from finpro.filings.models import Filing
from finpro.registry.models import RegistrationRequest
from tests import waiting_jobs
from tests.casework import people
from tests.filings import desk, filed
from tests.portals.signed_in import text, visitor

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def place():
    return desk.desk(AT)


@pytest.fixture
def filing(place):
    row = filed.ready(place, AT)
    filed.submit(row, place, AT)
    waiting_jobs.do()
    row.refresh_from_db()
    return row


@pytest.fixture
def sam():
    return visitor("reader", staff=["registrations.view", "registrations.decide", "record.view"])


def test_a_filing_is_read_as_it_was_filed(sam, filing):
    assert filing.state == "ACCEPTED"
    words = text(sam.get(f"/registry/filings/{filing.pk}"))
    for part in (
        filing.receipt,
        "Accepted",
        "Registrations asked for",
        "Fees of the filing",
        "The form as it was filed",
    ):
        assert part in words
    row = RegistrationRequest.objects.order_by("id").first()
    page = sam.get(f"/registry/registrations/{row.pk}")
    assert f"/registry/filings/{filing.pk}" in page.content.decode()
    assert "Why it is not approved by itself" in text(page)
    assert f"{RegistrationRequest.objects.count()} pieces of work" in text(
        sam.get(f"/registry/registrations?receipt={filing.receipt.lower()}")
    )


def test_why_it_is_not_approved_stands_with_its_rules(filing):
    viewer = people.staff("tess", AT, ["registrations.view"])
    row = RegistrationRequest.objects.order_by("id").first()
    shown = request_page(viewer, row.pk, AT)
    assert {point.reason for point in shown.automatic} == {one.reason for one in shown.missing}
    assert all(point.rule and point.text for point in shown.automatic)
    assert shown.late is None


def test_a_draft_is_no_filing(sam, place):
    draft = filed.ready(place, AT)
    assert sam.get(f"/registry/filings/{draft.pk}").status_code == 404
    assert Filing.objects.get().receipt is None
