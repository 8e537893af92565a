"""One file per thing a person comes to do, across domains. Only journeys write to the record (house.md law 2)."""
