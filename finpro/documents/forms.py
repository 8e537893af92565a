"""What people give to have a document checked."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.ASCII)
MOST = 5 * 1024 * 1024  # bytes of a file; no sealed form comes near it


class CheckForm(forms.Form):
    """A file, or its fingerprint (SHA-256 in hex), or that of the form in it."""

    file = forms.FileField(
        label="The file",
        help_text="The PDF as you got it. It is looked at and not kept.",
        required=False,
        allow_empty_file=True,
    )
    fingerprint = forms.CharField(
        label="Or its fingerprint (SHA-256)",
        help_text="64 characters, 0 to 9 and a to f. It stands on the first page of the form.",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> Any:
        """Raises ValidationError for a file that no sealed form is as large as."""
        sent = self.cleaned_data["file"]
        if sent and sent.size > MOST:
            raise ValidationError("The file is larger than 5 MB. No form of ours is")
        return sent

    def clean_fingerprint(self) -> str:
        """In lower case and without blanks. Raises ValidationError for what is no SHA-256."""
        typed = "".join(self.cleaned_data["fingerprint"].split()).lower()
        if typed and not _FINGERPRINT.fullmatch(typed):
            raise ValidationError("Enter all 64 characters of the fingerprint, 0 to 9 and a to f")
        return typed

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where neither was given."""
        given: dict[str, Any] = self.cleaned_data
        if not self.errors and given.get("file") is None and not given.get("fingerprint"):
            raise ValidationError({"file": "Choose the file, or enter its fingerprint"})
        return given
