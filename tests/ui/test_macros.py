"""What our own macros add to the package's markup."""

from datetime import UTC, date, datetime

import pytest
from markupsafe import Markup

from finpro.ui.page import Column, NavItem
from tests.ui.markup import tree


@pytest.fixture
def ui(site):
    return site.globals["ui"]


def test_a_table_becomes_cards_by_the_labels_of_its_columns(ui):
    html = str(ui.table(("Regulator", Column("Filings", numeric=True)), [("New York", 4)]))
    assert '<th scope="row" class="govuk-table__header" data-label="Regulator">New York</th>' in html
    assert '<td class="govuk-table__cell govuk-table__cell--numeric" data-label="Filings">4</td>' in html


def test_a_table_escapes_its_cells_and_labels(ui):
    html = str(ui.table(['A "b"'], [("<b>x</b>",), (Markup("<i>y</i>"),)]))
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert "<i>y</i>" in html
    assert 'data-label="A &#34;b&#34;"' in html


def test_a_table_without_rows_says_why(ui):
    html = str(ui.table(["Exam"], [], caption="Exams", empty="No exam is recorded."))
    assert "<table" not in html
    assert "No exam is recorded." in html
    assert "Exams" in html


def test_a_sorted_column_says_so(ui):
    html = str(ui.table([Column("Name", sort_url="?sort=-name", sorted="ascending")], [("x",)]))
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-name"' in html


def test_pages_of_a_list(ui):
    html = str(ui.pagination(2, 1200, "?page="))
    assert 'href="?page=1" rel="prev"' in html
    assert 'href="?page=3" rel="next"' in html
    assert 'aria-label="Page 2" aria-current="page"' in html
    assert "1,200" in html
    assert str(ui.pagination(1, 1, "?page=")).strip() == ""


def test_a_refused_act_shows_the_rules_sentence_beside_the_button(ui):
    html = str(ui.button("Sign Form U4", why_not="Your firm has not sent it."))
    assert "disabled" in html
    assert 'aria-describedby="do-sign-form-u4-why"' in html
    assert '<p class="fp-why-not" id="do-sign-form-u4-why">Your firm has not sent it.</p>' in html
    assert "disabled" not in str(ui.button("Sign Form U4"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"since": date(2019, 3, 4), "source": "Form U5"}, "Since 4 March 2019 · from Form U5"),
        ({"source": "import 12"}, "From import 12"),
        ({"until": date(2020, 1, 2)}, "Until 2 January 2020"),
        ({"since": date(2019, 3, 4), "until": date(2020, 1, 2)}, "Since 4 March 2019 until 2 January 2020"),
    ],
)
def test_a_value_tells_where_it_comes_from(ui, given, said):
    def text(nodes):
        return " ".join(node if isinstance(node, str) else text(node[2]) for node in nodes)

    assert text(tree(str(ui.provenance(**given)))) == said


def test_provenance_opens_when_there_is_more_to_say(ui):
    assert "<details" in str(ui.provenance(source="import 12", more="records/1.json"))
    assert "<details" not in str(ui.provenance(source="import 12"))


def test_a_term_is_shown_and_explained_without_script(ui):
    shown, opened = str(ui.term("AG", "Agent.")).split("</summary>")
    assert "AG" in shown
    assert "Agent." in opened


def test_a_timeline_tells_moments_with_their_zone_and_days_without(ui):
    moment = datetime(2021, 6, 1, 15, 30, tzinfo=UTC)
    html = str(ui.timeline([("Approved", moment, "New York", ""), ("Passed", date(2021, 4, 9), "", "")]))
    assert "1 June 2021, 11:30 a.m. EDT</time> by New York" in html
    assert ">9 April 2021</time></p>" in html


def test_a_chart_is_a_table_with_bars(ui):
    html = str(ui.bar_chart([("Approved", 300), ("Pending", 1), ("None", 0)], "By status"))
    assert html.count('<th scope="row"') == 3
    assert 'class="fp-chart__fill" width="300"' in html
    assert 'class="fp-chart__fill" width="1"' in html
    assert 'class="fp-chart__fill" width="0"' in html
    assert html.count('aria-hidden="true"') == 3


def test_a_task_that_cannot_start_is_no_link(ui):
    html = str(ui.task_list([("Sign", "", "Cannot start yet", "", "Not sent"), ("Read", "/r", "To do", "blue", "")]))
    assert html.count("<a ") == 1
    assert "govuk-task-list__status--cannot-start-yet" in html


def test_filters_in_use_can_be_taken_away(site):
    text = "{% call ui.filter_panel('/people', chips=[('Status: Approved', '?')], clear_url='?') %}fields{% endcall %}"
    html = site.from_string(text).render()
    assert "Remove filter </span>Status: Approved" in html
    assert "<details" in html
    assert " open>" in html
    assert "fields" in html


def test_cards_take_a_body_or_a_text(site, ui):
    assert "12" in str(ui.card("Registrations", "/r", figure=12))
    assert "<p>x</p>" in site.from_string("{% call ui.card('A') %}<p>x</p>{% endcall %}").render()
    assert "fp-card--link" not in str(ui.card("A", text="b"))


def test_sections_mark_the_one_shown(ui):
    html = str(ui.section_nav([NavItem("A", "/a", current=True, count=0), NavItem("B", "/b")], "Sections"))
    assert html.count('aria-current="page"') == 1
    assert '<span class="fp-count">0</span>' in html
