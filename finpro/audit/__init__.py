"""What happened, who did it and why: events that are only ever added, sealed into a chain of hashes."""
