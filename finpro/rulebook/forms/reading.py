"""Reading documents by their form: everything that other packages ask, under one name."""

from finpro.rulebook.forms.answers import Document, Item, Missing, canonical, missing, shown, walk
from finpro.rulebook.forms.changes import Change, diff
from finpro.rulebook.forms.labels import choices, label_of, named, row_name
from finpro.rulebook.forms.plan import answered

__all__ = [
    "Change",
    "Document",
    "Item",
    "Missing",
    "answered",
    "canonical",
    "choices",
    "diff",
    "label_of",
    "missing",
    "named",
    "row_name",
    "shown",
    "walk",
]
