"""What people type about themselves: name, telephone, e-mail addresses, and the codes that confirm them."""

import re
from collections.abc import Callable

from django import forms

from finpro.accounts import policies
from finpro.kernel import errors

_CODE = re.compile(r"\d{6}", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-\u00a0\u2013]+")


def _judged(judge: Callable[[str], str], typed: str) -> str:
    try:
        return judge(typed)
    except errors.Invalid as invalid:
        raise forms.ValidationError(invalid.message) from None


class NameForm(forms.Form):
    """How the site greets. Not the legal name, which is on the record."""

    name = forms.CharField(
        label="Name",
        max_length=200,
        help_text="It stands in the menu at the upper right and in our mails to you.",
        error_messages={"required": "Enter your name", "null_characters_not_allowed": "Enter your name"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )

    def clean_name(self) -> str:
        """The name as it is kept."""
        return _judged(policies.name, self.cleaned_data["name"])


class PhoneForm(forms.Form):
    """A telephone number of the account's owner."""

    phone = forms.CharField(
        label="Telephone number",
        max_length=40,
        help_text="A number of the United States, or one of another country with its code, such as +44.",
        error_messages={
            "required": "Enter a telephone number",
            "null_characters_not_allowed": "Enter a telephone number, such as (212) 555-0123",
        },
        widget=forms.TelInput(attrs={"autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        """The number in E.164 form."""
        return _judged(policies.number, self.cleaned_data["phone"])


class NewAddressForm(forms.Form):
    """An e-mail address. Whether it has an account elsewhere is never said."""

    email = forms.CharField(
        label="E-mail address",
        max_length=300,
        error_messages={
            "required": "Enter an e-mail address",
            "null_characters_not_allowed": "Enter an e-mail address in the correct format, like name@example.com",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        """The address as it is kept."""
        return _judged(policies.address, self.cleaned_data["email"])


class CodeForm(forms.Form):
    """Six digits that were sent. What cannot be a code is said before a try is counted."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Six digits. You may paste them.",
        error_messages={
            "required": "Enter the six digits of the code",
            "null_characters_not_allowed": "The code has six digits",
        },
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """The digits alone."""
        digits = _SEPARATORS.sub("", self.cleaned_data["code"])
        if not _CODE.fullmatch(digits):
            raise forms.ValidationError("The code has six digits. No try was counted")
        return digits
