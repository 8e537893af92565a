"""When Google is offered, and when the demo brings a stand-in for it."""

import importlib.util
import os
import socket

import pytest

from finpro.config import commands, google
from finpro.config.env import ConfigurationError, Env, read


def test_it_is_offered_with_a_client_id_or_in_a_demo_that_names_a_stand_in():
    assert google.offered(Env(google_client_id="c"))
    assert google.offered(Env(demo=True, google_url="http://localhost:8001"))
    assert not google.offered(Env())
    assert not google.offered(Env(demo=True))
    assert not google.offered(Env(google_url="http://localhost:8001"))
    assert not google.offered(Env(demo=True, production=True, google_url="http://localhost:8001"))


def test_googles_own_addresses_are_used_unless_a_stand_in_is_named():
    assert "AUTHORIZE_URL" not in google.settings_for(Env(google_client_id="c"))
    named = google.settings_for(Env(google_url="http://localhost:8001/"))
    assert named["AUTHORIZE_URL"] == "http://localhost:8001/oauth2/authorize"
    assert named["ID_TOKEN_ISSUER"] == "http://localhost:8001"
    assert named["OAUTH_PKCE_ENABLED"] is True


@pytest.mark.parametrize(
    "env",
    [
        Env(demo=False),
        Env(demo=True, production=True),
        Env(demo=True, google_client_id="c"),
        Env(demo=True, google_url="http://localhost:9"),
        Env(demo=True, port=65_535),
    ],
    ids=["no demo", "production", "client id", "another stand-in", "last port"],
)
def test_the_demo_brings_a_stand_in_only_where_nothing_else_is_named(env):
    assert google.sandbox_wanted(Env(demo=True))
    assert not google.sandbox_wanted(env)


def test_without_the_package_there_is_none(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert not google.sandbox_wanted(Env(demo=True))


def test_the_site_is_told_where_the_stand_in_listens(monkeypatch):
    monkeypatch.setenv("FINPRO_GOOGLE_URL", "")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (program,) = commands._google_sandbox(Env(demo=True, port=port - 1))
    assert program.command[-1] == str(port)
    assert os.environ["FINPRO_GOOGLE_URL"] == f"http://localhost:{port}"


def test_a_taken_port_does_not_keep_the_demo_from_starting(monkeypatch, capsys):
    monkeypatch.setenv("FINPRO_GOOGLE_URL", "")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert commands._google_sandbox(Env(demo=True, port=port - 1)) == ()
    assert f"Port {port} is taken" in capsys.readouterr().out
    assert os.environ["FINPRO_GOOGLE_URL"] == ""


def test_in_production_nobody_stands_in_for_google():
    given = {
        "FINPRO_PRODUCTION": "1",
        "FINPRO_SECRET_KEY": "s" * 50,
        "FINPRO_SEAL_KEYS": "k1:x",
        "FINPRO_SSN_LOOKUP_KEY": "x",
        "FINPRO_EMAIL_URL": "smtp://127.0.0.1:25",
        "FINPRO_BASE_URL": "https://finpro.example",
        "DATABASE_URL": "postgresql:///a",
        "DATABASE_OWNER_URL": "postgresql:///b",
        "FINPRO_GOOGLE_URL": "https://stand-in.example",
    }
    with pytest.raises(ConfigurationError, match="FINPRO_GOOGLE_URL"):
        read(given)
