"""The side of a firm: its people, and what it may see of each."""
