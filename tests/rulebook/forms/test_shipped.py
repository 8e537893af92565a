"""The form that is shipped: whole, and as its types of filing and signature blocks need it."""

from finpro.rulebook.forms import loader


def test_every_version_is_whole() -> None:
    found = loader.check()
    assert "u4/2009-05" in found
    assert [section.number for section in loader.get("u4").sections][:3] == ["1", "2", "3"]
