"""Pure rules of the record: no query, no clock, no user."""
