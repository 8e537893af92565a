"""`finpro run` as a person starts it: no database is configured, and everything comes from an empty folder."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

COMMAND = [sys.executable, "-m", "finpro.config.main", "run"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_it_starts_from_an_empty_folder_serves_and_stops_what_it_started(tmp_path: Path) -> None:
    port = _free_port()
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("FINPRO_", "DATABASE_"))}
    environment = bare | {"FINPRO_HOME": str(tmp_path), "PORT": str(port), "FINPRO_DEMO": "0"}
    with subprocess.Popen(
        COMMAND, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as site:
        assert site.stdout is not None
        try:
            said = next((line for line in site.stdout if line.startswith("Ready")), "")
            assert f":{port}" in said
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
                assert answer.status == 200
        finally:
            site.send_signal(signal.SIGINT)
            site.communicate(timeout=60)
    assert site.returncode in {0, 130}
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert not (tmp_path / "pg" / "data" / "postmaster.pid").exists()
