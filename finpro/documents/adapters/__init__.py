"""What other people's programs do for documents: typesetting by Typst, sealing and its proof by pyHanko.

They are large and the worker's, so each is loaded when it is first used: a web server that draws pages holds none of
them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finpro.documents.adapters.identity import Unsealable, roots
    from finpro.documents.adapters.sealing import seal
    from finpro.documents.adapters.typesetting import Unprintable, typeset
    from finpro.documents.adapters.verifying import Verdict, verify

__all__ = ["Unprintable", "Unsealable", "Verdict", "roots", "seal", "typeset", "verify"]
_PLACES = {
    **dict.fromkeys(("Unsealable", "roots"), "identity"),
    "seal": "sealing",
    **dict.fromkeys(("Unprintable", "typeset"), "typesetting"),
    **dict.fromkeys(("Verdict", "verify"), "verifying"),
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
