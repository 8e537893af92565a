"""Filings: Form U4 and U5, from draft to decision."""
