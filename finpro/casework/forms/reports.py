"""What staff type about disclosure reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms

from finpro.casework.forms.requests import note_field
from finpro.casework.policies import decisions
from finpro.kernel.clock import legal_date
from finpro.ui.forms import HintedChoiceField

NEW = "new"


class MatchForm(forms.Form):
    """To which occurrence a report belongs."""

    occurrence = HintedChoiceField(
        label="Which event does it tell of?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose an occurrence, or a new one"},
    )
    note = note_field()

    def __init__(self, data: Any, *, candidates: Sequence[tuple[int, str, str]]) -> None:
        """`candidates`: key, label and signs of each occurrence."""
        super().__init__(data)
        field = cast("HintedChoiceField", self.fields["occurrence"])
        field.choices = [*((str(key), label) for key, label, _ in candidates), (NEW, "A new event")]
        field.choice_hints = {str(key): why for key, _, why in candidates} | {
            NEW: "None of these: no form and no public source has told of it before."
        }

    @property
    def chosen(self) -> int | None:
        """The occurrence's key; None for a new one."""
        value = self.cleaned_data["occurrence"]
        return None if value == NEW else int(value)


class UnmatchForm(forms.Form):
    """Why a match is undone."""

    reason = HintedChoiceField(
        label="Why is it undone?", widget=forms.RadioSelect, error_messages={"required": "Choose why it is undone"}
    )
    note = note_field()

    def __init__(self, data: Any, *, at: datetime) -> None:
        super().__init__(data)
        found = decisions.reasons_for(decisions.UNMATCH, legal_date(at))
        field = cast("HintedChoiceField", self.fields["reason"])
        field.choices = [(one.code, one.label) for one in found]
        field.choice_hints = {one.code: one.meaning for one in found}
