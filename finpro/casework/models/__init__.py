"""Rows of casework."""

from finpro.casework.models.cases import Case, Entry, VouchRequest
from finpro.casework.models.work import Assignment, Step, Tick

__all__ = ["Assignment", "Case", "Entry", "Step", "Tick", "VouchRequest"]
