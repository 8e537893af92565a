"""How the events of filings on the record, of requests for registration and of disclosure reports read."""

from finpro.audit import presenters

presenters.present(
    {
        "record:filing:applied": "A filing changed the record: {rows} rows, {requests} requests, {reports} reports.",
        "record:person:opened": "Opened a record for a person who had none.",
        "record:request:moved": "A request for registration moved from {before} to {after}.",
        "record:deficiency:opened": "Something is missing for a request for registration: {reason}.",
        "record:deficiency:cured": "What was missing for a request for registration is there: {reason}.",
        "record:report:matched": "A disclosure report was matched to an occurrence.",
        "record:report:unmatched": "A disclosure report was taken from its occurrence.",
    }
)
