"""How sights of the record read in the trail."""

from finpro.audit import presenters as audit

audit.present(
    {
        "record:person:seen": "Saw a person's {what}.",
        "record:ssn:seen": "Saw a whole Social Security number.",
        "record:ssn:searched": lambda data: (
            "Looked for a person by Social Security number: " + ("found." if data.get("found") else "nobody found.")
        ),
    }
)
