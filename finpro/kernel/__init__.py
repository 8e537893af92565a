"""What everything stands on: time, errors, rules, actors, the database, jobs. It knows no domain."""
