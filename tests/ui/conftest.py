"""The strict environment as the site uses it, with plain static files and a person to draw pages for."""

from functools import cache

import pytest

from finpro.ui import jinja
from finpro.ui.page import Brand, NavItem, Page, Viewer


@cache
def compiled():
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
    return Brand(
        "FinPro", "Alder Registry Services", "800-555-0100", "Monday to Friday", "Independent of any regulator."
    )


@pytest.fixture
def page(brand):
    return Page(
        "My record",
        brand,
        viewer=Viewer("RQ", "Rowan Quill", "Individual"),
        nav=(NavItem("Home", "/me/"), NavItem("My record", "/me/record", current=True, count=1200)),
        help="/help/my-record",
        demo=True,
    )
