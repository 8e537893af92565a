"""Between the document of a form and the terms of the record, in both directions.

What the record leaves untold is absent from the document. Reading a document that was made from the record gives back
the same values, so a change is what differs.
"""

from finpro.filings.policies.mapping.document import Document, masked, to_document
from finpro.filings.policies.mapping.reading import read

__all__ = ["Document", "masked", "read", "to_document"]
