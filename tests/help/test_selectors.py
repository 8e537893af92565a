"""The guides."""

import re

import pytest

from finpro.help import selectors as guides
from finpro.kernel import errors


def test_guides_are_listed_by_title():
    titles = [guide.title for guide in guides.list_guides()]
    assert titles == sorted(titles)
    assert len(titles) == len(set(titles)) >= 9


@pytest.mark.parametrize("guide", guides.list_guides(), ids=lambda guide: guide.slug)
def test_a_guide_has_one_title_and_then_sections(guide):
    assert guide.title
    assert "<h1" not in guide.html
    assert "<p>" in guide.html
    assert guides.get_guide(guide.slug) is guide


@pytest.mark.parametrize("guide", guides.list_guides(), ids=lambda guide: guide.slug)
def test_a_link_to_another_guide_leads_there(guide):
    for slug in re.findall(r'href="/help/([^"]*)"', guide.html):
        assert guides.get_guide(slug)


@pytest.mark.parametrize("slug", ["", "nothing", "../selectors", "My-Record"])
def test_what_is_no_guide_is_not_found(slug):
    with pytest.raises(errors.NotFound):
        guides.get_guide(slug)
