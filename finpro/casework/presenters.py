"""How the events of this domain read."""

from finpro.audit import presenters as audit

audit.present(
    {
        "case:case:opened": "Support case {case} was opened.",
        "case:case:settled": "Support case {case} settled itself.",
    }
)
