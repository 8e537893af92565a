"""What people type to sign, to decline, and to enter what was signed on paper."""

from datetime import date
from typing import Any

from django import forms

from finpro.kernel import errors
from finpro.signatures import policies
from finpro.ui.forms import DateField

AGREE = "I have read the form and the statements above. I agree to them, and to signing electronically"


def show(form: forms.Form, invalid: errors.Invalid) -> None:
    """Put the findings of a journey beside the fields that they point to."""
    for finding in invalid.findings or (errors.Finding("", "error", "", invalid.message),):
        name = finding.pointer.strip("/")
        form.add_error(name if name in form.fields else None, finding.message)


def _name(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=policies.NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class SignForm(forms.Form):
    """The typed name and the consent. `envelope` is the one that was shown."""

    envelope = forms.IntegerField(widget=forms.HiddenInput)
    name = _name("Your full name", "Type it as you sign. It is filled in with your name on the form.")
    consent = forms.BooleanField(label=AGREE, required=False)


class DeclineForm(forms.Form):
    """Why the person does not sign."""

    envelope = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why do you not sign?",
        help_text="Your firm reads this. Say which answer is wrong, and how it should be.",
        required=False,
        max_length=policies.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class RecallForm(forms.Form):
    """Why the firm stops the signing; nothing needs to be said."""

    reason = forms.CharField(
        label="Why do you take it back? (optional)",
        required=False,
        max_length=policies.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WishForm(forms.Form):
    """What the firm chooses about the signatures."""

    temporary = forms.BooleanField(
        label="Ask for a temporary registration too (block 15C)",
        help_text="Only where the person was registered there within the last 30 days.",
        required=False,
    )
    without_person = forms.BooleanField(
        label="Without the person’s signature: the firm states that it gave the person a copy (block 15G)",
        help_text="Only for changes of disclosure that the person has not signed.",
        required=False,
    )


class FirmSignForm(WishForm):
    """A signatory signs; on paper what the person signed is entered beside. Fields that are not asked are left out."""

    paper_name = _name("Name of the person, as signed on paper", "")
    paper_signed_on = DateField(label="Date on the paper", required=False)
    paper_scan = forms.FileField(
        label="Scan of the signed page",
        help_text="A PDF, PNG or JPEG of at most 5 MB. Keep the original.",
        required=False,
    )
    note = forms.CharField(
        label="How the person was given a copy, and what was answered",
        help_text="When and by which way, and whether the person acknowledged it.",
        required=False,
        max_length=policies.REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    acknowledgment = forms.FileField(
        label="The person’s acknowledgment, if there is one",
        help_text="A PDF, PNG or JPEG of at most 5 MB.",
        required=False,
    )
    name = _name("Your full name", "Type it as you sign.")
    consent = forms.BooleanField(label=AGREE.replace("I have", "For the firm: I have"), required=False)

    def __init__(self, *args: Any, paper: bool, states: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unasked = ([] if paper else ["paper_name", "paper_signed_on", "paper_scan"]) + (
            [] if states else ["note", "acknowledgment"]
        )
        for name in unasked:
            del self.fields[name]
        for name in ("temporary", "without_person"):
            self.fields[name].widget = forms.HiddenInput()

    def content(self, name: str) -> bytes:
        """The bytes of a file that was sent, none where it was not asked for or not sent."""
        sent = self.cleaned_data.get(name)
        return sent.read() if sent else b""

    def signed_on(self) -> date | None:
        """The date on the paper."""
        found: date | None = self.cleaned_data.get("paper_signed_on")
        return found
