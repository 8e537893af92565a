"""What people send from the pages of a filing: answers of a section, filters of the list, a new draft, access."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator

from finpro.filings.enums import Access, State
from finpro.filings.policies import home, places, sealed, typed, work
from finpro.filings.presenters.field import Block, Field
from finpro.filings.selectors.listing import PER_PAGE, Filters
from finpro.filings.services.answers import Change
from finpro.filings.services.sharing import LONGEST
from finpro.kernel import errors, vault
from finpro.kernel.tasks import Ball
from finpro.registry.forms import page_number
from finpro.rulebook.forms import loader
from finpro.rulebook.forms.schema import Form, Question
from finpro.ui.forms import DateField, HintedChoiceField, HintedMultipleChoiceField

_OFF = {"autocomplete": "off", "spellcheck": "false"}
ANY = ("", "Any")
NO_QUESTION = "There is no such question on this form. Nothing was saved."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a page sent: what is to be written, and by path what cannot be, with a sentence."""

    changes: Sequence[Change]
    problems: Mapping[str, str]


def leaves(fields: Iterable[Field]) -> Iterator[Field]:
    """The fields that are filled in, those of groups among them."""
    for one in fields:
        if one.control == "group":
            yield from leaves(one.fields)
        elif one.control not in {"list", "static"}:
            yield one


def read_page(blocks: Iterable[Block], data: typed.Data) -> Sent:
    """What was changed on a page: answers that differ from what it had shown, each with the version shown."""
    changes, problems = [], {}
    for block in blocks:
        for one in leaves(block.fields):
            found = typed.read(one.question, one.name, data, fictitious=_fictitious())
            if found.problem:
                problems[one.name] = found.problem
            elif change := _change(one.name, found, _token(data, one.name)):
                changes.append(change)
    return Sent(changes, problems)


def read_field(form: Form, path: str, page: str, data: typed.Data) -> tuple[Question, Sent]:
    """One answer that was sent by itself; `page` is the type of the reporting page it stands on.

    Raises NotFound for what is no question of the form.
    """
    question = places.question_at(form, path, page)
    if question is None or not places.is_answered_here(question):
        raise errors.NotFound(NO_QUESTION)
    found = typed.read(question, path, data, fictitious=_fictitious())
    if found.problem:
        return question, Sent((), {path: found.problem})
    change = _change(path, found, _token(data, path))
    return question, Sent([change] if change else [], {})


def _change(path: str, found: typed.Typed, token: str) -> Change | None:
    version, digest = typed.read_token(token)
    if found.absent or (typed.untouched(digest, found.value) and not found.digits):
        return None
    kept = sealed.seal(found.digits, vault.ring()) if found.digits else None
    return Change(path, found.value, version, kept)


def _token(data: typed.Data, path: str) -> str:
    found = data.get(f"v:{path}")
    return found[-1] if found else ""


def form_of(name: str, version: str) -> Form:
    """The specification that a page says it was drawn from. Raises NotFound for one that is not there."""
    if name not in loader.forms() or version not in loader.versions(name):
        raise errors.NotFound(NO_QUESTION)
    return loader.get(name, version)


def _fictitious() -> bool:
    return bool(settings.FINPRO["demo"])


class ListForm(forms.Form):
    """The filters of the firm's list. A part that is not one of the list is left out."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Not decided yet"), ("all", "All"), *((state.value, state.label) for state in State)],
    )
    ball = forms.ChoiceField(
        label="Waiting for",
        required=False,
        choices=[
            ANY,
            (Ball.FIRM.value, "Your firm"),
            (Ball.ME.value, "The person"),
            (Ball.REGISTRY.value, "The registry"),
        ],
    )
    age = forms.ChoiceField(
        label="Untouched for",
        required=False,
        choices=[ANY, *((key, label) for key, (label, _) in work.AGES.items())],
    )

    def filters(self) -> Filters:
        """What can be asked."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            asked.get("state", ""), asked.get("age", ""), asked.get("ball", ""), page_number(self.data.get("page", ""))
        )

    def used(self, filters: Filters) -> list[tuple[str, Filters]]:
        """Each filter in use in words, and the filters without it, on the first page."""
        first = replace(filters, page=1)
        each = (
            ("state", filters.state, replace(first, state="")),
            ("ball", filters.ball, replace(first, ball="")),
            ("age", filters.age, replace(first, age="")),
        )
        return [(f"{self.fields[name].label}: {self._words(name, value)}", rest) for name, value, rest in each if value]

    def _words(self, name: str, value: str) -> str:
        return str(dict(cast("forms.ChoiceField", self.fields[name]).choices).get(value, value))  # type: ignore[arg-type]


