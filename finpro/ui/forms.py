"""How a Django bound field becomes what the macros draw, and the date field that people fill part by part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from markupsafe import Markup

from finpro.ui import wording

PARTS = ("month", "day", "year")


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of radios, checkboxes or a select, or (`divider`) the word between two groups of them.

    `reveals` is HTML shown while the option is chosen; `exclusive` unticks the other boxes ("None of these").
    """

    value: str
    label: str
    chosen: bool = False
    hint: str = ""
    reveals: Markup | str = ""
    disabled: bool = False
    exclusive: bool = False
    divider: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class FieldView:
    """A bound field as the macros read it. `kind` names the macro; `parts` are the texts of a date's three boxes."""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    error: str
    value: str
    choices: Sequence[Choice]
    parts: Mapping[str, str]
    attrs: Mapping[str, Any]
    input_type: str


class DateWidget(forms.Widget):
    """Three boxes named `<name>-month`, `<name>-day` and `<name>-year`. Drawn by the `date_input` macro alone."""

    template_name = ""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        """The texts of the boxes as typed, a missing one empty."""
        return {part: str(data.get(f"{name}-{part}", "")).strip() for part in PARTS}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether no box came with the request."""
        return all(f"{name}-{part}" not in data for part in PARTS)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """The first box: where the error summary's link goes."""
        return f"{id_}-{PARTS[0]}"


class DateField(forms.Field):
    """A legal date from three boxes; cleaned to a `date` or None. Its messages say which part is missing or wrong."""

    widget = DateWidget

    def clean(self, value: Mapping[str, str] | None) -> date | None:
        """Raises ValidationError naming what to mend."""
        texts = {part: (value or {}).get(part, "") for part in PARTS}
        missing = [part for part in PARTS if not texts[part]]
        if len(missing) == len(PARTS):
            if self.required:
                raise forms.ValidationError(
                    f"Enter {wording.lower_first(str(self.label or 'the date'))}", code="required"
                )
            return None
        if missing:
            said = " and a ".join(missing)
            raise forms.ValidationError(f"{self.label or 'The date'} must include a {said}", code="incomplete")
        return self._real(texts)

    def _real(self, texts: Mapping[str, str]) -> date:
        name = self.label or "The date"
        if not all(text.isascii() and text.isdecimal() for text in texts.values()):
            raise forms.ValidationError(f"{name} must be written in numbers", code="not_numbers")
        if len(texts["year"]) != 4:
            raise forms.ValidationError(f"The year of {wording.lower_first(str(name))} must have 4 digits", code="year")
        try:
            return date(int(texts["year"]), int(texts["month"]), int(texts["day"]))
        except ValueError:
            raise forms.ValidationError(f"{name} must be a day that exists", code="impossible") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares the typed parts with the date first shown."""
        return _parts(initial) != _parts(data)


class HintedChoiceField(forms.ChoiceField):
    """One of several, each with a hint of what it means: `choice_hints` by value."""

    choice_hints: Mapping[str, str] = MappingProxyType({})


class HintedMultipleChoiceField(forms.MultipleChoiceField):
    """Any of several, each with a hint of what it means: `choice_hints` by value."""

    choice_hints: Mapping[str, str] = MappingProxyType({})


def choices(items: Iterable[Choice | tuple[Any, Any]], value: Any = None) -> list[Choice]:
    """The options with the chosen ones marked. `value` is one value or several; None leaves the marks as given."""
    listed = [item if isinstance(item, Choice) else Choice(_text(item[0]), item[1]) for item in items]
    if value is None or value == ():
        return listed
    chosen = _chosen(value)
    return [replace(item, chosen=item.value in chosen) for item in listed]


def view(bound: BoundField, reveals: Mapping[str, Markup] | None = None) -> FieldView:
    """What the `field` macro needs of a bound field. Errors are plain sentences; the first is shown at the field.

    `reveals` maps a choice's value to HTML that is shown while it is chosen.
    """
    widget = bound.field.widget
    kind = _kind(widget)
    value = bound.value()
    return FieldView(
        kind=kind,
        id=bound.auto_id or bound.html_name,
        name=bound.html_name,
        label=str(bound.label),
        hint=str(bound.help_text),
        error=wording.sentences(bound)[0] if bound.errors else "",
        value="" if isinstance(widget, forms.PasswordInput) or kind == "date" else _text(value),
        choices=_choices(bound, kind, _chosen(value), reveals or {}),
        parts=_parts(value) if kind == "date" else {},
        attrs={key: text for key, text in bound.build_widget_attrs(dict(widget.attrs)).items() if key not in _OURS},
        input_type=getattr(widget, "input_type", "text") or "text",
    )


def errors(form: forms.BaseForm) -> list[tuple[str, str]]:
    """The lines of the error summary: message and address of its field; findings of the whole form first."""
    lines = [(str(message), "") for message in form.non_field_errors()]
    for bound in form:
        target = bound.field.widget.id_for_label(bound.auto_id or bound.html_name) or bound.html_name
        if _kind(bound.field.widget) in {"radios", "checkboxes"}:
            target = bound.auto_id or bound.html_name
        lines.extend((message, f"#{target}") for message in wording.sentences(bound))
    return lines


_OURS = {"id", "name", "class", "required", "aria-describedby", "aria-invalid", "type"}
_KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.HiddenInput, "hidden"),
    (forms.widgets.Input, "input"),
)


def _kind(widget: forms.Widget) -> str:
    for kind, name in _KINDS:
        if isinstance(widget, kind):
            return name
    raise TypeError(f"No macro draws a {type(widget).__name__}; use one of Django's plain widgets or DateWidget.")


def _choices(bound: BoundField, kind: str, chosen: set[str], reveals: Mapping[str, Markup]) -> tuple[Choice, ...]:
    if kind == "checkbox":
        ticked = bound.field.to_python(bound.value()) is True
        return (Choice("on", str(bound.label), ticked, reveals=reveals.get("on", "")),)
    if kind not in {"radios", "checkboxes", "select"}:
        return ()
    hints: Mapping[str, str] = getattr(bound.field, "choice_hints", {})
    pairs = ((_text(value), str(label)) for value, label in getattr(bound.field, "choices", ()))
    return tuple(
        Choice(value, label, value in chosen, hints.get(value, ""), reveals.get(value, ""))
        for value, label in pairs
        if value or kind == "select"
    )


def _chosen(value: Any) -> set[str]:
    return {_text(item) for item in value} if isinstance(value, list | tuple | set) else {_text(value)}


def _parts(value: Any) -> Mapping[str, str]:
    if isinstance(value, date):
        return {"month": str(value.month), "day": str(value.day), "year": str(value.year)}
    return {part: (value or {}).get(part, "") for part in PARTS}


def _text(value: Any) -> str:
    return "" if value is None else str(value)
