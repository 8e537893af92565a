"""A small made-up form in a folder of a test's own: two sections, a list with a gate, a reporting page."""

from pathlib import Path

FORM = """\
title = "A small form"
effective_from = 2020-01-01
source = "Invented"

[[type]]
code = "NEW"
title = "New"
used_when = "Always."
complete = ["about", "pets"]
editable = ["about", "pets", "drps"]
blocks = ["9A"]

[[type]]
code = "SHORT"
title = "Short"
used_when = "Seldom."
without = ["pets"]

[[block]]
key = "9A"
title = "Signature"
signer = "person"
statement = "It is true."
order = 1

[[page_question]]
key = "questions"
kind = "codes"
label = "Questions"
codes = "answers"
"""
ABOUT = """\
key = "about"
number = "1"
title = "About you"

[[group]]
title = "Name"

[[group.question]]
key = "name"
kind = "text"
label = "Name"
required = true

[[group.question]]
key = "married"
kind = "yes_no"
label = "Married?"
terms = ["married"]
drp = "VOW"

[[group.question]]
key = "partner"
kind = "group"
label = "Partner"
when = ["married: true"]

[[group.question.questions]]
key = "name"
kind = "text"
label = "Their name"

[[group.question.questions]]
key = "color"
kind = "code"
label = "Their color"
codes = "colors"
when = ["name: *", "../name: !Nobody"]
"""
PETS = """\
key = "pets"
number = "2"
title = "Pets"
shape = "list"
row_title = "name"

[gate]
key = "has_pets"
kind = "yes_no"
label = "Any pets?"

[[group]]

[[group.question]]
part = "named"

[[group.question]]
key = "register"
kind = "code"
label = "Registered with"
codes = "rulebook:sros"
when = ["/about/married: false"]
"""
PARTS = """\
[[part]]
key = "named"

[[part.question]]
key = "name"
kind = "text"
label = "Name"
"""
PAGE = """\
type = "VOW"
title = "Vow"
answers = ["married"]

[[group]]

[[group.question]]
key = "said_on"
kind = "dated"
label = "When?"

[[group.question]]
key = "why"
kind = "long_text"
label = "Why so?"
when = ["said_on/precision: EXPLANATION"]
"""
LISTS = """\
[[list]]
key = "colors"
title = "Colors"

[[list.code]]
code = "RED"
label = "Red"

[[list.code]]
code = "BLUE"
label = "Blue"

[[list]]
key = "sizes"
title = "Sizes"

[list.labels]
S = "Small"
"""
DEFINITIONS = """\
[[definition]]
key = "married"
term = "Married"
text = "Before the law."
"""
FILES = {
    "form.toml": FORM,
    "section_01_about.toml": ABOUT,
    "section_02_pets.toml": PETS,
    "parts.toml": PARTS,
    "drp_vow.toml": PAGE,
    "lists.toml": LISTS,
    "definitions.toml": DEFINITIONS,
}


def write(root: Path, version: str = "2020-01", changed: dict[str, str] | None = None) -> Path:
    """Write the form as `<root>/small/<version>`, some files with another text, and give the folder."""
    folder = root / "small" / version
    folder.mkdir(parents=True)
    for name, text in (FILES | (changed or {})).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
