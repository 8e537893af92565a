"""The form and data macros write what GOV.UK Frontend writes: each fixture of the package that uses what ours offer."""

import json
from pathlib import Path

import pytest
from markupsafe import Markup

from finpro.ui.forms import Choice
from tests.ui.markup import tree

PACKAGE = Path(__file__).parents[2] / "node_modules" / "govuk-frontend" / "dist" / "govuk" / "components"

pytestmark = pytest.mark.skipif(
    not PACKAGE.is_dir(), reason="node_modules is absent: run `npm ci --ignore-scripts` to compare with GOV.UK Frontend"
)


class Beyond(Exception):
    """The fixture uses an option that our macro leaves out on purpose."""


def take(options, *known):
    unknown = set(options) - set(known)
    if unknown:
        raise Beyond(", ".join(sorted(unknown)))
    return options


def words(option, *known):
    """The text or HTML of a `{text, html}` option."""
    take(option, "text", "html", *known)
    return Markup(option["html"]) if option.get("html") else str(option.get("text", ""))


def common(options, *more):
    take(
        options,
        *("name", "id", "hint", "errorMessage", "formGroup", "attributes", "describedBy", "classes"),
        *more,
    )
    if "id" in options and not isinstance(options["id"], str):
        raise Beyond("id")
    return {
        "name": options.get("name", ""),
        "id": options.get("id", ""),
        "hint": words(options["hint"]) if "hint" in options else "",
        "error": words(options["errorMessage"]) if "errorMessage" in options else "",
        "described_by": options.get("describedBy", ""),
        "group_classes": take(options.get("formGroup", {}), "classes").get("classes", ""),
    }


def labelled(options, *more):
    label = options["label"]
    return common(options, "label", *more) | {
        "label": words(label, "classes", "isPageHeading"),
        "label_classes": label.get("classes", ""),
        "heading": label.get("isPageHeading", False),
        "classes": options.get("classes", ""),
        "attrs": dict(options.get("attributes", {})),
    }


def affix(options, name):
    return words(options[name]) if name in options else ""


def html_attrs(options, *names):
    def written(value):
        return value if not isinstance(value, bool) else str(value).lower()

    return {name: written(options[name]) for name in names if name in options}


def as_input(options):
    extra = ("inputmode", "autocomplete", "pattern", "spellcheck", "autocapitalize")
    given = labelled(options, "value", "type", "prefix", "suffix", "disabled", *extra)
    given["attrs"] |= html_attrs(options, *extra) | {"disabled": options.get("disabled", False)}
    return given | {
        "value": options.get("value", ""),
        "type": options.get("type", "text"),
        "prefix": affix(options, "prefix"),
        "suffix": affix(options, "suffix"),
    }


def as_textarea(options):
    given = labelled(options, "value", "rows", "autocomplete", "spellcheck")
    given["attrs"] |= html_attrs(options, "autocomplete", "spellcheck")
    return given | {"value": options.get("value", ""), "rows": options.get("rows", 5)}


def as_choice(item, values):
    if not item:
        raise Beyond("items with nothing in them")
    if "divider" in item:
        return Choice("", item["divider"], divider=True)
    take(item, "value", "text", "html", "checked", "selected", "hint", "conditional", "disabled", "behaviour", "id")
    if "value" not in item:
        raise Beyond("items without a value")
    value = str(item["value"])
    if item["value"] is False or item.get("conditional", True) in ({}, {"html": ""}, {"html": False}, False):
        raise Beyond("values that JavaScript counts as absent")
    return Choice(
        value,
        words({key: item[key] for key in ("text", "html") if key in item}),
        chosen=item.get("checked", item.get("selected", value in values)) is True,
        hint=words(item["hint"]) if "hint" in item else "",
        reveals=Markup((item.get("conditional") or {}).get("html", "")),
        disabled=item.get("disabled", False),
        exclusive="behaviour" in item,
        id=item.get("id", ""),
    )


def as_select(options):
    given = labelled(options, "items", "value")
    values = [str(options["value"])] if "value" in options else []
    return given | {"items": [as_choice(item, values) for item in options.get("items", [])]}


def in_fieldset(options, *more):
    fieldset = take(options.get("fieldset", {}), "legend")
    legend = fieldset.get("legend", {})
    return common(options, "fieldset", *more) | {
        "legend": words(legend, "classes", "isPageHeading"),
        "legend_classes": legend.get("classes", ""),
        "heading": legend.get("isPageHeading", False),
    }


def as_options(options):
    values = [str(value) for value in options.get("values", [options["value"]] if "value" in options else [])]
    if "id" in options:
        raise Beyond("id")
    return in_fieldset(options, "items", "idPrefix", "values", "value") | {
        "id": options.get("idPrefix", ""),
        "items": [as_choice(item, values) for item in options.get("items", [])],
        "classes": options.get("classes", ""),
        "attrs": options.get("attributes", {}),
    }


