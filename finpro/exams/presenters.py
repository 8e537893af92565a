"""How the events of exams read."""

from finpro.audit import presenters as audit

audit.present({"exam:request:stored": "The exam {exam} was requested."})
