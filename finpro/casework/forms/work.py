"""What staff type about work on the record."""

from dataclasses import replace
from typing import Any, cast

from django import forms

from finpro.casework import policies
from finpro.casework.enums import Work
from finpro.casework.selectors.work import ANSWERED, STATES, Filters
from finpro.kernel import clock
from finpro.registry.forms import page_number
from finpro.rulebook import lookup as rulebook

ANY = ("", "Any")
_STATES = [
    ("", "Whatever is open"),
    *((state.value, state.label) for state in STATES),
    (ANSWERED, "Letter answered by the firm"),
]


class WorkForm(forms.Form):
    """The filters of the queue. A part that is not one of the list is left out."""

    kind = forms.ChoiceField(label="Kind", required=False, choices=[ANY, *((kind.value, kind.label) for kind in Work)])
    state = forms.ChoiceField(label="State of the request", required=False, choices=_STATES)
    age = forms.ChoiceField(
        label="Open for", required=False, choices=[ANY, *((key, label) for key, (label, _) in policies.AGES.items())]
    )
    regulator = forms.ChoiceField(label="Regulator", required=False)
    owner = forms.ChoiceField(
        label="Owner",
        required=False,
        choices=[ANY, ("mine", "You"), ("nobody", "Nobody"), ("others", "Somebody else")],
    )
    firm = forms.IntegerField(
        label="CRD number of the firm",
        required=False,
        min_value=1,
        max_value=10**12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    receipt = forms.CharField(
        label="Receipt number of a filing",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        rules = rulebook.on(clock.today())
        named = [(code, entry.name) for topic in (rules.sros, rules.jurisdictions) for code, entry in topic.items()]
        cast("forms.ChoiceField", self.fields["regulator"]).choices = [ANY, *named]

    def filters(self) -> Filters:
        """What can be asked."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            kind=asked.get("kind", ""),
            state=asked.get("state", ""),
            age=asked.get("age", ""),
            firm=asked.get("firm"),
            regulator=asked.get("regulator", ""),
            owner=asked.get("owner", ""),
            receipt=asked.get("receipt", "").strip().upper(),
            page=page_number(self.data.get("page", "")),
        )

    def used(self, filters: Filters) -> list[tuple[str, Filters]]:
        """Each filter in use in words, and the filters without it, on the first page."""
        first = replace(filters, page=1)
        each = (
            ("kind", filters.kind, replace(first, kind="")),
            ("state", filters.state, replace(first, state="")),
            ("age", filters.age, replace(first, age="")),
            ("regulator", filters.regulator, replace(first, regulator="")),
            ("owner", filters.owner, replace(first, owner="")),
            ("firm", filters.firm, replace(first, firm=None)),
            ("receipt", filters.receipt, replace(first, receipt="")),
        )
        return [(f"{self.fields[name].label}: {self._words(name, value)}", rest) for name, value, rest in each if value]

    def _words(self, name: str, value: object) -> str:
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))
