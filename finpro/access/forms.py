"""What administrators type and tick about a firm's users, and about the registry's staff."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from finpro.access import policies
from finpro.access.enums import STAFF_ROLES, Entitlement, Reason
from finpro.ui.forms import HintedChoiceField, HintedMultipleChoiceField

_EMAIL = {"required": "Enter the e-mail address of whoever is invited"}
_NONE = {"required": "Choose at least one thing that the user may do"}
_ROLES = [(role, label) for role, (label, _entitlements) in STAFF_ROLES.items()]
_ROLE_HINTS = {
    role: "; ".join(str(entitlement.label) for entitlement in given) for role, (_, given) in STAFF_ROLES.items()
}


class EntitlementsField(HintedMultipleChoiceField):
    """Boxes for what may be given, each with a hint of what it means."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, offered: Iterable[Entitlement], **options: Any) -> None:
        listed = list(offered)
        super().__init__(choices=[(one.value, one.label) for one in listed], error_messages=_NONE, **options)
        self.choice_hints = {one.value: policies.HINTS[one] for one in listed}


class EmailForm(forms.Form):
    """The address of somebody to invite."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="The invitation goes there. Whoever has confirmed this address can accept it.",
        max_length=254,
        error_messages=_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ChangeForm(forms.Form):
    """What a user may do, of what the administrator may give."""

    def __init__(self, data: Any = None, *, offered: Sequence[Entitlement], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["entitlements"] = EntitlementsField(offered, label="What may the user do?")


class InviteForm(EmailForm):
    """Whom to invite, and what he or she may do."""

    def __init__(self, data: Any = None, *, offered: Sequence[Entitlement], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["entitlements"] = EntitlementsField(offered, label="What may the user do?")


class RemoveForm(forms.Form):
    """Why a user is removed."""

    reason = forms.ChoiceField(
        label="Why is the user removed?",
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why the user is removed"},
    )


class HandOverForm(forms.Form):
    """Who becomes the super account administrator: one of the firm's other users."""

    def __init__(self, data: Any = None, *, users: Sequence[tuple[int, str]], **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["membership"] = forms.TypedChoiceField(
            label="Who becomes the super account administrator?",
            choices=users,
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose who becomes the super account administrator"},
        )


class RoleField(HintedChoiceField):
    """One of the roles, each with what it may do."""

    choice_hints = _ROLE_HINTS


class RoleForm(forms.Form):
    """A role of the registry's staff."""

    role = RoleField(
        label="Role", choices=_ROLES, widget=forms.RadioSelect, error_messages={"required": "Choose a role"}
    )


class GiveRoleForm(RoleForm):
    """Whom to give which role."""

    email = forms.EmailField(
        label="E-mail address of the account",
        max_length=254,
        help_text="Exactly as the person signs in with it. The account needs a second factor.",
        error_messages={"required": "Enter the e-mail address of the account"},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("email", "role")
