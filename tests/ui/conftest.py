"""The strict environment as the site uses it, with plain static files and a person to draw pages for."""

from functools import cache

import pytest


@cache
def compiled():
    from finpro.ui import jinja  # noqa: PLC0415 - once Django is set up: this file is read before, when asked for alone

    return jinja.environment()


@pytest.fixture
def site(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    return compiled()


@pytest.fixture
def brand():
    from finpro.ui.page import Brand  # noqa: PLC0415 - as above

    return Brand(
        "FinPro", "Alder Registry Services", "800-555-0100", "Monday to Friday", "Independent of any regulator."
    )


@pytest.fixture
def page(brand):
    from finpro.ui.page import NavItem, Page, Viewer  # noqa: PLC0415 - as above

    return Page(
        "My record",
        brand,
        viewer=Viewer("RQ", "Rowan Quill", "Individual"),
        nav=(NavItem("Home", "/me/"), NavItem("My record", "/me/record", current=True, count=1200)),
        help="/help/my-record",
        demo=True,
    )