VERBS = {
    "access": "Give access",
    "remind": "Remind the person",
    "send": "Send for signature",
}


class BulkForm(forms.Form):
    """What is to be done to the forms that are ticked in the list."""

    chosen = forms.Field(required=False, widget=forms.SelectMultiple)
    verb = forms.ChoiceField(
        label="With the ticked forms",
        choices=[("", "Choose what to do"), *VERBS.items()],
        error_messages={"required": "Choose what to do with the ticked forms"},
    )

    def clean(self) -> dict[str, Any]:
        """At least one form; what is no number of one is left out."""
        found = super().clean() or self.cleaned_data
        sent = self.fields["chosen"].widget.value_from_datadict(self.data, self.files, "chosen") or ()
        numbers = dict.fromkeys(int(text) for text in sent if text.isascii() and text.isdecimal() and len(text) < 18)
        found["chosen"] = list(numbers)[:PER_PAGE]
        if not found["chosen"]:
            self.add_error("chosen", "Tick at least one form")
        return found


class PersonForm(forms.Form):
    """Somebody on the record about whom a form is begun: the number, and the name that belongs to it."""

    crd = forms.IntegerField(
        label="CRD number",
        min_value=1,
        max_value=10**10 - 1,
        error_messages={"required": "Enter the person’s CRD number"},
        widget=forms.TextInput(attrs={"inputmode": "numeric", **_OFF}),
    )
    last = forms.CharField(
        label="Last name",
        max_length=50,
        help_text="As it is on the record. Both must fit, so that nobody is found by guessing numbers.",
        error_messages={"required": "Enter the person’s last name"},
        widget=forms.TextInput(attrs=_OFF),
    )


class KindForm(forms.Form):
    """What decides the type of the filing where the record leaves it open."""

    stays = forms.ChoiceField(
        label="Does the person stay with another firm?",
        required=False,
        choices=[("yes", "Yes"), ("no", "No, or with none")],
        widget=forms.RadioSelect,
    )
    owner = forms.BooleanField(
        label="The person is an owner or officer on Schedule A or B of Form BD and is not to be registered",
        required=False,
    )
    # The filing of another firm that is adopted instead: the value of a button.
    adopts = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)

    @property
    def options(self) -> dict[str, bool]:
        """As the choosing rule takes them."""
        owner = bool(self.cleaned_data.get("owner"))
        return {
            "continues": self.cleaned_data.get("stays") != "no",
            "on_schedule": owner,
            "registration_requested": not owner,
        }


class NewPersonForm(forms.Form):
    """Somebody who is not on the record yet."""

    first = forms.CharField(
        label="First name",
        max_length=25,
        error_messages={"required": "Enter the first name"},
        widget=forms.TextInput(attrs=_OFF),
    )
    middle = forms.CharField(
        label="Middle name (optional)", required=False, max_length=20, widget=forms.TextInput(attrs=_OFF)
    )
    last = forms.CharField(
        label="Last name",
        max_length=25,
        error_messages={"required": "Enter the last name"},
        widget=forms.TextInput(attrs=_OFF),
    )
    suffix = forms.CharField(
        label="Suffix (optional)", required=False, max_length=5, widget=forms.TextInput(attrs=_OFF)
    )
    born_on = DateField(label="Date of birth")
    ssn = forms.CharField(
        label="Social Security number",
        required=False,
        max_length=11,
        help_text="Nine digits. It is sealed at once, and shown masked from then on.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", **_OFF}),
    )
    none = forms.BooleanField(label="The person has no Social Security number", required=False)

    def clean(self) -> dict[str, Any]:
        """A number, or that there is none."""
        found = super().clean() or self.cleaned_data
        if bool(found.get("ssn")) == bool(found.get("none")):
            self.add_error("ssn", "Enter the Social Security number, or tick that there is none")
        return found


