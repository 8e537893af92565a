"""The seal of the installation on a PDF: PAdES B-LT, with everything in the file by which it is checked later.

Revocation information comes from the certificate's issuers, of our own authority from itself. Only the worker seals.
"""

from datetime import datetime
from io import BytesIO

from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import ValidationError
from pyhanko_certvalidator.fetchers.requests_fetchers import RequestsFetcherBackend

from finpro.documents.adapters import authority
from finpro.documents.adapters.identity import Identity, Unsealable, identity

FIELD = "Seal"
# Outside the page: nothing to see, nothing to tag, and still a field that every reader lists.
_NOWHERE = (-1, -1, -1, -1)


def seal(content: bytes, *, reason: str, at: datetime) -> bytes:
    """The PDF with the seal on it, a certification that allows no change. Raises Unsealable.

    `reason` stands in the signature. What was in the PDF, its tags and attachments, stays byte for byte.
    """
    who = identity(at)
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=reason,
        name=str(settings.FINPRO["operator"] or settings.FINPRO["brand"]),
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        embed_validation_info=True,
        validation_context=_context(who, at),
        # One revision: whoever checks sees that the signature covers the whole file.
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
        signer_key_usage={"non_repudiation"},
    )
    field = SigFieldSpec(FIELD, on_page=0, box=_NOWHERE, readable_field_name="Seal of the installation")
    out = BytesIO()
    try:
        writer = IncrementalPdfFileWriter(BytesIO(content))
        PdfSigner(meta, who.signer, timestamper=who.stamper, new_field_spec=field).sign_pdf(writer, output=out)
    except (SigningError, ValidationError, TimestampRequestError, PdfError, OSError) as problem:
        raise Unsealable(f"The document could not be sealed: {type(problem).__name__}.") from problem
    return out.getvalue()


def _context(who: Identity, at: datetime) -> ValidationContext:
    """By what the own certificates are checked before sealing; what is found goes into the file.

    Ours name no address to fetch from: the lists given here are all there is.
    """
    return ValidationContext(
        trust_roots=list(who.roots),
        other_certs=list(who.chain),
        crls=authority.revocation_lists(who.own, at) if who.own else [],
        allow_fetching=True,
        fetcher_backend=RequestsFetcherBackend(),
        revocation_mode="require",
    )
