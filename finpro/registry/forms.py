"""What lists of the record are asked by: a roster's filters. Leniently read, so that a bad part spoils only itself."""

from dataclasses import replace
from datetime import date
from typing import Any, cast

from django import forms

from finpro.kernel import days, errors
from finpro.registry.policies import wording
from finpro.registry.selectors import roster
from finpro.rulebook import lookup as rulebook

ANY = ("", "Any")
_CHOOSE = {"invalid_choice": "Choose one of the list."}
_LONG = {"max_length": "Use at most %(limit_value)d characters.", "null_characters_not_allowed": "Use plain text."}


class RosterForm(forms.Form):
    """The filters of a firm's people. Choices are those of the rulebook on the date asked for."""

    q = forms.CharField(label="Name or CRD number", max_length=wording.LONGEST, required=False, error_messages=_LONG)
    category = forms.ChoiceField(label="Category", required=False, error_messages=_CHOOSE)
    state = forms.ChoiceField(label="State or territory", required=False, error_messages=_CHOOSE)
    status = forms.ChoiceField(label="Status", required=False, error_messages=_CHOOSE)
    office = forms.CharField(label="Branch number or town", max_length=60, required=False, error_messages=_LONG)
    work = forms.ChoiceField(
        label="Employee or contractor",
        choices=[ANY, ("employee", "Employee"), ("contractor", "Independent contractor"), ("unstated", "Not stated")],
        required=False,
        error_messages=_CHOOSE,
    )
    as_of = forms.CharField(label="Show the list as of", required=False, widget=forms.DateInput(), error_messages=_LONG)

    def __init__(self, data: Any, *, today: date) -> None:
        super().__init__(data)
        self.today = today
        rules = rulebook.on(self._asked(data.get("as_of", "")))
        self.fields["as_of"].widget.input_type = "date"
        choices = {name: cast("forms.ChoiceField", self.fields[name]) for name in ("category", "state", "status")}
        choices["category"].choices = [
            ANY,
            *((code, f"{code} – {item.name}") for code, item in sorted(rules.categories.items())),
        ]
        choices["state"].choices = [
            ANY,
            *sorted(((code, item.name) for code, item in rules.jurisdictions.items()), key=lambda pair: pair[1]),
        ]
        choices["status"].choices = [
            ANY,
            (roster.ACTION, "Any status that needs action"),
            *sorted(((code, item.label) for code, item in rules.statuses.items()), key=lambda pair: pair[1]),
        ]

    def clean_as_of(self) -> date:
        """The date asked for, today where none is."""
        try:
            return days.typed(self.cleaned_data["as_of"].strip(), default=self.today)
        except errors.Invalid as invalid:
            raise forms.ValidationError(invalid.message) from None

    def filters(self) -> roster.Filters:
        """What can be asked: a part that was refused is left out; order and page fall back to the first."""
        self.is_valid()
        asked = self.cleaned_data
        page = self.data.get("page", "")
        sort = self.data.get("sort", "")
        return roster.Filters(
            on=asked.get("as_of") or self.today,
            query=asked.get("q", ""),
            category=asked.get("category", ""),
            state=asked.get("state", ""),
            status=asked.get("status", ""),
            office=asked.get("office", ""),
            work=asked.get("work", ""),
            sort=sort if sort in roster.SORTS else "name",
            page=page_number(page),
        )

    def used(self, filters: roster.Filters) -> list[tuple[str, roster.Filters]]:
        """Each filter in use in words, and the filters without it, on the first page."""
        first = replace(filters, page=1)
        each = (
            ("q", filters.query, replace(first, query="")),
            ("category", filters.category, replace(first, category="")),
            ("state", filters.state, replace(first, state="")),
            ("status", filters.status, replace(first, status="")),
            ("office", filters.office, replace(first, office="")),
            ("work", filters.work, replace(first, work="")),
        )
        return [(f"{self.fields[name].label}: {self._words(name, value)}", rest) for name, value, rest in each if value]

    def _words(self, name: str, value: str) -> str:
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))

    def _asked(self, text: str) -> date:
        try:
            return days.typed(text, default=self.today)
        except errors.Invalid:
            return self.today


def page_number(text: str) -> int:
    """The number of a page from an address; 1 for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 and text.strip("0") else 1
