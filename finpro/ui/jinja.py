"""The Jinja environment of the site: strict, escaped, with the design system's macros and filters at hand.

Our templates run under StrictUndefined. The components of govuk-frontend-jinja read parameters that are not there,
so they live in a second environment with ChainableUndefined; a template name under their prefix is answered from it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import (
    ChainableUndefined,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
)
from markupsafe import Markup, escape

from finpro.ui import forms, paging, tables
from finpro.ui.filters import FILTERS
from finpro.ui.options import option_boxes, select_options

TEMPLATES = Path(__file__).parent / "templates"
BUILD = Path(__file__).parent / "build"
COMPONENTS = "govuk_frontend_jinja/"


# Each macro and the file under ui/macros that holds it. Templates call them as `ui.table(…)`: a fragment rendered alone
# does not see the imports at its template's top, and needs none this way.
MACROS = {
    name: file
    for file, names in {
        "forms": "input textarea select radios checkboxes date_input file_input button button_link error_message",
        "human": "human_check",
        "fields": "field field_errors password",
        "data": "table summary_list tag pagination bar_chart empty_state",
        "record": "provenance term timeline task_list as_of_picker filter_panel",
        "passkey": "passkey",
        "form_view": "form_view",
        "text": "error_summary notification_banner warning_text inset details breadcrumbs back_link card panel "
        "page_head facts section_nav",
    }.items()
    for name in names.split()
}


class Macros:
    """The design system's macros by name, each file read at the first use of one of its macros."""

    def __init__(self, site: Environment) -> None:
        self._site = site

    def __getattr__(self, name: str) -> Any:
        """The macro; AttributeError (an undefined variable in the template) for a name that is none."""
        if name not in MACROS:
            raise AttributeError(f"There is no macro ui.{name}")
        macro = getattr(self._site.get_template(f"ui/macros/{MACROS[name]}.html").module, name)
        if not self._site.auto_reload:
            setattr(self, name, macro)
        return macro


class SiteEnvironment(Environment):
    """Answers the library's component templates from their own, lenient environment."""

    components: Environment

    def get_template(self, name: str | Template, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002 - Jinja's name
        """As Jinja's; a name under the components' prefix comes from their environment."""
        if isinstance(name, str) and name.startswith(COMPONENTS):
            return self.components.get_template(name)
        return super().get_template(name, parent, globals)

    def component(self, name: str, params: dict[str, Any]) -> Markup:
        """The HTML of a library component, for pages that need one without a macro of ours: ("tabs", {...})."""
        macro = "govuk" + "".join(word.capitalize() for word in name.split("-"))
        template = self.components.get_template(f"{COMPONENTS}components/{name}/macro.html")
        rendered: Markup = getattr(template.module, macro)(params)
        return rendered


def environment(*, folders: Sequence[str | Path] = (), bytecode: Path | None = None, **options: Any) -> SiteEnvironment:
    """The site's environment. `folders` are searched after the design system's own templates.

    Django's backend passes its defaults as options; loader and undefined are ours whatever it says. `bytecode`
    is a folder that keeps compiled templates between processes.
    """
    shared = {
        "trim_blocks": True,
        "lstrip_blocks": True,
        "auto_reload": options.get("auto_reload", False),
        "bytecode_cache": FileSystemBytecodeCache(str(bytecode)) if bytecode else None,
    }
    extra = {key: value for key, value in options.items() if key not in {"loader", "undefined", "autoescape"}}
    site = SiteEnvironment(
        loader=FileSystemLoader([str(TEMPLATES), *map(str, folders)]),
        undefined=StrictUndefined,
        autoescape=True,
        **{**extra, **shared},
    )
    site.components = Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        undefined=ChainableUndefined,
        autoescape=True,
        **shared,
    )
    site.filters.update(FILTERS)
    site.globals.update(
        ui=Macros(site),
        static=cache(static),
        url=url,
        component=site.component,
        attributes=attributes,
        choices=forms.choices,
        select_options=select_options,
        option_boxes=option_boxes,
        field_view=forms.view,
        error_lines=forms.errors,
        table_body=tables.body,
        table_numeric=tables.numeric_columns,
        page_window=paging.window,
        bar_shares=bar_shares,
    )
    return site


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The path of a named view: `url("my_record")`, `url("firm:person", firm=12, crd=345)`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def attributes(values: Mapping[str, Any]) -> Markup:
    """HTML attributes with a space before each: True is a bare name, None and False are left out."""
    written = ""
    for name, value in values.items():
        if value is True:
            written += f" {escape(name)}"
        elif value is not None and value is not False:
            written += f' {escape(name)}="{escape(value)}"'
    return Markup(written)  # noqa: S704 - names and values were escaped above


def bar_shares(values: Sequence[float], width: int) -> list[int]:
    """Bar lengths in `width` units, the largest value filling it; an amount above nothing is at least one unit."""
    top = max(values, default=0)
    return [max(round(value / top * width), 1) if value > 0 else 0 for value in values]
