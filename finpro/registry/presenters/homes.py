"""How the events of a home address read that the person told."""

from finpro.audit import presenters

presenters.present(
    {
        "record:address:changed": "Changed the home address on the record, with no firm to file it.",
        "record:address:confirmed": "Confirmed that the home address on the record is still right.",
    }
)
