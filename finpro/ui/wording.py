"""What a form says when an answer is missing or cannot be used: what to do, in place of Django's messages."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField


def sentences(bound: BoundField) -> list[str]:
    """The findings of a field in words. A message that the form's author wrote is left as it is."""
    return [_ours(bound, error) or str(next(iter(error))) for error in bound.errors.as_data()]


def lower_first(text: str) -> str:
    """A label inside a sentence: "Full legal name" as "full legal name", "SSN" and "CRD number" as they are."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _ours(bound: BoundField, error: ValidationError) -> str:
    code, field = error.code or "", bound.field
    if _own_words(field, code):
        return ""
    label = str(bound.label)
    if code == "required":
        return _missing(field, label)
    if code in {"invalid_choice", "invalid_list"}:
        return "Choose one of the options"
    if code == "invalid" and isinstance(field, forms.EmailField):
        return "Enter an e-mail address in the correct format, like name@example.com"
    if code == "invalid" and isinstance(field, forms.IntegerField):
        return f"{label} must be a whole number"
    if code == "max_length" and isinstance(field, forms.CharField):
        return f"{label} must have {field.max_length} characters or fewer"
    return ""


def _missing(field: forms.Field, label: str) -> str:
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}” to continue"
    if label.endswith("?"):
        return f"Answer the question “{label}”"
    if isinstance(field, forms.ChoiceField):
        return f"Choose {lower_first(label)}"
    return f"{'Choose a file for' if isinstance(field, forms.FileField) else 'Enter'} {lower_first(label)}"


def _own_words(field: forms.Field, code: str) -> bool:
    """Whether the form's author gave a message for the code, when the field was made or in its class."""
    usual: dict[str, object] = {}
    for kind in reversed(type(field).__mro__):
        if kind.__module__.startswith("django."):
            usual.update(getattr(kind, "default_error_messages", {}))
    return code in field.error_messages and field.error_messages[code] != usual.get(code)
