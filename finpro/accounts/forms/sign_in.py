"""What people type to get in."""

from django import forms

from finpro.accounts.forms.parts import CODE_BOX, AddressForm


class SignInForm(AddressForm):
    """E-mail address and password. Whether an account exists is never said here."""

    password = forms.CharField(
        label="Password",
        max_length=4096,
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class SecondStepForm(forms.Form):
    """A code of an authenticator app, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=20,
        help_text="Six digits from your authenticator app, or one of your recovery codes.",
        error_messages={"required": "Enter the code that your authenticator app shows"},
        widget=forms.TextInput(attrs=CODE_BOX),
    )
