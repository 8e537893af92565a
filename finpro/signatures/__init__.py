"""Signatures as evidence."""
