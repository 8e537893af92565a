"""What machines ask."""

import pytest
from django.db import OperationalError
from django.test import Client

from finpro.kernel import health
from finpro.portals.public.views import health as views

TOKEN = "token-of-the-tests"


@pytest.fixture(autouse=True)
def _asked_anew():
    views._all_migrated.cache_clear()
    yield
    views._all_migrated.cache_clear()


def test_the_process_answers_without_a_database():
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_means_migrated():
    assert Client().get("/readyz").json() == {"ready": True}


@pytest.mark.django_db
def test_a_migration_that_lacks_is_said_until_it_is_there(monkeypatch):
    monkeypatch.setattr(health, "lacking_migrations", lambda: ["audit.0002"])
    for _ in range(2):
        answer = Client().get("/readyz")
        assert (answer.status_code, answer.json()["missing"]) == (503, "migrations")
    monkeypatch.setattr(health, "lacking_migrations", list)
    assert Client().get("/readyz").status_code == 200


def away():
    raise OperationalError("no server at secret-host")


def test_a_database_that_is_away_is_said(monkeypatch):
    monkeypatch.setattr(health, "ask_database", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, "database")
    assert b"secret" not in answer.content


@pytest.mark.django_db
def test_counters_tell_of_requests_jobs_mails_and_seals():
    Client().get("/healthz")
    text = Client().get("/metrics").content.decode()
    assert 'finpro_requests_total{method="GET",route="public:healthz",status="200"}' in text
    assert "finpro_request_seconds_bucket" in text
    assert "finpro_database_up 1.0" in text
    assert 'finpro_notices{state="QUEUED"} 0.0' in text


@pytest.mark.django_db
def test_counters_go_on_when_the_database_is_away(monkeypatch):
    monkeypatch.setattr("finpro.kernel.jobs.counts", away)
    assert "finpro_database_up 0.0" in Client().get("/metrics").content.decode()


@pytest.mark.django_db
def test_counters_are_for_this_machine_or_for_who_has_the_token(settings):
    assert Client(REMOTE_ADDR="203.0.113.9").get("/metrics").status_code == 403
    assert Client().get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 403
    settings.FINPRO = settings.FINPRO | {"metrics_token": TOKEN}
    assert Client().get("/metrics").status_code == 403
    assert Client().get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    far = Client(REMOTE_ADDR="203.0.113.9").get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert far.status_code == 200
