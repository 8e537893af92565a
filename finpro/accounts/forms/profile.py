"""What people type about themselves: name, telephone and e-mail addresses."""

from django import forms

from finpro.accounts import policies
from finpro.accounts.forms.parts import cleaned


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
        return cleaned(policies.name, self.cleaned_data["name"])


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
        return cleaned(policies.number, self.cleaned_data["phone"])


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
        return cleaned(policies.address, self.cleaned_data["email"])
