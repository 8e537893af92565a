"""How the events of imports and of personal data read."""

from finpro.audit import presenters

presenters.present(
    {
        "record:import:batch": "Imported {captures} captures out of {records} records; {rejected} were refused.",
        "record:import:finished": "Finished an import: {records} records read, {rejected} refused.",
        "record:ssn:set": "Put a Social Security number on record.",
        "record:ssn:resealed": "Sealed the Social Security numbers of {people} people with the present key.",
        "record:birth:set": "Put a date of birth on record.",
    }
)
