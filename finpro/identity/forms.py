"""What somebody types to show who he or she is. Nothing of it is kept in a form that is drawn again but the date."""

from datetime import date
from typing import Any, cast

from django import forms

from finpro.accounts import policies as accounts
from finpro.accounts.forms import CODE_BOX, cleaned
from finpro.integrations.identity_bureau import Quiz
from finpro.kernel import errors
from finpro.registry.policies import ssn
from finpro.ui.forms import DateField, DateWidget

WITH, WITHOUT = "ssn", "crd"
OLDEST = date(1900, 1, 1)
_DIGITS = "Enter your CRD number: digits only, such as 1234567"


class Unkept(forms.PasswordInput):
    """A text box that is empty whenever it is drawn."""

    input_type = "text"


class WhoForm(forms.Form):
    """Number, date of birth, consent and, where the account has none, a telephone.

    `fictitious` lets the numbers of invented people pass; `today` is the legal date.
    """

    number = forms.ChoiceField(
        label="Which number do you have?",
        choices=[(WITH, "I have a US Social Security number"), (WITHOUT, "I have no US Social Security number")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say which number you have", "invalid_choice": "Say which number you have"},
    )
    ssn = forms.CharField(
        label="Social Security number",
        max_length=40,
        required=False,
        help_text="Nine digits. It is compared with your record, handed to the identity bureau, and not stored with "
        "your account.",
        error_messages={"max_length": "Enter nine digits, such as 900-12-3456"},
        widget=Unkept(
            attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false", "data-private": True}
        ),
    )
    crd = forms.CharField(
        label="CRD number",
        max_length=40,
        required=False,
        help_text="Your individual number in the record. Your firm knows it, and it stands on BrokerCheck.",
        error_messages={"max_length": _DIGITS},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )
    born = DateField(
        label="Date of birth",
        help_text="For example, 3 31 1980",
        widget=DateWidget(attrs={"autocomplete": "bday"}),
    )
    phone = forms.CharField(
        label="Mobile telephone (optional)",
        max_length=60,
        required=False,
        help_text="Your account has none. A passcode can be sent to one that the bureau confirms as yours; without a "
        "number only questions can be offered.",
        error_messages={"max_length": "Enter a telephone number, such as (212) 555-0123, or +44 20 7946 0123"},
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )
    agreed = forms.BooleanField(
        label="I agree that the identity bureau is asked about me with these details",
        error_messages={"required": "Agree that the bureau is asked; without it your identity cannot be shown online"},
    )

    def __init__(self, *args: Any, fictitious: bool, today: date, ask_phone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fictitious, self._today = fictitious, today
        if not ask_phone:
            del self.fields["phone"]

    def clean_ssn(self) -> str:
        """Nine digits, or "" where the other number is given."""
        if self.cleaned_data.get("number") != WITH:
            return ""
        typed = self.cleaned_data["ssn"]
        if not typed.strip():
            raise forms.ValidationError("Enter your Social Security number")
        try:
            return ssn.issued(typed, fictitious=self._fictitious)
        except errors.Invalid as invalid:
            raise forms.ValidationError(invalid.message.rstrip(".")) from None

    def clean_crd(self) -> int | None:
        """The number, or None where the other one is given."""
        if self.cleaned_data.get("number") != WITHOUT:
            return None
        typed = self.cleaned_data["crd"].strip()
        if not typed:
            raise forms.ValidationError("Enter your CRD number")
        if not (typed.isascii() and typed.isdecimal() and len(typed) <= 9):
            raise forms.ValidationError(_DIGITS)
        return int(typed)

    def clean_born(self) -> date:
        """A day on which somebody can have been born."""
        born = cast("date", self.cleaned_data["born"])
        if born > self._today:
            raise forms.ValidationError("Date of birth must be in the past")
        if born < OLDEST:
            raise forms.ValidationError("Date of birth must be after 1900")
        return born

    def clean_phone(self) -> str:
        """The number in E.164 form, or ""."""
        typed = self.cleaned_data["phone"]
        return cleaned(accounts.number, typed) if typed else ""


class PasscodeForm(forms.Form):
    """The passcode that came by text or call."""

    code = forms.CharField(
        label="Passcode",
        max_length=20,
        help_text="Six digits. They work once, for 10 minutes.",
        error_messages={"required": "Enter the passcode that was sent to you", "max_length": "Enter six digits"},
        widget=forms.TextInput(attrs={**CODE_BOX, "data-private": True}),
    )


class QuestionsForm(forms.Form):
    """The bureau's questions, a field each; "None of the above" is the last choice of every one."""

    def __init__(self, *args: Any, quiz: Quiz, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ids = {}
        for place, question in enumerate(quiz.questions, start=1):
            name = f"question-{place}"
            self._ids[name] = question.id
            self.fields[name] = forms.ChoiceField(
                label=f"{place}. {question.text}",
                choices=[(choice.id, choice.text) for choice in question.choices],
                widget=forms.RadioSelect(attrs={"data-private": True}),
                error_messages={
                    "required": f"Choose an answer to question {place}",
                    "invalid_choice": f"Choose one of the answers to question {place}",
                },
            )

    def answers(self) -> dict[str, str]:
        """Question id to choice id, as the bureau takes them."""
        return {question: self.cleaned_data[name] for name, question in self._ids.items()}
