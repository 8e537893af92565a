"""How the events of people on the record read."""

from finpro.audit import presenters

presenters.present({"record:person:created": "Put a new person on the record, for a first form."})
