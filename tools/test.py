"""Run the whole suite, browser tests included, and say in the last line where a browser could not be had.

Arguments go to pytest. With CI=true a missing browser is a failure.
"""

import os
import subprocess
import sys

import browser
import setup


def main(arguments: list[str]) -> int:
    """Find a browser, run pytest, return its exit code."""
    path, reason = browser.find()
    environment = {name: value for name, value in os.environ.items() if name != "CHROMIUM"}
    if path:
        environment["CHROMIUM"] = path
    command = [str(setup.VENV / "bin" / "python"), "-m", "pytest", *arguments]
    try:
        code = subprocess.run(command, cwd=setup.ROOT, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 130
    if path:
        return code
    required = os.environ.get("CI", "").lower() == "true"
    print(
        f"No browser: the browser tests did not run, because {reason}. "
        + ("CI=true asks for them, so this is a failure." if required else "Set CHROMIUM to a Chromium to run them.")
    )
    return code or int(required)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
