"""What somebody types who doubts a mail."""

import re

from django import forms
from django.core.exceptions import ValidationError

_CODE = re.compile(r"[0-9A-Z]{8}", re.ASCII)


class CodeForm(forms.Form):
    """The code that stands in a mail."""

    code = forms.CharField(
        label="Code of the message",
        help_text="8 letters and digits. It stands in the subject and at the end of the message.",
        max_length=40,
        error_messages={"required": "Enter the code of the message"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "govuk-input--width-10"}),
    )

    def clean_code(self) -> str:
        """In capitals, without what was copied around it. Raises ValidationError for what can be no code of ours."""
        typed = re.sub(r"[\s()]", "", self.cleaned_data["code"]).upper()
        if not _CODE.fullmatch(typed):
            raise ValidationError("Enter the 8 letters and digits of the code, as they stand in the message")
        return typed
