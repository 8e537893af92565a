"""The middleware around every view."""

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext

from finpro.kernel.http.transactions import read_only
from finpro.kernel.models import Effect


@pytest.mark.django_db
def test_nothing_is_written_in_a_read_only_block_and_the_outer_transaction_writes_again(at):
    with pytest.raises(InternalError), read_only():
        Effect.objects.create(key="a", done_at=at)
    Effect.objects.create(key="b", done_at=at)
    assert list(Effect.objects.values_list("key", flat=True)) == ["b"]


@pytest.mark.django_db(transaction=True)
def test_the_outermost_read_only_block_sends_no_query_of_its_own(at):
    with CaptureQueriesContext(connection) as queries, read_only():
        assert not Effect.objects.exists()
    assert [query["sql"].split()[0] for query in queries] == ["BEGIN", "SELECT", "COMMIT"]
    with pytest.raises(InternalError), read_only(), transaction.atomic():
        Effect.objects.create(key="a", done_at=at)
    assert connection.connection.read_only is None
    Effect.objects.create(key="b", done_at=at)
    assert Effect.objects.count() == 1
