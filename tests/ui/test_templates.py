"""The frame and the gallery render under the strict environment, and no template brings code or style inline."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from jinja2 import StrictUndefined, UndefinedError
from markupsafe import Markup

from finpro.ui import gallery, jinja
from tests.ui.markup import tree

ROOT = Path(__file__).parents[2] / "finpro"
TEMPLATES = sorted(ROOT.glob("**/templates/**/*.html"))
LAYOUTS = ["ui/layout_public.html", "ui/layout_person.html", "ui/layout_firm.html"]
MAIN = '{{% extends "{}" %}}{{% block main %}}<h1>My record</h1>{{% endblock %}}'


def drawn(site, layout, page, **context):
    return site.from_string(MAIN.format(layout)).render(page=page, **context)


def elements(nodes, name):
    for node in nodes:
        if isinstance(node, list):
            if node[0] == name:
                yield node
            yield from elements(node[2], name)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_page_has_its_landmarks_once(site, page, layout):
    parsed = tree(drawn(site, layout, page))
    for landmark in ("header", "main", "footer", "h1", "nav"):
        assert len(list(elements(parsed, landmark))) == 1, landmark
    assert [title[2] for title in elements(parsed, "title")] == [["My record – FinPro"]]
    assert next(elements(parsed, "main"))[1]["id"] == "main"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_frame_says_who_helps_and_who_is_signed_in(site, page, layout):
    html = drawn(site, layout, page, csrf_input=Markup('<input name="token">'), csrf_token="abc")
    for said in ("800-555-0100", "Monday to Friday", "Independent of any regulator.", 'href="/help/my-record"'):
        assert said in html
    assert re.search(r'<form method="post" action="/sign-out">\s*<input name="token">', html)
    assert '<meta name="csrf-token" content="abc">' in html
    assert "Rowan Quill" in html
    assert "Fictitious people and firms" in html
    assert 'aria-current="page"' in html
    assert "1,200" in html


def test_signed_out_shows_no_menu_and_sets_no_token(site, page):
    html = drawn(site, LAYOUTS[0], replace(page, viewer=None, demo=False, nav=(), help=None), csrf_token="abc")
    assert "Sign out" not in html
    assert "csrf-token" not in html
    assert "Fictitious" not in html
    assert 'href="/sign-in"' in html
    assert 'href="/help"' in html


def test_a_page_with_findings_says_so_in_its_title(site, page):
    assert "<title>Error: My record" in drawn(site, LAYOUTS[1], replace(page, error=True))


def test_what_a_name_holds_is_escaped(site, page):
    viewer = replace(page.viewer, name="<script>alert(1)</script>")
    assert "<script>alert" not in drawn(site, LAYOUTS[1], replace(page, viewer=viewer))


def test_an_undefined_variable_fails(site):
    with pytest.raises(UndefinedError, match="nobody"):
        site.from_string("{{ nobody }}").render()
    with pytest.raises(UndefinedError, match="sparkline"):
        site.from_string("{{ ui.sparkline() }}").render()


def test_the_environment_stays_strict_whatever_the_backend_says():
    site = jinja.environment(undefined=None, loader=None, autoescape=False)
    assert site.undefined is StrictUndefined
    assert site.from_string("{{ text }}").render(text="<b>") == "&lt;b&gt;"


def test_a_folder_of_templates_can_be_added(tmp_path):
    (tmp_path / "hello.html").write_text("{{ name }}")
    assert jinja.environment(folders=[tmp_path]).get_template("hello.html").render(name="Rowan") == "Rowan"


def test_the_library_is_at_hand_in_a_strict_template(site):
    text = (
        '{% from "govuk_frontend_jinja/components/tabs/macro.html" import govukTabs %}'
        '{{ govukTabs({"items": [{"label": "Past", "id": "past", "panel": {"text": "1999"}}]}) }}'
    )
    html = site.from_string(text).render()
    assert 'href="#past"' in html
    assert site.from_string('{{ component("character-count", {"name": "n", "label": {"text": "Note"}}) }}').render()


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("sent", [False, True])
def test_the_gallery_shows_every_macro(site, layout, sent):
    html = site.get_template("ui/gallery.html").render(layout=layout, **gallery.context(sent=sent))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'<label[^>]* for="([^"]+)"', html) + re.findall(r'aria-describedby="([^" ]+)"', html):
        assert target in ids
    assert ("There is a problem" in html) is sent
    assert tree(html)


def test_the_gallery_names_every_macro():
    text = (ROOT / "ui" / "templates" / "ui" / "gallery.html").read_text() + (
        ROOT / "ui" / "templates" / "ui" / "macros" / "fields.html"
    ).read_text()
    used = set(re.findall(r"\b(?:ui|forms)\.(\w+)\(", text)) | {"error_message", "error_summary"}
    assert set(jinja.MACROS) - used == set()


def test_every_macro_that_is_offered_exists(site):
    for name in jinja.MACROS:
        assert callable(getattr(site.globals["ui"], name))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_brings_code_or_style_inline(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<[^>]*\son\w+\s*=\s*[\"']", text)
    assert not re.search(r"javascript:|hx-on|hx-vals=.js:", text)
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert " src=" in tag


def test_a_built_style_sheet_names_no_data_address():
    sheet = ROOT / "ui" / "build" / "finpro" / "app.css"
    if not sheet.is_file():
        pytest.skip("the assets are not built: run `npm run build`")
    css = sheet.read_text()
    assert "data:" not in css
    assert "GDS Transport" not in css
    assert not re.search(r"@import|url\(.?(?:https?:)?//", css)


def test_a_page_can_be_drawn_as_of_a_date(site):
    html = site.from_string("{{ ui.as_of_picker('/me/record', value=day, today=day) }}").render(day=date(2019, 3, 4))
    assert "As of 4 March 2019" in html
    assert 'value="2019-03-04"' in html
    assert 'method="get"' in html
