#!/bin/sh
# Find a Python that is new enough and hand over to tools/setup.py. Any shell will do, and no Python at all is said too.
set -u
cd "$(dirname "$0")/.." || exit 1
for candidate in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14 python; do
  if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
    exec "$candidate" -B tools/setup.py "$@"
  fi
done
found=$(python3 --version 2>/dev/null || echo "no Python at all")
echo "FinPro needs Python 3.11 or newer; this machine has $found. Nothing was changed. Install one, or name it: make PYTHON=/path/to/python3" >&2
exit 1
