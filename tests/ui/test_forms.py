"""Bound fields as the macros draw them, the date in three boxes, and the sentences that say what to mend."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError

from finpro.ui import forms as ui
from finpro.ui.gallery import SampleForm, form


def draw(site, bound, **given):
    return str(site.globals["ui"].field(bound, **given))


def test_a_text_field(site):
    html = draw(site, form()["email"])
    assert 'for="id_email"' in html
    assert 'type="email"' in html
    assert 'autocomplete="email"' in html
    assert "required" not in html  # the server says it in words; the browser's bubbles are not for everybody


def test_a_field_with_a_finding(site):
    html = draw(site, form(sent=True)["name"])
    assert 'aria-describedby="id_name-hint id_name-error"' in html
    assert "Enter full legal name" in html
    assert "govuk-input--error" in html


def test_radios_keep_the_choice_and_reveal(site):
    html = draw(site, form()["registered"], reveals={"yes": "Which?"})
    assert 'value="yes" checked data-aria-controls="conditional-id_registered"' in html
    assert 'id="conditional-id_registered"' in html


def test_several_boxes_keep_theirs(site):
    html = draw(site, form()["notices"])
    assert 'value="tasks" checked' in html
    assert 'value="windows">' in html


def test_a_lone_box(site):
    ticked = SampleForm({"agreed": "on"})
    assert 'name="agreed" type="checkbox" value="on" checked aria-describedby="id_agreed-hint"' in draw(
        site, ticked["agreed"]
    )
    assert "checked" not in draw(site, form()["agreed"])
    assert "<fieldset" not in draw(site, form()["agreed"])


def test_a_date_shows_its_parts_month_first(site):
    html = draw(site, form()["born"])
    boxes = [html.index(f'name="born-{part}" type="text" inputmode="numeric"') for part in ui.PARTS]
    assert boxes == sorted(boxes)
    assert 'value="1980"' in html


def test_a_date_keeps_what_was_typed(site):
    assert 'value="13"' in draw(site, form(sent=True)["born"])


def test_a_password_is_never_sent_back(site):
    class Sign(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput)

    assert "hunter2" not in draw(site, Sign({"password": "hunter2"})["password"])


def test_hidden_select_textarea_and_file(site):
    assert draw(site, form()["next"]).strip().startswith('<input type="hidden"')
    assert "Choose a category" in draw(site, form()["category"])
    assert 'rows="4"' in draw(site, form()["note"])
    assert 'type="file"' in draw(site, form()["statement"])


def test_a_widget_without_a_macro_is_refused():
    class Odd(forms.Form):
        when = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="No macro draws a SplitDateTimeWidget"):
        ui.view(Odd()["when"])


def test_the_summary_links_to_the_first_control_of_each_field():
    lines = ui.errors(form(sent=True))
    assert lines == [
        ("Enter full legal name", "#id_name"),
        ("Enter an e-mail address in the correct format, like name@example.com", "#id_email"),
        ("Choose registration category", "#id_category"),
        ("Date of birth must be a day that exists", "#id_born-month"),
        ("Choose one of the options", "#id_registered"),
        ("Tick “I have read the notice” to continue", "#id_agreed"),
    ]


def test_the_summarys_links_lead_somewhere(site):
    sent = form(sent=True)
    html = "".join(draw(site, bound) for bound in sent)
    assert all(f'id="{target[1:]}"' in html for _, target in ui.errors(sent))


def test_findings_of_the_whole_form_come_first():
    class Pair(forms.Form):
        first = forms.CharField()

        def clean(self):
            raise ValidationError("The two do not belong together")

    assert ui.errors(Pair({}))[0] == ("The two do not belong together", "")


def test_the_authors_words_stay():
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Tell us your name"})
        age = forms.IntegerField(label="Years of service")
        short = forms.CharField(label="Initials", max_length=2)
        asked = forms.CharField(label="Which firm?")

    assert [line for line, _ in ui.errors(Own({"age": "ten", "short": "abc"}))] == [
        "Tell us your name",
        "Years of service must be a whole number",
        "Initials must have 2 characters or fewer",
        "Answer the question “Which firm?”",
    ]


BORN = {"required": True, "label": "Date of birth"}


@pytest.mark.parametrize(
    ("month", "day", "year", "expected"),
    [
        ("2", "29", "2024", date(2024, 2, 29)),
        ("02", "09", "1980", date(1980, 2, 9)),
        ("", "", "", "Enter date of birth"),
        ("", "1", "1980", "Date of birth must include a month"),
        ("3", "", "", "Date of birth must include a day and a year"),
        ("2", "29", "2023", "Date of birth must be a day that exists"),
        ("March", "1", "1980", "Date of birth must be written in numbers"),
        ("٣", "1", "1980", "Date of birth must be written in numbers"),
        ("3", "1", "80", "The year of date of birth must have 4 digits"),
        ("3", "1", "0000", "Date of birth must be a day that exists"),
        ("9" * 5000, "1", "1980", "Date of birth must be a day that exists"),
    ],
)
def test_a_date_from_three_boxes(month, day, year, expected):
    field = ui.DateField(**BORN)
    data = {"d-month": month, "d-day": day, "d-year": year}
    value = field.widget.value_from_datadict(data, {}, "d")
    if isinstance(expected, date):
        assert field.clean(value) == expected
    else:
        with pytest.raises(ValidationError) as refused:
            field.clean(value)
        assert refused.value.messages == [expected]


def test_a_date_may_be_left_out_where_it_is_not_asked_for():
    assert ui.DateField(required=False).clean({}) is None


def test_a_date_knows_whether_it_changed():
    field = ui.DateField()
    assert not field.has_changed(date(1980, 3, 1), {"month": "3", "day": "1", "year": "1980"})
    assert field.has_changed(date(1980, 3, 1), {"month": "4", "day": "1", "year": "1980"})
    assert not field.has_changed(None, {"month": "", "day": "", "year": ""})
    assert field.widget.value_omitted_from_data({}, {}, "d")
