"""What other people's programs do for documents: typesetting by Typst, sealing and its proof by pyHanko."""

from finpro.documents.adapters.identity import roots
from finpro.documents.adapters.sealing import seal
from finpro.documents.adapters.typesetting import Unprintable, typeset
from finpro.documents.adapters.verifying import Verdict, verify

__all__ = ["Unprintable", "Verdict", "roots", "seal", "typeset", "verify"]
