"""How the events of this domain read."""

from finpro.audit import presenters as audit

audit.present(
    {
        "access:claim:granted": "The account was bound to a person on the record.",
        "access:membership:granted": "The account may act for a firm.",
        "access:staff_role:granted": "The account may work for the registry.",
    }
)
