"""The password that somebody chooses."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.models import AnonymousUser

from finpro.accounts.models import User


class NewPasswordForm(forms.Form):
    """A password that somebody chooses. It is judged by AUTH_PASSWORD_VALIDATORS; `user` may be an account not saved
    yet, whose address and name the password must not resemble."""

    password = forms.CharField(
        label="New password",
        max_length=4096,
        strip=False,
        help_text="Three or four plain words will do, and any character may be used.",
        error_messages={
            "required": "Enter a new password",
            "max_length": "The password must have 4096 characters or fewer",
        },
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, user: User | AnonymousUser | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """The password as typed. Raises ValidationError saying what to choose instead."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)  # type: ignore[arg-type]
        return password
