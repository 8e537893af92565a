"""What people type about cases and vouching: filters of the queue, messages, decisions."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from django import forms

from finpro.casework import policies
from finpro.casework.enums import Kind, Outcome, State
from finpro.casework.selectors.queue import Filters
from finpro.casework.services.work import LONGEST
from finpro.kernel import errors
from finpro.registry.forms import page_number
from finpro.ui.forms import DateField, HintedChoiceField, HintedMultipleChoiceField

ANY = ("", "Any")
_OFF = {"autocomplete": "off", "spellcheck": "false"}


def show(form: forms.Form, invalid: errors.Invalid) -> None:
    """Put the findings of a journey beside the fields that they point to."""
    for finding in invalid.findings or (errors.Finding("", "error", "", invalid.message),):
        name = finding.pointer.strip("/")
        form.add_error(name if name in form.fields else None, finding.message)


class QueueForm(forms.Form):
    """The filters of the queue. A part that is not one of the list is left out."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Whatever is not closed"), *((state.value, state.label) for state in State)],
    )
    kind = forms.ChoiceField(label="Kind", required=False, choices=[ANY, *((kind.value, kind.label) for kind in Kind)])
    age = forms.ChoiceField(
        label="Open for", required=False, choices=[ANY, *((key, label) for key, (label, _) in policies.AGES.items())]
    )
    owner = forms.ChoiceField(
        label="Owner",
        required=False,
        choices=[ANY, ("mine", "You"), ("nobody", "Nobody"), ("others", "Somebody else")],
    )

    def filters(self) -> Filters:
        """What can be asked."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            kind=asked.get("kind", ""),
            state=asked.get("state", ""),
            age=asked.get("age", ""),
            owner=asked.get("owner", ""),
            page=page_number(self.data.get("page", "")),
        )

    def used(self, filters: Filters) -> list[tuple[str, Filters]]:
        """Each filter in use in words, and the filters without it, on the first page."""
        first = replace(filters, page=1)
        each = (
            ("state", filters.state, replace(first, state="")),
            ("kind", filters.kind, replace(first, kind="")),
            ("age", filters.age, replace(first, age="")),
            ("owner", filters.owner, replace(first, owner="")),
        )
        return [(f"{self.fields[name].label}: {self._words(name, value)}", rest) for name, value, rest in each if value]

    def _words(self, name: str, value: str) -> str:
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))


class FindForm(forms.Form):
    """A case by its number, or an account by its e-mail address; sent, never in an address."""

    typed = forms.CharField(
        label="Case number or e-mail address",
        max_length=254,
        help_text="Exactly as the person gives it. Looking for an account is entered in the audit trail.",
        widget=forms.TextInput(attrs=_OFF),
    )


class MessageForm(forms.Form):
    """A question to the person."""

    message = forms.CharField(
        label="Your question to the person",
        max_length=LONGEST,
        help_text="The person reads it on the site. Never ask for a Social Security number or a password here.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NoteForm(forms.Form):
    """Something for the registry alone."""

    message = forms.CharField(
        label="Note for the registry",
        max_length=LONGEST,
        help_text="The person does not read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """The person's answer."""

    message = forms.CharField(
        label="Your answer",
        max_length=LONGEST,
        help_text="Leave out your Social Security number and passwords: nobody here asks for them.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class CompareForm(forms.Form):
    """Somebody on the record who may be the one that asks."""

    crd = forms.IntegerField(
        label="CRD number",
        min_value=1,
        max_value=10**12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    born_on = DateField(
        label="Date of birth, as the person tells it",
        required=False,
        help_text="You see only whether it is the record’s.",
    )


class DecisionForm(forms.Form):
    """Granted or refused, why, and for whom. `unmatched`: the CRD number of the person is still to be named."""

    outcome = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            (Outcome.GRANTED.value, "It is the person: connect the account to the record"),
            (Outcome.REFUSED.value, "It could not be told, or it is not the person"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )
    granted = HintedMultipleChoiceField(label="Why", required=False, widget=forms.CheckboxSelectMultiple)
    refused = HintedMultipleChoiceField(label="Why", required=False, widget=forms.CheckboxSelectMultiple)
    crd = forms.IntegerField(
        label="CRD number of the person",
        required=False,
        min_value=1,
        max_value=10**12,
        help_text="To this record the account is going to be connected.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    message = forms.CharField(
        label="What else the person should read (optional)",
        required=False,
        max_length=LONGEST,
        help_text="Stands beside the sentence of each reason.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label="Note for the registry (optional)",
        required=False,
        max_length=LONGEST,
        help_text="How you found out. The person does not read it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, about: str, unmatched: bool, at: datetime, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        if not unmatched:
            del self.fields["crd"]
        if about != policies.IDENTITY:
            cast("forms.ChoiceField", self.fields["outcome"]).choices = [
                (Outcome.GRANTED.value, "It is the owner: remove the lost second factors and end every session"),
                (Outcome.REFUSED.value, "Close it without a change"),
            ]
        found = policies.reasons_for(about, at)
        for name in ("granted", "refused"):
            field = cast("HintedMultipleChoiceField", self.fields[name])
            field.choices = [(reason.code, reason.label) for reason in found if reason.outcome == name]
            field.choice_hints = {reason.code: reason.meaning for reason in found}

    def clean(self) -> dict[str, Any]:
        """The reasons belong to what was decided."""
        decided = super().clean() or self.cleaned_data
        outcome = str(decided.get("outcome", "")).lower()
        if outcome and not decided.get(outcome):
            self.add_error(outcome, "Choose at least one reason")
        if outcome == "granted" and "crd" in self.fields and not decided.get("crd") and "crd" not in self.errors:
            self.add_error("crd", "Enter the CRD number of the person")
        return decided

    @property
    def reasons(self) -> list[str]:
        """The codes that were chosen for what was decided."""
        chosen: list[str] = self.cleaned_data[self.cleaned_data["outcome"].lower()]
        return chosen


class FirmForm(forms.Form):
    """The firm that is asked to vouch."""

    firm = forms.CharField(
        label="Your firm",
        max_length=100,
        help_text="Its CRD number, or how its name begins. It must be a firm that the record ties to you now.",
        error_messages={"required": "Enter your firm’s CRD number or name"},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


class VouchForm(forms.Form):
    """The number that the person read out, and the statement of whoever vouches."""

    number = forms.CharField(
        label="Number that the person reads out",
        max_length=20,
        help_text="Six digits, on the page where the person asked. Speak with the person, or call a number you know.",
        error_messages={"required": "Enter the number that the person reads out to you"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", **_OFF}),
    )
    statement = forms.BooleanField(
        label="I know this person, spoke with him or her about this request, and state for the firm that the account "
        "that asks is his or hers.",
        error_messages={"required": "Tick the statement, or choose below why the firm does not vouch"},
    )


class DeclineForm(forms.Form):
    """Why the firm does not vouch."""

    reason = HintedChoiceField(
        label="Why does the firm not vouch?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the firm does not vouch"},
    )

    def __init__(self, data: Any, *, at: datetime) -> None:
        super().__init__(data)
        found = [reason for reason in policies.reasons_for(policies.VOUCHING, at) if reason.outcome == "refused"]
        field = cast("HintedChoiceField", self.fields["reason"])
        field.choices = [(reason.code, reason.label) for reason in found]
        field.choice_hints = {reason.code: reason.meaning for reason in found}


def born(form: CompareForm) -> date | None:
    """The date of birth typed, None where none was."""
    found: date | None = form.cleaned_data.get("born_on")
    return found
