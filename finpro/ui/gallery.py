"""What the gallery of the design system shows: invented people and firms, one use of every macro."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from markupsafe import Markup

from finpro.ui.form_view import FormView, Line, Part, SectionView
from finpro.ui.forms import DateField
from finpro.ui.page import Brand, Column, NavItem, Page, Viewer

TODAY = date(2026, 11, 23)


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Full legal name", help_text="As it stands on your identity document.")
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    secret = forms.CharField(
        label="New password",
        help_text="At least 12 characters.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        required=False,
    )
    category = forms.ChoiceField(
        label="Registration category", choices=[("", "Choose a category"), ("GS", "General Securities Representative")]
    )
    born = DateField(label="Date of birth", help_text="For example, 3 31 1980")
    registered = forms.ChoiceField(
        label="Are you registered with a firm?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    notices = forms.MultipleChoiceField(
        label="Which notices do you want by e-mail?",
        choices=[("tasks", "New tasks"), ("windows", "Windows that are about to close")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(label="Anything else?", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    agreed = forms.BooleanField(label="I have read the notice", help_text="You can read it again later.")
    statement = forms.FileField(label="Statement", required=False)
    next = forms.CharField(widget=forms.HiddenInput, initial="/me/", required=False)


def form(*, sent: bool = False) -> SampleForm:
    """The sample form, empty or as it comes back with findings."""
    if not sent:
        return SampleForm(initial={"registered": "yes", "notices": ["tasks"], "born": date(1980, 3, 31)})
    return SampleForm(
        {"name": "", "email": "rowan", "born-month": "13", "born-day": "1", "born-year": "1980", "registered": "maybe"}
    )


def page(*, error: bool = False) -> Page:
    """The frame around the gallery."""
    brand = Brand(
        "FinPro",
        "Alder Registry Services",
        "+1 800 555 0100",
        "Monday to Friday, 8 a.m. to 8 p.m. Eastern Time",
        "An independent implementation, not run, approved or endorsed by any regulator.",
    )
    items = (
        NavItem("Home", "#home"),
        NavItem("My record", "#record", current=True),
        NavItem("Tasks", "#tasks", count=2),
        NavItem("Help", "#help"),
    )
    viewer = Viewer("RQ", "Rowan Quill", "Alder Securities LLC")
    return Page(
        "Gallery", brand, viewer, items, "#help", demo=True, home="#", context="Alder Securities LLC", error=error
    )


def context(*, sent: bool = False) -> dict[str, Any]:
    """Everything `ui/gallery.html` reads. With `sent` its form carries findings."""
    return {
        "page": page(error=sent),
        "form": form(sent=sent),
        "today": TODAY,
        "earlier": date(2019, 3, 4),
        "columns": (
            Column("Regulator", sort_url="?sort=regulator", sorted="ascending"),
            Column("Category", sort_url="?sort=category"),
            "Status",
            "Since",
            Column("Filings", numeric=True),
        ),
        "registrations": _registrations(),
        "read": _read(),
        "events": (
            ("Registration approved", datetime(2021, 6, 1, 15, 30, tzinfo=UTC), "New York", "General Securities."),
            ("Form U4 filed", datetime(2021, 5, 12, 18, 5, tzinfo=UTC), "Alder Securities LLC", ""),
            ("Series 7 passed", date(2021, 4, 9), "", ""),
        ),
        "tasks": (
            ("Review your residential history", "#a", "Not yet started", "blue", "Last confirmed 4 March 2019"),
            ("Confirm your e-mail address", "#b", "In progress", "amber", ""),
            ("Sign Form U4", "", "Cannot start yet", "", "Your firm has not sent it"),
            ("Create an account", "#d", "Completed", "", ""),
        ),
        "counts": (("Approved", 1284), ("Pending", 96), ("Terminated", 411), ("Deficient", 7), ("Suspended", 0)),
        "sections": (
            NavItem("Registrations", "#registrations", current=True, count=12),
            NavItem("Qualifications", "#qualifications", count=4),
            NavItem("Employment", "#employment"),
            NavItem("Disclosures", "#disclosures"),
            NavItem("Residences", "#residences"),
        ),
    }


def _read() -> FormView:
    lines = (
        Line("1", "First name", "Rowan", "answered"),
        Line("1", "Billing code", "No answer", "unanswered"),
        Line("1", "Branch", "Not asked", "hidden"),
    )
    moved = Part("Current home", 3, (Line("11", "City", "Salem", "answered", changed=True),), changed=True)
    return FormView(
        "Form U4",
        "Amendment",
        "2009-05",
        (
            SectionView("general", "1", "General information", "", "", (Part("Name", 3, lines),)),
            SectionView("residences", "11", "Residential history", "", "", (moved,)),
            SectionView("exam_requests", "7", "Examination requests", "", "Not part of this filing.", ()),
        ),
    )


def _registrations() -> tuple[tuple[Any, ...], ...]:
    def tag(look: str, text: str) -> Markup:
        return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(look, text)

    return (
        ("FINRA", "General Securities Representative", tag("green", "Approved"), "1 June 2021", 4),
        ("New York", "Agent", tag("green", "Approved"), "3 June 2021", 2),
        ("New Jersey", "Agent", tag("amber", "Pending"), "18 November 2026", 1),
        ("California", "Investment Adviser Representative", tag("red", "Suspended"), "9 January 2025", 12),
        ("Texas", "Agent", tag("grey", "Terminated"), "31 December 2023", 3),
    )
