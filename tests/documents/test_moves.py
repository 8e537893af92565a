"""The database refuses a move of a document that the table does not list."""

import uuid

import pytest
from django.db import DatabaseError, transaction

from finpro.documents.enums import TRANSITIONS, State
from finpro.documents.models import Document


@pytest.mark.django_db
@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("after", State)
def test_only_listed_moves_are_possible(before, after, at):
    finished = None if before == State.ASKED else at
    row = Document.objects.create(
        pk=uuid.uuid4(), kind="record", owner_id=1, parameters={}, state=before, asked_at=at, finished_at=finished
    )
    moved = Document.objects.filter(pk=row.pk)
    change = {"state": after, "finished_at": None if after == State.ASKED else at}
    if before == after or (before, after) in TRANSITIONS:
        assert moved.update(**change) == 1
        return
    with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
        moved.update(**change)
