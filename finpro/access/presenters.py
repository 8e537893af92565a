"""How the events of this domain read."""

from finpro.audit import presenters as audit

audit.present(
    {
        "access:claim:granted": "The account was bound to a person on the record.",
        "access:claim:ended": "The account is bound to the person on the record no longer.",
        "access:membership:granted": "The account may act for a firm.",
        "access:staff_role:granted": "The account may work for the registry.",
        "access:membership:changed": "What the account may do for a firm was changed.",
        "access:membership:ended": "The account may act for a firm no longer.",
        "access:administrator:named": "The account became a firm's super account administrator.",
        "access:administrator:replaced": "The account is a firm's super account administrator no longer.",
        "access:invitation:sent": "Somebody was invited to act for a firm.",
        "access:invitation:renewed": "An invitation to act for a firm was sent again.",
        "access:invitation:withdrawn": "An invitation to act for a firm was withdrawn.",
        "access:invitation:accepted": "An invitation to act for a firm was accepted.",
        "access:invitation:declined": "An invitation to act for a firm was declined.",
        "access:invitation:lapsed": "An invitation to act for a firm lapsed.",
        "access:certification:opened": "The certification of {year} was opened for the firm's users.",
        "access:certification:decided": "Users were certified as they stand.",
        "access:certification:closed": "The certification of {year} was closed.",
        "access:staff_role:changed": "The account's role at the registry was changed.",
        "access:staff_role:ended": "The account no longer works for the registry.",
    }
)
