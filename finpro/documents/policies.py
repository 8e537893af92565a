"""What is decided about files without asking anybody: what a file is, by its bytes, and whether it is too large."""

from dataclasses import dataclass
from datetime import date

from finpro.kernel import errors
from finpro.rulebook import lookup as rulebook

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
_ENDINGS = {PDF: "pdf", PNG: "png", JPEG: "jpg"}
_PNG_START, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_TAIL = 1024  # bytes in which the end mark of a PDF is looked for


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned page that may be kept: its bytes, what they are, and the ending of a file name."""

    content: bytes
    media_type: str
    ending: str


def media_type_of(content: bytes) -> str:
    """PDF, PNG or JPEG by the bytes themselves, whole to the end; "" for anything else. Names are not believed."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-_TAIL:]:
        return PDF
    if content.startswith(_PNG_START) and content.rstrip(b"\0").endswith(_PNG_END):
        return PNG
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return JPEG
    return ""


def largest_scan(on: date) -> int:
    """How many bytes a scan may have (rule SIG-05)."""
    return int(str(rulebook.on(on).constants["scan_megabytes"].value)) * 1024 * 1024


def scan(content: bytes, on: date) -> Scan:
    """The scan, if it can be kept. Raises Invalid for another kind of file, an empty one or one that is too large."""
    most = largest_scan(on)
    if len(content) > most:
        raise _invalid(f"The file is larger than {most // 1024 // 1024} MB. Scan it in black and white, or smaller")
    found = media_type_of(content)
    if not found:
        raise _invalid("The file is not a whole PDF, PNG or JPEG. Scan the page again and choose that file")
    return Scan(content, found, _ENDINGS[found])


def _invalid(message: str) -> errors.Invalid:
    return errors.Invalid(message, [errors.Finding("SIG-05", "error", "/scan", message)])
