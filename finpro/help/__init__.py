"""Guides: short Markdown texts, one for each feature page. The issue that builds a feature writes its guide."""
