"""What several forms share: boxes for codes and addresses, and how a policy's refusal becomes a field's error."""

import re
from collections.abc import Callable, Mapping

from django import forms

from finpro.kernel import errors
from finpro.kernel.codes import Answer

# A box for a code that was sent: browsers offer to fill it in.
CODE_BOX = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
_CODE = re.compile(r"\d{6}", re.ASCII)
_SEPARATORS = re.compile(r"[\s\-\u00a0\u2013]+")

# What stands at the field of a mailed code that was not right.
NOT_RIGHT: Mapping[Answer, str] = {
    Answer.WRONG: "This code is not right. Nothing has changed. Look at the newest mail and type its six digits",
    Answer.SPENT: "The code was typed wrongly too often, so it no longer works. Nothing has changed. Ask for another",
    Answer.GONE: "This code no longer works, or none was sent. Nothing has changed. Ask for another",
}


def cleaned(policy: Callable[[str], str], typed: str) -> str:
    """What a policy keeps of a typed text; what it refuses becomes the field's error."""
    try:
        return policy(typed)
    except errors.Invalid as invalid:
        raise forms.ValidationError(invalid.message) from None


class CodeForm(forms.Form):
    """Six digits that were mailed. What cannot be a code is said before a try is counted."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Six digits. They work once, for 10 minutes. You may paste them.",
        error_messages={
            "required": "Enter the six digits of the code",
            "null_characters_not_allowed": "The code has six digits",
        },
        widget=forms.TextInput(attrs=CODE_BOX),
    )

    def clean_code(self) -> str:
        """The digits alone."""
        digits = _SEPARATORS.sub("", self.cleaned_data["code"])
        if not _CODE.fullmatch(digits):
            raise forms.ValidationError("The code has six digits. No try was counted")
        return digits


class AddressForm(forms.Form):
    """The address that somebody signs in with. Whether an account exists is never said here."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        error_messages={
            "required": "Enter your e-mail address",
            "invalid": "Enter an e-mail address, such as name@example.com",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
