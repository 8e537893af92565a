"""A document of an older version opens in a newer one: keys stay, move or are dropped, and each is told."""

from pathlib import Path

import pytest

from finpro.rulebook.forms import loader, versions
from finpro.rulebook.forms.schema import Form
from tests.forms import documents as whole
from tests.rulebook.forms import small

LATER = {
    "form.toml": small.FORM.replace("2020-01-01", "2024-01-01")
    + """
[renamed]
"/about/name" = "/about/full_name"
"/about/partner" = "/about/spouse"
"/pets" = "/animals"
"/animals" = "/nothing"
"/drps/VOW/why" = "/drps/VOW/reason"
""",
    "section_01_about.toml": small.ABOUT.replace('key = "name"\n', 'key = "full_name"\n', 1)
    .replace("../name", "../full_name")
    .replace('key = "partner"', 'key = "spouse"')
    .replace('kind = "code"\nlabel = "Their color"\ncodes = "colors"', 'kind = "text"\nlabel = "Their color"'),
    "section_02_pets.toml": small.PETS.replace('key = "pets"', 'key = "animals"').replace(
        'when = ["/about/married: false"]', 'when = ["name: *", "/about/married: false"]'
    ),
    "drp_vow.toml": small.PAGE.replace('key = "why"', 'key = "reason"'),
}
DOCUMENT = {
    "filing": {"type": "NEW"},
    "about": {"name": "Kim", "married": True, "partner": {"name": "Lou", "color": "RED"}},
    "has_pets": True,
    "pets": [{"id": "n1"}, {"id": "n2", "name": "Rex"}],
    "drps": [
        {
            "id": "n3",
            "type": "VOW",
            "questions": ["married"],
            "said_on": {"date": "2020-01-01", "precision": "EXPLANATION", "explanation": "In winter."},
            "why": "So it was.",
        }
    ],
}


@pytest.fixture
def forms(tmp_path: Path) -> tuple[Form, Form]:
    changed = LATER | {"form.toml": LATER["form.toml"].replace('"pets"', '"animals"')}
    return loader.load(small.write(tmp_path)), loader.load(small.write(tmp_path, "2024-01", changed))


def test_keys_stay_or_move_and_the_rest_is_told(forms: tuple[Form, Form]) -> None:
    made, changes = versions.migrate(DOCUMENT, *forms)
    assert made == {
        "filing": {"type": "NEW"},
        "about": {"full_name": "Kim", "married": True, "spouse": {"name": "Lou"}},
        "has_pets": True,
        "animals": [{"id": "n1"}, {"id": "n2", "name": "Rex"}],
        "drps": [
            {
                "id": "n3",
                "type": "VOW",
                "questions": ["married"],
                "said_on": {"date": "2020-01-01", "precision": "EXPLANATION", "explanation": "In winter."},
                "reason": "So it was.",
            }
        ],
    }
    assert {(change.kind, change.pointer) for change in changes} == {
        ("moved", "/about/full_name"),
        ("moved", "/about/spouse/name"),
        ("removed", "/about/partner/color"),
        ("moved", "/animals/1/name"),
        ("moved", "/drps/0/reason"),
    }
    (dropped,) = [change for change in changes if change.kind == "removed"]
    assert (dropped.label, dropped.before, dropped.after) == ("Their color", "RED", None)


def test_what_the_newer_version_hides_is_dropped_and_told(forms: tuple[Form, Form]) -> None:
    document = {"about": {"married": False}, "pets": [{"id": "n1", "register": "FINRA"}]}
    made, changes = versions.migrate(document, *forms)
    assert made["animals"] == [{"id": "n1"}]
    assert [(change.kind, change.pointer, change.before) for change in changes] == [
        ("removed", "/pets/0/register", "FINRA")
    ]


def test_what_was_hidden_already_is_not_brought(forms: tuple[Form, Form]) -> None:
    document = {"about": {"married": False, "partner": {"name": "Lou"}}, "stranger": 1}
    assert versions.migrate(document, *forms) == ({"about": {"married": False}}, [])


def test_the_same_version_changes_nothing() -> None:
    form = loader.get("u4", "2009-05")
    document = whole.largest()
    assert versions.migrate(document, form, form) == (document, [])
    assert versions.newest(document, "u4", loader.versions("u4")[-1]) == (document, loader.versions("u4")[-1], [])


def test_a_draft_is_brought_through_every_version_between(
    forms: tuple[Form, Form], monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = forms
    monkeypatch.setattr(loader, "versions", lambda form: ("2020-01", "2024-01"))
    monkeypatch.setattr(loader, "get", lambda form, version: {"2020-01": older, "2024-01": newer}[version])
    made, version, changes = versions.newest(DOCUMENT, "small", "2020-01")
    assert (version, made["about"]["full_name"]) == ("2024-01", "Kim")
    assert len(changes) == 5
