"""The colours of the theme can be read in the light and in the dark, computed from the tokens of the style sheet."""

import re
from pathlib import Path

import pytest

SCSS = Path(__file__).parents[2] / "finpro" / "ui" / "static_src" / "scss"
GROUNDS = ("ground", "surface", "sunken")
LOOKS = ("grey", "teal", "green", "blue", "amber", "red", "purple")

# Words on what they stand on.
READ = [
    *((ink, ground) for ground in GROUNDS for ink in ("ink", "muted", "link", "link-hover", "link-visited", "error")),
    *((ink, "surface") for ink in ("brand", "brand-strong", "success", "caution", "notice")),
    *((ink, tint) for tint in ("brand-tint",) for ink in ("ink", "link", "brand-strong")),
    *((ink, f"{ink}-tint") for ink in ("error", "success", "caution", "notice")),
    *(("ink", f"{tint}-tint") for tint in ("error", "success", "caution", "notice")),
    *(("link", f"{tint}-tint") for tint in ("caution", "notice", "success")),
    ("error", "caution-tint"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-error", "error"),
    ("focus-ink", "focus"),
    *((ink, "head") for ink in ("head-ink", "head-muted")),
    ("head-ink", "head-line"),
    *((f"tag-{look}-ink", f"tag-{look}") for look in LOOKS),
]
# Borders of controls and bars, told apart at 3 to 1.
SEEN = [*(("field-line", ground) for ground in GROUNDS), ("brand", "surface"), ("brand", "sunken"), ("focus", "head")]


def tokens(theme: str) -> dict[str, str]:
    text = (SCSS / "_tokens.scss").read_text()
    block = re.search(rf"\${theme}: \((.*?)\n\);", text, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"^\s+([a-z-]+): (#[0-9a-f]{6}),$", block[1], re.MULTILINE))


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_measured_as_wcag_defines_it():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_words_stand_out(theme, ink, ground):
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), SEEN)
def test_controls_stand_out(theme, line, ground):
    colours = tokens(theme)
    assert contrast(colours[line], colours[ground]) >= 3


def test_both_themes_name_the_same_colours():
    assert tokens("light").keys() == tokens("dark").keys()
    assert len(tokens("light")) > 40


def test_no_colour_is_written_outside_the_tokens():
    # The brand's mark, black ink on paper, and the white ground that readers of QR codes want.
    allowed = {"#0f6b74", "#bfe6e6", "#ffcf70", "#000", "#fff"}
    for sheet in SCSS.glob("*.scss"):
        if sheet.name != "_tokens.scss":
            assert set(re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text())) <= allowed, sheet.name
