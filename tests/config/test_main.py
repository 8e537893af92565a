"""The command line: quick to ask for help, one sentence for what fails, exit codes that mean something."""

import json
import subprocess
import sys

import psycopg
import pytest
from django.db import OperationalError
from procrastinate.exceptions import ConnectorException

from finpro.config import commands, doctor, main, starting
from finpro.config.env import ConfigurationError
from finpro.config.postgres import LauncherError
from finpro.config.supervisor import SupervisorError
from finpro.kernel import errors
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.errors import Problem, RulebookError


def finpro(*arguments, env=None):
    return subprocess.run(
        [sys.executable, "-m", "finpro.config.main", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env=env,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.Invalid("This file is no zip."), main.UNUSABLE),
        (errors.Refusal("It is running."), main.UNUSABLE),
        (ConfigurationError("PORT is wrong."), main.UNUSABLE),
        (LauncherError("No PostgreSQL was found."), main.MACHINE),
        (SupervisorError("Port 80 is taken."), main.MACHINE),
        (psycopg.OperationalError("password=secret"), main.MACHINE),
        (OperationalError("password=secret"), main.MACHINE),
        (ConnectorException("password=secret"), main.MACHINE),
        (OSError(28, "No space left on device", "/var/x"), main.MACHINE),
        (KeyError("somebody's name"), main.DEFECT),
    ],
)
def test_what_fails_is_one_sentence_and_a_code(error, code):
    found, sentence = main.explain(error)
    assert found == code
    assert "\n" not in sentence
    assert "secret" not in sentence
    assert "somebody" not in sentence
    assert sentence.endswith(".")


def test_ctrl_c_leaves_with_a_word(monkeypatch, capsys):
    def interrupted():
        raise KeyboardInterrupt

    monkeypatch.setattr(starting, "without_database", interrupted)
    monkeypatch.setattr(starting, "with_database", lambda *_: interrupted())
    with pytest.raises(SystemExit) as end:
        main.main(["audit", "verify"])
    assert end.value.code == main.STOPPED
    assert capsys.readouterr().err.endswith("Stopped. What was stored before is safe.\n")


def test_a_full_disk_is_not_called_a_database_that_is_away():
    with pytest.raises(OperationalError) as wrapped:
        raise OperationalError("could not extend file") from psycopg.errors.DiskFull("could not extend file")
    code, sentence = main.explain(wrapped.value)
    assert code == main.MACHINE
    assert sentence.startswith("The database's disk is full.")


def test_help_loads_neither_django_nor_the_database_driver():
    script = (
        "import sys\nfrom finpro.config import main\n"
        "try:\n    main.main(['--help'])\nexcept SystemExit as end:\n    assert end.code in (0, None)\n"
        "heavy = {'django', 'psycopg', 'procrastinate', 'jinja2'} & set(sys.modules)\nassert not heavy, heavy\n"
    )
    answer = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True, timeout=60)
    assert answer.returncode == 0, answer.stderr
    for name in main.COMMANDS:
        assert name in answer.stdout


def test_an_unknown_command_is_unusable_input():
    answer = finpro("nonsense")
    assert answer.returncode == main.UNUSABLE
    assert "Traceback" not in answer.stderr


def test_a_database_that_is_away_is_one_sentence(database, tmp_path):
    away = database.environment | {"DATABASE_URL": f"postgresql:///finpro?host={tmp_path}", "DATABASE_OWNER_URL": ""}
    answer = finpro("audit", "verify", env=away)
    assert answer.returncode == main.MACHINE
    assert "The database does not answer." in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "Traceback" in finpro("--debug", "audit", "verify", env=away).stderr


def test_a_production_default_is_refused_before_anything_starts(database):
    answer = finpro("audit", "verify", env=database.environment | {"FINPRO_PRODUCTION": "1", "FINPRO_SEAL_KEYS": ""})
    assert answer.returncode == main.UNUSABLE
    assert "FINPRO_SEAL_KEYS" in answer.stderr


@pytest.mark.django_db
def test_the_trail_is_verified_from_the_command_line(database):
    answer = finpro("audit", "verify", "--json", env=database.environment)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["differences"] == []
    answer = finpro("audit", "verify", "--head", "f" * 64, env=database.environment)
    assert answer.returncode == main.FINDINGS
    assert answer.stdout.endswith("1 differences\n")


@pytest.mark.django_db
def test_the_doctor_says_what_is_missing(database, tmp_path):
    answer = finpro("doctor", "--json", env=database.environment | {"FINPRO_HOME": str(tmp_path)})
    found = {finding["topic"]: finding["mark"] for finding in json.loads(answer.stdout)}
    assert found["migrations"] == found["roles"] == found["extensions"] == found["clock"] == "ok"
    assert found["worker"] == "look"
    one_role = database.environment | {"DATABASE_URL": database.owner_url, "FINPRO_HOME": str(tmp_path)}
    answer = finpro("doctor", env=one_role)
    assert "owns nothing" in answer.stdout
    assert answer.returncode in {main.FINDINGS, main.MACHINE}
    answer = finpro("doctor", env=database.environment | {"DATABASE_URL": f"postgresql:///x?host={tmp_path}"})
    assert answer.returncode == main.MACHINE
    assert "bad  database" in answer.stdout


@pytest.mark.parametrize("url", ["smtp://mail.example:abc", "smtp://mail.example", "nonsense", "http://x:25"])
def test_the_doctor_says_that_the_mail_servers_address_cannot_be_used(url):
    found = doctor.mail(main.environment.read({"FINPRO_EMAIL_URL": url}))
    assert found.mark == "bad"
    assert "FINPRO_EMAIL_URL is not usable" in found.message
    assert "abc" not in found.message


def test_a_command_that_finds_no_database_leaves_none_behind(tmp_path, monkeypatch):
    started = []

    class Cluster:
        owner_url, app_url = "postgresql:///finpro?user=owner", "postgresql:///finpro?user=app"

        def __enter__(self):
            started.append("up")
            return self

        def __exit__(self, *error):
            started.append("down")

    monkeypatch.setattr(starting.launcher, "running", lambda home: Cluster())
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("DATABASE_OWNER_URL", "")
    with starting.ExitStack() as stack:
        assert starting.embed(main.environment.read(), stack) == Cluster.owner_url
        assert main.environment.read().database_urls() == (Cluster.app_url, Cluster.owner_url)
        assert started == ["up"]
    assert started == ["up", "down"]


@pytest.mark.parametrize("start", [commands.run, commands.web, commands.worker])
def test_a_broken_rulebook_stops_every_start(start, monkeypatch):
    def broken():
        raise RulebookError([Problem("exams.toml", 12, "no such exam: S77")])

    monkeypatch.setattr(rulebook, "check", broken)
    with pytest.raises(RulebookError, match=r"exams\.toml:12: no such exam"):
        start()
