"""A bureau of which a test says what it answers."""

from dataclasses import dataclass, field

from finpro.integrations import identity_bureau as bureau

STREET = "On which of these streets have you lived?"
NONE = bureau.Choice("2", bureau.NONE_OF_THE_ABOVE)
QUIZ = bureau.Quiz((bureau.Question("q1", STREET, (bureau.Choice("1", "Elm Way"), NONE)),))
PASSED = bureau.Score(passed=True)


@dataclass
class Bureau:
    """A bureau that answers as told and remembers what it was asked."""

    channels: tuple = ("text", "call")
    questions_offered: bool = True
    away: bool = False
    result: bureau.Score = PASSED
    quiz: bureau.Quiz = QUIZ
    asked: list = field(default_factory=list)
    during: object = None

    def inquire(self, applicant):
        self.asked.append(applicant)
        self._moment()
        return bureau.Inquiry(
            reference="a-word-of-the-bureau",
            passcode=bureau.PasscodeOffer(self.channels) if self.channels else None,
            no_passcode_reason="" if self.channels else "PHONE_NOT_CONFIRMED" if applicant.phone else "NO_PHONE_GIVEN",
            questions=self.questions_offered,
            known=True,
        )

    def questions(self, reference):
        self.asked.append(reference)
        self._moment()
        return self.quiz

    def score(self, reference, answers):
        self.asked.append((reference, dict(answers)))
        self._moment()
        return self.result

    def _moment(self):
        if self.away:
            raise bureau.Unavailable("TIMEOUT")
        if callable(self.during):
            self.during()


def in_place(monkeypatch):
    """Let journeys ask a bureau like this one; a test sets what it answers."""
    made = Bureau()
    monkeypatch.setattr(bureau, "adapter", lambda: made)
    return made
