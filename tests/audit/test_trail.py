"""The trail: only added to, sealed in order, and every tampering proven."""

import threading
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from finpro.audit import policies, presenters, selectors, services
from finpro.audit import selectors as audit
from finpro.audit.models import Event, Seal
from finpro.audit.policies import Sealable
from finpro.kernel import trace
from finpro.kernel.actor import ANONYMOUS, Actor, Hat, system

TAG = "tests:event:happened"


def record(at, **values):
    return services.record(tag=TAG, by=system("tests"), at=at, subject="crd:1", **values)


def settled(at):
    """Three committed events under two seals."""
    record(at, data={"n": 1})
    record(at, data={"n": 2})
    first = services.seal(at=at)
    record(at, data={"n": 3})
    second = services.seal(at=at + timedelta(seconds=5))
    return first, second


@pytest.fixture
def tamper(database):
    """Run SQL as an owner who has set the triggers aside: what the chain is there to prove."""

    def run(statement, *parameters):
        with psycopg.connect(database.owner_url) as owner:
            owner.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
            owner.execute("ALTER TABLE audit_seal DISABLE TRIGGER USER")
            owner.execute(statement, parameters)
            owner.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
            owner.execute("ALTER TABLE audit_seal ENABLE TRIGGER USER")

    return run


@pytest.mark.django_db
def test_an_event_says_who_what_when_and_in_which_request(at):
    by = Actor(Hat.FIRM, "account:7", 7, firm_id=3)
    with trace.following("request-1"):
        event = services.record(
            tag="roster:list:seen", by=by, at=at, subject="firm:99", data={"count": 3}, reason="asked by phone"
        )
    event.refresh_from_db()
    assert (event.actor, event.hat, event.subject, event.request_id) == ("account:7", "firm", "firm:99", "request-1")
    assert (event.data, event.reason, event.at) == ({"count": 3}, "asked by phone", at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        assert event.xid == cursor.fetchone()[0]


@pytest.mark.parametrize("tag", ["two:parts", "Upper:case:tag", "four:parts:are:many", "a: b:c", ""])
@pytest.mark.django_db
def test_a_tag_has_three_parts(at, tag):
    with pytest.raises(DatabaseError), transaction.atomic():
        services.record(tag=tag, by=ANONYMOUS, at=at)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET reason = 'changed'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "DROP TABLE audit_event",
        "UPDATE audit_seal SET count = 0",
        "DELETE FROM audit_seal",
    ],
)
@pytest.mark.django_db
def test_the_sites_role_cannot_touch_what_is_written(at, statement):
    record(at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_event"])
@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_changes_it_by_the_way(at, database, statement):
    record(at)
    with psycopg.connect(database.owner_url) as owner, pytest.raises(psycopg.errors.RaiseException):
        owner.execute(statement)
    with psycopg.connect(database.owner_url) as owner, pytest.raises(psycopg.errors.RaiseException):
        owner.execute("TRUNCATE audit_event")


@pytest.mark.django_db(transaction=True)
def test_seals_join_into_a_chain_that_fits(at):
    first, second = settled(at)
    assert (first.count, second.count) == (2, 1)
    assert first.head != second.head
    found = audit.verify(expected_head=first.head)
    assert (found.seals, found.events, found.waiting, found.head) == (2, 3, 0, second.head)
    assert found.differences == ()
    assert services.seal(at=at) is None
    assert audit.oldest_waiting_at() is None


@pytest.mark.django_db(transaction=True)
def test_many_events_are_read_in_chunks(at, monkeypatch):
    monkeypatch.setattr(selectors, "CHUNK", 2)
    monkeypatch.setattr(services, "MOST", 5)
    for number in range(7):
        record(at, data={"n": number})
    assert [services.seal(at=at).count, services.seal(at=at).count] == [5, 2]
    assert services.seal(at=at) is None
    assert audit.verify().differences == ()


@pytest.mark.django_db(transaction=True)
def test_an_altered_event_is_proven(at, tamper):
    settled(at)
    tamper("UPDATE audit_event SET data = '{\"n\": 9}' WHERE data = '{\"n\": 1}'")
    (difference,) = audit.verify().differences
    assert difference.seal == Seal.objects.earliest("id").pk
    assert "not what was sealed" in difference.message


@pytest.mark.django_db(transaction=True)
def test_a_missing_event_is_proven(at, tamper):
    settled(at)
    tamper("DELETE FROM audit_event WHERE data = '{\"n\": 2}'")
    (difference,) = audit.verify().differences
    assert "1 of its 2 events are missing" in difference.message


@pytest.mark.django_db(transaction=True)
def test_an_inserted_event_is_proven(at, tamper):
    first, _ = settled(at)
    tamper(
        "INSERT INTO audit_event (xid, tag, at, actor, hat, data) VALUES (%s::text::xid8, %s, %s, 'x', 'x', '{}')",
        first.through_xid - 1,
        TAG,
        at,
    )
    (difference,) = audit.verify().differences
    assert "1 events were added to its 2" in difference.message


@pytest.mark.django_db(transaction=True)
def test_a_chain_cut_off_at_its_end_is_proven_by_a_head_kept_elsewhere(at, tamper):
    _, second = settled(at)
    tamper("DELETE FROM audit_event WHERE data = '{\"n\": 3}'")
    tamper("DELETE FROM audit_seal WHERE id = %s", second.pk)
    assert audit.verify().differences == ()
    (difference,) = audit.verify(expected_head=second.head).differences
    assert second.head in difference.message


@pytest.mark.django_db(transaction=True)
def test_a_seal_made_anew_does_not_fit_what_follows(at, tamper):
    first, _ = settled(at)
    tamper("UPDATE audit_seal SET head = %s WHERE id = %s", "f" * 64, first.pk)
    assert [difference.seal for difference in audit.verify().differences] == [
        first.pk,
        Seal.objects.latest("id").pk,
    ]


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_at_work_wrote_is_sealed_later_and_not_lost(at, database):
    with psycopg.connect(database.app_url) as slow:
        slow.execute(
            "INSERT INTO audit_event (tag, at, actor, hat, data) VALUES (%s, %s, 'slow', 'system', '{}')", [TAG, at]
        )
        record(at, data={"n": "quick, and after it"})
        assert services.seal(at=at) is None, "nothing may be sealed past a transaction that can still write before it"
        slow.commit()
    sealed = services.seal(at=at)
    assert sealed.count == 2
    assert [event.actor for event in audit.events_in(audit.Span((0, 0), None, 0))] == ["slow", "system:tests"]
    assert audit.verify().differences == ()


@pytest.mark.django_db(transaction=True)
def test_two_that_seal_at_once_make_one_seal(at):
    record(at)
    ready, sealed = threading.Barrier(2, timeout=10), []

    def work():
        try:
            ready.wait()
            with transaction.atomic():
                sealed.append(services.seal(at=at))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(seal is None for seal in sealed) == [False, True]
    assert audit.verify().differences == ()


@pytest.mark.django_db(transaction=True)
def test_a_copy_restored_onto_a_new_server_goes_on_sealing(at, tamper):
    """There transactions count anew from a lower number, so what is new sorts before what is old."""
    settled(at)
    record(at, data={"n": "left open"})
    ahead = 10**12
    tamper("UPDATE audit_event SET xid = (xid::text::bigint + %s)::text::xid8", ahead)
    tamper("UPDATE audit_seal SET through_xid = through_xid + %s", ahead)
    _rechain(tamper)
    assert audit.verify().differences == ()
    record(at, data={"n": "on the new server"})
    begun = services.seal(at=at)
    assert (begun.era, begun.count) == (2, 0)
    assert services.seal(at=at).count == 1
    found = audit.verify()
    assert (found.events, found.waiting, found.differences) == (5, 0, ())
    tamper('DELETE FROM audit_event WHERE data = \'{"n": "left open"}\'')
    assert len(audit.verify().differences) == 1


def _rechain(tamper):
    """Heads as they would be, had the events had these transaction ids from the start."""
    head, after = policies.GENESIS, (0, 0)
    for seal in Seal.objects.order_by("id"):
        for event in audit.events_in(audit.Span(after, (seal.through_xid, seal.through_id), 0)):
            head = policies.link(head, event)
        after = seal.through_xid, seal.through_id
        tamper("UPDATE audit_seal SET head = %s WHERE id = %s", head, seal.pk)


@given(
    st.builds(
        Sealable,
        id=st.integers(1),
        xid=st.integers(1),
        tag=st.text(),
        at=st.datetimes(timezones=st.timezones()),
        actor=st.text(),
        hat=st.text(),
        subject=st.text(),
        request_id=st.text(),
        reason=st.text(alphabet=st.characters(codec="utf-8")),
        data=st.dictionaries(st.text(alphabet=st.characters(codec="utf-8")), st.integers()),
    ).filter(lambda event: all(_encodes(text) for text in event if isinstance(text, str)))
)
def test_every_field_counts_and_nothing_else(event):
    assert policies.link("a", event) == policies.link("a", Sealable(*event))
    assert policies.link("a", event) != policies.link("b", event)
    assert policies.link("a", event) != policies.link("a", event._replace(reason=event.reason + "!"))
    assert policies.link("a", event) != policies.link("a", event._replace(id=event.id + 1))


def _encodes(text):
    return not any(0xD800 <= ord(letter) <= 0xDFFF for letter in text)


def test_a_tag_is_presented_once_and_reads_as_a_sentence():
    presenters.present({"tests:thing:counted": "{count} things were counted"})
    try:
        assert presenters.known("tests:thing:counted")
        assert presenters.sentence("tests:thing:counted", {"count": 3}) == "3 things were counted"
        with pytest.raises(ValueError, match="twice"):
            presenters.present({"tests:thing:counted": "again"})
    finally:
        presenters._sentences.pop("tests:thing:counted")


@pytest.mark.django_db
def test_both_halves_of_a_trail_are_read_from_an_index(at):
    # A trail of some length: of an empty one every way of reading is as good as another.
    Event.objects.bulk_create(
        Event(tag="account:sign_in:done", at=at, actor=f"account:{n}", hat="account", subject=f"account:{n}")
        for n in range(3_000)
    )
    with connection.cursor() as cursor:
        # Of an empty table the planner would think otherwise; what is asked is whether the index can answer in order.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        for column in ("subject", "actor"):
            cursor.execute(f"EXPLAIN SELECT id FROM audit_event WHERE {column} = 'account:1' ORDER BY id DESC LIMIT 51")
            plan = " ".join(row[0] for row in cursor.fetchall())
            assert f"event_{column}_id" in plan
            assert "Sort" not in plan
