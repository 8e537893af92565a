"""The side of the registry: the whole record, how it came to be, and what imports refused."""
