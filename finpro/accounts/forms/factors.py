"""What people type about second factors, and to show again that it is them."""

from django import forms

from finpro.accounts.forms.parts import CODE_BOX


class AppCodeForm(forms.Form):
    """The code that an authenticator app shows."""

    app_code = forms.CharField(
        label="Code of your authenticator app",
        max_length=20,
        help_text="The six digits that the app shows now.",
        error_messages={"required": "Enter the six digits that your authenticator app shows"},
        widget=forms.TextInput(attrs=CODE_BOX),
    )


class MailCodeForm(forms.Form):
    """The code that was mailed."""

    mail_code = forms.CharField(
        label="Code from the e-mail",
        max_length=20,
        help_text="Six digits. They work for ten minutes.",
        error_messages={"required": "Enter the six digits from the e-mail"},
        widget=forms.TextInput(attrs=CODE_BOX),
    )


class PasswordAgainForm(forms.Form):
    """The password of whoever is signed in."""

    password = forms.CharField(
        label="Your password",
        max_length=4096,
        strip=False,
        error_messages={"required": "Enter your password"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasskeyNameForm(forms.Form):
    """How the owner calls a passkey, to tell it from others."""

    name = forms.CharField(
        label="Name of the passkey",
        max_length=60,
        help_text="So that you can tell it from others, such as: my phone.",
        error_messages={
            "required": "Enter a name for the passkey",
            "max_length": "The name must be 60 characters or fewer",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