class AccessForm(forms.Form):
    """How far the person may edit."""

    access = HintedChoiceField(
        label="What may the person fill in?",
        choices=[
            (Access.FULL.value, "Every section"),
            (Access.PARTIAL.value, "Some sections"),
            (Access.NONE.value, "Nothing"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the person may fill in"},
    )
    sections = HintedMultipleChoiceField(label="Which sections?", required=False, widget=forms.CheckboxSelectMultiple)
    tell = forms.BooleanField(label="Tell the person by e-mail", required=False)

    def __init__(self, data: Any, *, sections: Sequence[tuple[str, str]], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        cast("forms.MultipleChoiceField", self.fields["sections"]).choices = list(sections)
        field = cast("HintedChoiceField", self.fields["access"])
        field.choice_hints = {
            Access.FULL.value: "All sections but the signatures. Your firm can write in them at the same time.",
            Access.NONE.value: "The person no longer sees the form.",
        }

    def clean(self) -> dict[str, Any]:
        """Some sections are at least one."""
        found = super().clean() or self.cleaned_data
        if found.get("access") == Access.PARTIAL and not found.get("sections"):
            self.add_error("sections", "Choose at least one section")
        return found


class CommentForm(forms.Form):
    """Something for the other side."""

    text = forms.CharField(
        label="Your comment",
        max_length=LONGEST,
        help_text="Firm and person both read it. It is no part of the form.",
        error_messages={"required": "Enter a comment"},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeleteForm(forms.Form):
    """Giving a draft up."""

    reason = forms.CharField(
        label="Why is the draft given up? (optional)",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_OFF),
    )


class AddressForm(forms.Form):
    """A new home address and the day from which it holds, in the words and by the rules of Form U4, section 11.

    `seen` is the key of the address that the page showed. The state of the United States is chosen, a province typed.
    """

    street1 = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "address-line1"}))
    street2 = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "address-line2"}))
    city = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "address-level2"}))
    country = forms.ChoiceField(required=False, widget=forms.Select(attrs={"autocomplete": "country-name"}))
    state = forms.ChoiceField(
        label="State or territory",
        help_text="For an address in the United States.",
        required=False,
        widget=forms.Select(attrs={"autocomplete": "off"}),
    )
    province = forms.CharField(
        label="Province (optional)",
        help_text="For an address in Canada.",
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    postal = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "postal-code"}))
    since = DateField(
        label="Day from which you live there", help_text="For example, 3 31 2026. It may be past, but not ahead."
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, today: date, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.today = today
        asked = home.questions()
        for key in ("street1", "street2", "city", "country", "postal"):
            optional = "" if asked[key].required or key == "postal" else " (optional)"
            self.fields[key].label = asked[key].label + optional
            self.fields[key].help_text = asked[key].help
        for key in ("street1", "street2", "city", "postal"):
            self._at_most(key, asked[key].longest)
        self._at_most("province", asked["state"].longest)
        self.fields["country"].initial = "USA"
        for key, nothing in (("country", "Choose a country"), ("state", "None")):
            cast("forms.ChoiceField", self.fields[key]).choices = [("", nothing), *home.choices(key, today)]

    def _at_most(self, key: str, longest: int | None) -> None:
        if longest:
            field = cast("forms.CharField", self.fields[key])
            field.max_length = longest
            field.validators.append(MaxLengthValidator(longest, f"Use at most {longest} characters."))

    @property
    def address(self) -> dict[str, str]:
        """The address as Form U4 holds one."""
        typed_ = {key: str(self.cleaned_data.get(key, "")) for key in (*home.KEYS, "province")}
        if typed_["country"] == "CAN":
            typed_["state"] = typed_["province"]
        return home.tidy(typed_)

    def clean(self) -> dict[str, Any]:
        """What the form's own rules find, beside each field."""
        found = super().clean() or self.cleaned_data
        self.show(home.findings(self.address, self.today))
        return found

    def show(self, findings: Iterable[errors.Finding]) -> None:
        """Put findings beside the fields that they point to; a field that has one already keeps it."""
        for one in findings:
            name = one.pointer.strip("/")
            if name == "state" and self.cleaned_data.get("country") == "CAN":
                name = "province"
            if name not in self.errors:
                self.add_error(name if name in self.fields else None, one.message)
