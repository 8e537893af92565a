"""What a file is, by its bytes."""

from datetime import date

import pytest

from finpro.documents import policies
from finpro.kernel import errors

TODAY = date(2026, 11, 23)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"


@pytest.mark.parametrize(
    ("content", "found", "ending"),
    [(PDF, "application/pdf", "pdf"), (PNG, "image/png", "png"), (JPEG, "image/jpeg", "jpg")],
)
def test_pages_that_a_scanner_makes_are_known_by_their_bytes(content, found, ending):
    kept = policies.scan(content, TODAY)
    assert (kept.media_type, kept.ending) == (found, ending)


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"GIF89a", PDF[:-7], PNG[:-3], JPEG[:-2], b"MZ" + PDF, b"PK\x03\x04"]
)
def test_anything_else_is_refused(content):
    with pytest.raises(errors.Invalid, match="not a whole PDF, PNG or JPEG"):
        policies.scan(content, TODAY)


def test_a_file_is_refused_that_is_larger_than_the_rulebook_says():
    most = policies.largest_scan(TODAY)
    policies.scan(PDF[:9] + b" " * (most - len(PDF)) + PDF[9:], TODAY)
    with pytest.raises(errors.Invalid, match="larger than 5 MB"):
        policies.scan(PDF[:9] + b" " * (most - len(PDF) + 1) + PDF[9:], TODAY)
