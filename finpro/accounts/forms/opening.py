"""What somebody types who opens an account."""

from django import forms

from finpro.accounts import policies
from finpro.accounts.forms.parts import cleaned


class GoogleDetailsForm(forms.Form):
    """Name and, if there is one, a telephone: all that is asked of who comes from Google with a verified address."""

    name = forms.CharField(
        label="Full legal name",
        max_length=200,
        help_text="As it stands on your identity document.",
        error_messages={"required": "Enter your full legal name", "max_length": "Your name must be shorter"},
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label="Mobile telephone (optional)",
        max_length=60,
        required=False,
        help_text="To prove who you are, a passcode can be sent to it by text or call. Without a number that can be "
        "confirmed as yours no passcode can be offered, only questions.",
        error_messages={"max_length": "Enter a telephone number, such as (212) 555-0123, or +44 20 7946 0123"},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )

    def clean_name(self) -> str:
        """The name as it is kept."""
        return cleaned(policies.name, self.cleaned_data["name"])

    def clean_phone(self) -> str:
        """The number in E.164 form, or ""."""
        typed = self.cleaned_data["phone"]
        return cleaned(policies.number, typed) if typed else ""


class DetailsForm(GoogleDetailsForm):
    """Name, personal address and, if there is one, a telephone."""

    field_order = ("name", "email", "phone")

    email = forms.CharField(
        label="Personal e-mail address",
        max_length=300,
        help_text="One that stays yours when you change or leave firms, not one of your firm. You confirm it by a code "
        "in a moment, so it is asked for once.",
        error_messages={
            "required": "Enter your personal e-mail address",
            "max_length": "Enter an e-mail address in the correct format, like name@example.com",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )

    def clean_email(self) -> str:
        """The address as it is kept."""
        return cleaned(policies.address, self.cleaned_data["email"])
