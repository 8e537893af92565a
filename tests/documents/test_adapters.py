"""Typesetting and sealing are large programs of others: what draws pages does not load them."""

import subprocess
import sys

PAGES = """
import sys
from finpro.config import starting
starting.without_database()
import finpro.config.urls
print(sorted({"pyhanko", "typst"} & set(sys.modules)))
"""


def test_a_server_of_pages_holds_neither_typst_nor_pyhanko():
    answer = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
