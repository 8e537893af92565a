"""The rules of Form U5: a file for each section, as for Form U4, with which they share what both forms ask."""

from finpro.filings.policies.checks.u5 import (
    affiliated,
    disclosure,
    drps,
    filing,
    general,
    partial,
    residence,
    signatures,
    termination,
)

MODULES = (general, residence, termination, partial, affiliated, disclosure, drps, signatures, filing)
