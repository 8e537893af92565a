"""Rows of casework."""

from finpro.casework.models.cases import Case, Entry, VouchRequest
from finpro.casework.models.letters import Letter, LetterAnswer
from finpro.casework.models.work import Assignment, Batch, Review, Step, Tick

__all__ = ["Assignment", "Batch", "Case", "Entry", "Letter", "LetterAnswer", "Review", "Step", "Tick", "VouchRequest"]
