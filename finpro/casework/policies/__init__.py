"""What is decided about the registry's work without asking anybody."""

from finpro.casework.policies.cases import ABOUT, AGES, IDENTITY, VOUCHING, Human, age, fits, reasons_for, same_human

__all__ = ["ABOUT", "AGES", "IDENTITY", "VOUCHING", "Human", "age", "fits", "reasons_for", "same_human"]
