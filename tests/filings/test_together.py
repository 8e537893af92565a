"""Two of the firm and the person at one draft, doing at random what they may: nothing is lost, no state is illegal."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from finpro.filings import services
from finpro.filings.enums import OPEN_TO_PERSON, TRANSITIONS, Access, State
from finpro.filings.models import Answer, Entry, Filing, Move, SectionShare
from finpro.filings.policies.documents import scatter
from finpro.filings.policies.sections import section_of
from finpro.kernel import errors
from tests.filings.desk import BASE, desk, draft

AT = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SECTIONS = ["general", "residences"]
PATHS = ["/general/suffix", "/general/middle_name", "/residences/r1/city", "/residences/r1/street1"]
WHO = st.sampled_from(["filer", "second", "human"])


class Together(RuleBasedStateMachine):
    """`truth` is what every answer must hold: it changes by a write that was said to be done, and by nothing else.

    `read` is what each of them has on screen: value and version by path.
    """

    @initialize()
    def begin(self):
        self.point = transaction.atomic()
        self.point.__enter__()
        self.place = desk(AT)
        self.filing = draft(self.place, AT).pk
        base = scatter(BASE).answers
        self.truth = {path: base.get(path) for path in PATHS}
        self.read = {}
        self.clock = 0
        for who in ("filer", "second", "human"):
            self.look(who)

    def teardown(self):
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def now(self):
        self.clock += 1
        return AT + timedelta(seconds=self.clock)

    def look(self, who):
        found = Answer.objects.filter(filing=self.filing, path__in=PATHS)
        self.read[who] = dict.fromkeys(PATHS, (None, 0)) | {row.path: (row.value, row.version) for row in found}

    def attempt(self, act):
        """What the act gave; None where it was refused, and then nothing changed."""
        try:
            with transaction.atomic():
                return act()
        except errors.FinproError:
            return None

    @rule(who=WHO)
    def reload(self, who):
        self.look(who)

    @rule(who=WHO, path=st.sampled_from(PATHS), value=st.sampled_from(["A", "B", "C", None]))
    def write(self, who, path, value):
        before = Filing.objects.get(pk=self.filing)
        version = self.read[who][path][1]
        latest = Answer.objects.filter(filing=self.filing, path=path).values_list("version", flat=True).first() or 0
        by = getattr(self.place, who)
        open_ = SectionShare.objects.filter(filing=self.filing, section=section_of(path), rep_may_edit=True).exists()
        told = self.attempt(
            lambda: services.save(
                filing_id=self.filing, changes=[services.Change(path, value, version)], by=by, at=self.now()
            )
        )
        if told is None:
            closed = before.state == State.PENDING_REP_SIGNATURE
            assert closed or (who == "human" and (before.state not in OPEN_TO_PERSON or not open_))
            return
        assert who != "human" or (open_ and before.state in OPEN_TO_PERSON)
        if told.conflicts:
            (conflict,) = told.conflicts
            assert version != latest
            assert (conflict.mine, conflict.theirs, conflict.version) == (value, self.truth[path], latest)
            return
        assert version == latest or value == self.truth[path]
        self.truth[path] = value
        self.read[who][path] = (value, told.versions[path])

    @rule(sections=st.lists(st.sampled_from(SECTIONS), unique=True))
    def share(self, sections):
        access = Access.PARTIAL if sections else Access.NONE
        self.attempt(
            lambda: services.give_access(
                filing_id=self.filing, access=access, sections=sections, by=self.place.filer, at=self.now()
            )
        )

    @rule()
    def hand_back(self):
        self.attempt(lambda: services.hand_back(filing_id=self.filing, by=self.place.human, at=self.now()))

    @rule(to=st.sampled_from([State.PENDING_REP_SIGNATURE, State.REP_SIGNED, State.DRAFT, State.FIRM_REVIEW]))
    def move(self, to):
        """What signing does to the state; the table says when it may."""
        before = State(Filing.objects.get(pk=self.filing).state)
        if before in {State.DRAFT, State.FIRM_REVIEW, State.PENDING_REP_SIGNATURE} or to is State.DRAFT:
            self.attempt(
                lambda: services.move(filing=services.lock(self.filing), to=to, by=self.place.filer, at=self.now())
            )

    @rule(who=WHO, restore=st.booleans())
    def remove_or_restore(self, who, restore):
        verb = services.restore_row if restore else services.remove_row
        entry = Entry.objects.get(filing=self.filing, row="r1")
        self.attempt(
            lambda: verb(
                filing_id=self.filing, list_path="/residences", row="r1", by=getattr(self.place, who), at=self.now()
            )
        )
        if Entry.objects.get(pk=entry.pk).removed_at is not None:
            # A removed row cannot be written; put it back, so that writing it goes on.
            with transaction.atomic():
                Entry.objects.filter(pk=entry.pk).update(removed_at=None, removed_by=None)

    @invariant()
    def nothing_is_lost(self):
        if hasattr(self, "filing"):
            found = dict(Answer.objects.filter(filing=self.filing, path__in=PATHS).values_list("path", "value"))
            assert {path: found.get(path) for path in PATHS} == self.truth, json.dumps(self.truth)

    @invariant()
    def every_step_is_one_of_the_table(self):
        if hasattr(self, "filing"):
            steps = Move.objects.filter(filing=self.filing).order_by("id").values_list("before", "after")
            at = ""
            for before, after in steps:
                assert before == at
                assert not before or (State(before), State(after)) in TRANSITIONS
                at = after
            assert Filing.objects.get(pk=self.filing).state == at


@pytest.mark.django_db
def test_nothing_is_lost_and_no_state_is_illegal_whatever_they_do():
    run_state_machine_as_test(
        Together,
        settings=settings(
            max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
