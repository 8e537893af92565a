"""How the events of billing read."""

from finpro.audit import presenters as audit

audit.present({"billing:line:charged": "A fee of ${amount} was noted ({code}, rule {rule})."})
