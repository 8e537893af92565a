"""The options of radios, checkboxes and selects, joined in one go: a form of a hundred questions, or a list of all
countries, costs what escaping them costs."""

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup, escape

from finpro.ui.forms import Choice


def select_options(items: Iterable[Choice | tuple[Any, Any]], value: Any = None) -> Markup:
    """The `option` elements of a select, from pairs or choices; `value` chooses one of them, as in `forms.choices`."""
    lines = []
    for item in items:
        text, label, chosen, off = (
            (item.value, item.label, item.chosen, item.disabled)
            if isinstance(item, Choice)
            else ("" if item[0] is None else str(item[0]), item[1], False, False)
        )
        chosen = chosen if value is None else text == str(value)
        marks = f"{' selected' if chosen else ''}{' disabled' if off else ''}"
        lines.append(f'<option value="{escape(text)}"{marks}>{escape(label)}</option>')
    return Markup("\n".join(lines))  # noqa: S704 - values and labels are escaped above


EXCLUSIVE = ' data-behaviour="exclusive"'


def _attribute(name: str, value: str, wanted: object) -> str:
    return f' {name}="{value}"' if wanted else ""


def option_boxes(kind: str, name: str, id: str, items: Sequence[Choice], described: str) -> Markup:
    """The items of radios or checkboxes (`kind`). The first has the group's id unless it has one of its own."""
    shape = "radio" if kind == "radios" else "checkbox"
    named = escape(name)
    lines = []
    for number, item in enumerate(items, 1):
        if item.divider:
            lines.append(f'<div class="govuk-{kind}__divider">{escape(item.label)}</div>')
            continue
        own = str(escape(item.id or (id if number == 1 else f"{id}-{number}")))
        notes = " ".join(part for part in (str(escape(described)), f"{own}-item-hint" if item.hint else "") if part)
        lines.append(
            f'<div class="govuk-{kind}__item"><input class="govuk-{kind}__input" id="{own}" name="{named}" '
            f'type="{shape}" value="{escape(item.value)}"{" checked" if item.chosen else ""}'
            f"{' disabled' if item.disabled else ''}"
            f"{EXCLUSIVE if item.exclusive else ''}"
            f"{_attribute('data-aria-controls', 'conditional-' + own, item.reveals)}"
            f"{_attribute('aria-describedby', notes, notes)}>"
            f'<label class="govuk-label govuk-{kind}__label" for="{own}">{escape(item.label)}</label>'
        )
        if item.hint:
            lines.append(f'<div id="{own}-item-hint" class="govuk-hint govuk-{kind}__hint">{escape(item.hint)}</div>')
        lines.append("</div>")
        if item.reveals:
            hidden = "" if item.chosen else f" govuk-{kind}__conditional--hidden"
            lines.append(
                f'<div class="govuk-{kind}__conditional{hidden}" id="conditional-{own}">{escape(item.reveals)}</div>'
            )
    return Markup("\n".join(lines))  # noqa: S704 - everything given is escaped above
