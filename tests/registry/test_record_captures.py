"""Captures written to the database, whatever they say and however they arrive."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from finpro.registry import models
from finpro.registry import services as registry
from finpro.registry.policies import captures as policy
from tests.journeys.import_files import contents
from tests.registry.captures import any_capture, capture, day, legal_name, spell

pytestmark = pytest.mark.django_db

# What belongs to no one person: the source that named a firm or branch first.
SHARED = {"registry_firm", "registry_firmname", "registry_branch"}


def written(batches) -> dict[str, list[tuple[object, ...]]]:
    """The record after these batches, each in the order given; nothing stays."""
    with transaction.atomic():
        for batch in batches:
            outcome = registry.record_captures(captures=[registry.seal(item) for item in batch], run=None)
            assert outcome.refused == []
        found = contents(history=False)
        transaction.set_rollback(True)
    return {table: rows for table, rows in found.items() if table not in SHARED}


@settings(max_examples=25)
@given(st.lists(any_capture(), min_size=1, max_size=4, unique_by=policy.encode))
def test_one_by_one_in_any_order_or_all_at_once_gives_the_same_record(captures):
    at_once = written([captures])
    assert written([[item] for item in captures]) == at_once
    assert written([[item] for item in reversed(captures)]) == at_once


def test_rows_that_nothing_changed_are_not_written_again():
    first = registry.seal(capture(0, legal_name("OAKES"), spell(101, day(-9))))
    second = registry.seal(capture(10, legal_name("OAKES"), spell(101, day(-9))))
    registry.record_captures(captures=[first], run=None)
    outcome = registry.record_captures(captures=[second], run=None)
    assert (outcome.rows.added, outcome.rows.amended, outcome.rows.removed) == (0, 0, 0)
    assert models.Source.objects.count() == 2
    again = registry.record_captures(captures=[first, second], run=None)
    assert (again.known, again.captures) == (2, 0)
