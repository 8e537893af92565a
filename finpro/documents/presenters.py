"""How the events of this domain read."""

from finpro.audit import presenters as audit

audit.present(
    {
        "document:file:asked": "Asked for a document of the kind {kind}.",
        "document:file:kept": "A document of the kind {kind} was kept.",
        "document:file:made": "A document of the kind {kind} was made.",
        "document:file:failed": "A document of the kind {kind} could not be made.",
    }
)