def as_date(options):
    given = in_fieldset(options, "namePrefix", "items")
    if options.get("items") or "classes" in options or "attributes" in options:
        raise Beyond("boxes of one's own")
    return given | {"name": options.get("namePrefix", ""), "parts": ("day", "month", "year")}


def as_error_message(options):
    if options.get("visuallyHiddenText", "Error") != "Error":
        raise Beyond("visuallyHiddenText")
    take(options, "text", "html", "id", "classes", "visuallyHiddenText")
    text = words({key: options[key] for key in ("text", "html") if key in options})
    return {"text": text, "id": options.get("id", ""), "classes": options.get("classes", "")}


def as_error_summary(options):
    take(options, "titleText", "descriptionText", "errorList", "classes")
    lines = [
        (
            words({k: v for k, v in line.items() if k in {"text", "html"}}),
            take(line, "text", "html", "href").get("href"),
        )
        for line in options.get("errorList", [])
    ]
    return {
        "lines": lines,
        "title": options["titleText"],
        "description": options.get("descriptionText", ""),
        "classes": options.get("classes", ""),
    }


def as_table(options):
    take(options, "rows", "head", "caption", "captionClasses", "firstCellIsHeader", "classes", "attributes")
    head = options.get("head") or []
    rows = [row for row in options["rows"] if row]
    numeric = [n for n, cell in enumerate((rows or [head])[0]) if cell.get("format") == "numeric"]
    return {
        "columns": [words(cell, "format") for cell in head],
        "rows": [[words(cell, "format") for cell in row] for row in rows],
        "numeric": numeric,
        "caption": options.get("caption", ""),
        "caption_classes": options.get("captionClasses", ""),
        "row_header": options.get("firstCellIsHeader", False),
        "classes": options.get("classes", ""),
        "attrs": options.get("attributes", {}),
        "cards": False,
    }


def as_action(item):
    take(item, "href", "text", "visuallyHiddenText", "html")
    label = words({key: item[key] for key in ("text", "html") if key in item})
    return (item["href"], label, item.get("visuallyHiddenText", ""))


def as_summary_list(options):
    take(options, "rows", "classes", "attributes", "card")
    card = take(options.get("card") or {}, "title", "actions")
    rows = []
    for row in options["rows"]:
        if not row:
            continue
        take(row, "key", "value", "actions", "classes")
        actions = take(row.get("actions") or {}, "items").get("items", [])
        listed = [as_action(item) for item in actions if item]
        rows.append((words(row["key"]), words(row["value"]), listed, row.get("classes", "")))
    return {
        "rows": rows,
        "classes": options.get("classes", ""),
        "attrs": options.get("attributes", {}),
        "title": words(card["title"], "headingLevel") if card else "",
        "level": card.get("title", {}).get("headingLevel", 2),
        "card_actions": [as_action(item) for item in card.get("actions", {}).get("items", [])],
    }


def as_tag(options):
    take(options, "text", "html", "classes")
    colour = options.get("classes", "").removeprefix("govuk-tag--")
    if not colour or " " in colour:
        raise Beyond("a tag without a colour")
    return {"text": words({k: options[k] for k in ("text", "html") if k in options}), "look": colour}


# Component, our macro, how its options become our parameters, and how many fixtures must at least take part.
COMPONENTS = [
    ("input", "input", as_input, 34),
    ("textarea", "textarea", as_textarea, 17),
    ("select", "select", as_select, 12),
    ("radios", "radios", as_options, 26),
    ("checkboxes", "checkboxes", as_options, 24),
    ("date-input", "date_input", as_date, 3),
    ("error-message", "error_message", as_error_message, 4),
    ("error-summary", "error_summary", as_error_summary, 7),
    ("table", "table", as_table, 9),
    ("summary-list", "summary_list", as_summary_list, 19),
    ("tag", "tag", as_tag, 7),
]


def fixtures(component):
    listed = json.loads((PACKAGE / component / "fixtures.json").read_text())["fixtures"] if PACKAGE.is_dir() else []
    return [(item["name"], item["options"], item["html"]) for item in listed]


def taking_part(component, adapt):
    for name, options, html in fixtures(component):
        try:
            yield name, adapt(options), html
        except Beyond:
            continue


CASES = [
    pytest.param(macro, given, html, id=f"{component}: {name}")
    for component, macro, adapt, _ in COMPONENTS
    for name, given, html in taking_part(component, adapt)
]


@pytest.mark.parametrize(("macro", "given", "html"), CASES)
def test_a_macro_writes_what_the_package_writes(site, macro, given, html):
    ours = getattr(site.globals["ui"], macro)(**given)
    assert tree(str(ours)) == tree(html)


@pytest.mark.parametrize(("component", "adapt", "least"), [(c, adapt, least) for c, _, adapt, least in COMPONENTS])
def test_most_fixtures_take_part(component, adapt, least):
    assert len(list(taking_part(component, adapt))) >= least
