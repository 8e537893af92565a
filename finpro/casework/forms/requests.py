"""What staff type when they decide a request, ask a firm for something, or close what was missing; and the answer."""

from datetime import datetime
from typing import Any, cast

from django import forms

from finpro.casework.enums import Decision
from finpro.casework.policies import decisions, letters
from finpro.casework.services.decisions import Said
from finpro.casework.services.work import LONGEST
from finpro.kernel.clock import legal_date
from finpro.rulebook import lookup as rulebook
from finpro.ui.forms import HintedChoiceField, HintedMultipleChoiceField

_CODE = r"^[A-Za-z0-9:_. -]*$"


def note_field() -> forms.CharField:
    """A note that the registry alone reads."""
    return forms.CharField(
        label="Note for the registry (optional)",
        required=False,
        max_length=LONGEST,
        help_text="Neither the firm nor the person reads it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecideForm(forms.Form):
    """How a request is decided, and why: the reasons of each decision in a field of its own."""

    decision = forms.ChoiceField(
        label="What do you decide?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you decide"},
    )
    message = forms.CharField(
        label="What else firm and person should read (optional)",
        required=False,
        max_length=LONGEST,
        help_text="Stands beside the sentence of each reason. No Social Security number, no birth date.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = note_field()

    def __init__(self, data: Any, *, offered: list[Decision], at: datetime) -> None:
        super().__init__(data)
        cast("forms.ChoiceField", self.fields["decision"]).choices = [(one.value, one.label) for one in offered]
        for one in offered:
            found = decisions.reasons_for(one, legal_date(at))
            field = HintedMultipleChoiceField(
                label="Why",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(reason.code, reason.label) for reason in found],
            )
            field.choice_hints = {reason.code: reason.meaning for reason in found}
            self.fields[one.lower()] = field

    def clean(self) -> dict[str, Any]:
        """There is a reason for what was decided."""
        decided = super().clean() or self.cleaned_data
        name = str(decided.get("decision", "")).lower()
        if name and not decided.get(name):
            self.add_error(name, "Choose at least one reason")
        return decided

    @property
    def decided(self) -> Decision:
        """What was decided."""
        return Decision(self.cleaned_data["decision"])

    @property
    def said(self) -> Said:
        """The reasons for it, and what was written beside them."""
        given = self.cleaned_data
        return Said(given[self.decided.lower()], given["message"], given["note"])


class CureForm(forms.Form):
    """Why something that was missing counts as closed."""

    reason = HintedChoiceField(
        label="Why is it closed?", widget=forms.RadioSelect, error_messages={"required": "Choose why it is closed"}
    )
    note = note_field()

    def __init__(self, data: Any, *, at: datetime) -> None:
        super().__init__(data)
        found = decisions.reasons_for(decisions.CURE, legal_date(at))
        field = cast("HintedChoiceField", self.fields["reason"])
        field.choices = [(reason.code, reason.label) for reason in found]
        field.choice_hints = {reason.code: reason.meaning for reason in found}

    @property
    def said(self) -> Said:
        """The reason, and the note."""
        return Said([self.cleaned_data["reason"]], note=self.cleaned_data["note"])


class ReviewForm(forms.Form):
    """Somebody has reviewed what was disclosed."""

    statement = forms.BooleanField(
        label="I read every answer and report of this person, and what the firm sent about them. Nothing in it stands "
        "in the way of this registration.",
        error_messages={"required": "Tick the statement, or ask the firm, or deny the request"},
    )
    note = note_field()


class ChooseLetterForm(forms.Form):
    """Which letter, and what it is about."""

    template = HintedChoiceField(
        label="What is missing?", widget=forms.RadioSelect, error_messages={"required": "Choose what is missing"}
    )
    about = forms.RegexField(
        _CODE,
        label="What is it about? (optional)",
        required=False,
        max_length=40,
        help_text="The code of an exam, such as S7, or a report, such as report:12. No names: it stands in addresses.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"invalid": "Use letters, figures, a colon, a dot or a hyphen only"},
    )

    def __init__(self, data: Any, *, at: datetime) -> None:
        super().__init__(data)
        rules = rulebook.on(legal_date(at))
        field = cast("HintedChoiceField", self.fields["template"])
        listed = sorted(rules.letters.values(), key=lambda one: (one.code == "OTHER", one.title))
        field.choices = [(one.code, one.title) for one in listed]
        field.choice_hints = {one.code: rulebook.label("deficiency_reasons", one.reason) for one in listed}


class LetterForm(forms.Form):
    """A letter as it is going to be sent."""

    template = forms.CharField(max_length=40, widget=forms.HiddenInput)
    about = forms.RegexField(_CODE, required=False, max_length=40, widget=forms.HiddenInput)
    text = forms.CharField(
        label="Letter to the firm",
        max_length=letters.LONGEST,
        help_text="The firm and the person read it as you send it; it cannot be changed afterwards. No Social Security "
        "number, no birth date.",
        widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": "Write the letter"},
    )

    def clean_text(self) -> str:
        """No name in braces is left open."""
        text: str = self.cleaned_data["text"]
        if fault := letters.fault(text):
            raise forms.ValidationError(fault)
        return text


class LetterAnswerForm(forms.Form):
    """The firm's answer."""

    text = forms.CharField(
        label="Your answer",
        max_length=letters.LONGEST,
        help_text="The registry and the person read it. Leave out Social Security numbers and dates of birth.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write your answer"},
    )
