"""Views by area."""
