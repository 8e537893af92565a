"""Every rule id that the code names has an entry, and every entry says something of its own."""

import re
from datetime import date
from pathlib import Path

import finpro
from finpro.rulebook import lookup as rulebook

RULES = rulebook.on(date(2026, 11, 22)).rules
PREFIXES = {code.rpartition("-")[0] for code in RULES}
PACKAGE = Path(finpro.__file__).parent
CITED = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(PREFIXES))})-[0-9]{{2}}\b")


def test_every_id_in_the_code_has_an_entry() -> None:
    missing = {
        f"{path.relative_to(PACKAGE)}: {found}"
        for pattern in ("**/*.py", "**/*.html")
        for path in PACKAGE.glob(pattern)
        for found in CITED.findall(path.read_text(encoding="utf-8"))
        if found not in RULES
    }
    assert missing == set()


def test_the_families_are_whole() -> None:
    counts = {"RE": 14, "MQ": 16, "EV": 12, "EX": 8, "EW": 8, "ED": 10, "EA": 5, "IX": 6, "IA": 10, "IR": 4, "IS": 7}
    counts |= {"ACC": 15, "IDV": 13}
    counts |= {"RG": 3, "SD": 3, "LV": 8, "FX": 8, "D": 4, "FD": 4, "CI": 8, "CN": 6, "RF": 3, "FE": 3}
    for prefix, count in counts.items():
        assert {f"{prefix}-{n:02}" for n in range(1, count + 1)} <= set(RULES)


def test_every_rule_is_one_sentence_of_its_own() -> None:
    assert len({rule.text for rule in RULES.values()}) == len(RULES)
    for rule in RULES.values():
        assert rule.text.endswith(".")
        assert ". " not in rule.text.replace("U.S. ", "")
        assert len(rule.title) <= 40
