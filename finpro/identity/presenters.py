"""How the events of this domain read."""

from finpro.audit import presenters as audit

audit.present(
    {
        "identity:proof:begun": "A proof of identity was begun.",
        "identity:proof:offered": "Ways to prove identity were offered.",
        "identity:proof:verified": "Identity was proven ({method}, assurance level {level}).",
        "identity:proof:stopped": "The proof of identity did not go through.",
        "identity:proof:replaced": "The proof of identity was begun again.",
        "identity:proof:narrowed": "A way to prove identity was used up.",
        "identity:passcode:sent": "A passcode was sent to the confirmed telephone ({channel}).",
        "identity:passcode:unsent": "A passcode could not be sent ({channel}).",
        "identity:questions:put": "Questions of the identity bureau were put.",
        "identity:questions:answered": "The questions of the identity bureau were answered.",
    }
)
