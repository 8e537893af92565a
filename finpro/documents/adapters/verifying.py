"""Whether a PDF carries the seal of this installation, unchanged, by what the file itself holds. Asks no network."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError

from finpro.documents.adapters.identity import identity


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. `sealed`: there is a signature at all; `genuine`: it is ours, trusted and covers every byte.

    `stamped_at` is the moment that the time-stamp authority vouches for.
    """

    sealed: bool
    genuine: bool
    stamped_at: datetime | None = None


NOT_SEALED = Verdict(False, False)


def verify(content: bytes, *, at: datetime) -> Verdict:
    """Check the first signature of a PDF against the roots of this installation, as of the moment it was stamped."""
    try:
        reader = PdfFileReader(BytesIO(content))
        signatures = reader.embedded_regular_signatures
        if not signatures:
            return NOT_SEALED
        seal = signatures[0]
        roots = list(identity(at).roots)
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return Verdict(True, False)
    except (PdfError, ValidationInfoReadingError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        # Whatever is uploaded: a file that cannot be read carries no seal.
        return NOT_SEALED
    try:
        moment = _stamped_at(seal)
        context = _context(store, roots, moment or at)
        status = validate_pdf_signature(seal, context, _context(store, roots, moment or at))
    except (SignatureValidationError, ValidationError, PdfError, ValueError, KeyError, TypeError):
        return Verdict(True, False)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return Verdict(True, bool(status.bottom_line and status.trusted and whole), moment)


def _stamped_at(seal: EmbeddedPdfSignature) -> datetime | None:
    """The moment in the time stamp; that it is one is checked with the signature."""
    stamp = next(extract_tst_data_iter(seal.signer_info, signed=False), None)
    if stamp is None:
        return None
    told: datetime = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    return told


def _context(store: DocumentSecurityStore, roots: list[object], moment: datetime) -> ValidationContext:
    return store.as_validation_context(
        {
            "trust_roots": roots,
            "moment": moment,
            "allow_fetching": False,
            "revocation_mode": "require",
            "retroactive_revinfo": True,
        }
    )
