"""How the events of this domain read."""

from finpro.audit import presenters as audit

audit.present(
    {
        "signature:envelope:sent": "A form was sent for signature.",
        "signature:envelope:opened": "The form to sign was opened.",
        "signature:envelope:reminded": "A reminder to sign was sent.",
        "signature:envelope:declined": "Signing was declined, with a reason.",
        "signature:envelope:recalled": "The firm took the form back before it was signed.",
        "signature:envelope:expired": "The form was not signed in time.",
        "signature:envelope:superseded": "Signatures no longer count, because answers were changed ({changes}).",
        "signature:block:signed": "Block {block} was signed electronically.",
        "signature:block:entered": "Block {block} was entered from paper, with a scan.",
    }
)
