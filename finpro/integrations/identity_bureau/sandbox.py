"""A bureau of our own with invented people, the default outside production. Nobody is asked and nothing leaves.

What is offered follows from its file on the person (proportions: sandbox_people), unless the phone's last four digits
ask for an outcome, so that every branch can be walked by hand:

| phone | offered |
|---|---|
| …0001 | code only |
| …0002 | questions only, PHONE_NOT_CONFIRMED |
| …0003 | code and questions |
| …0004 | neither, PHONE_NOT_CONFIRMED |
| …0005 | the bureau is away: Unavailable |
| none given | questions only, NO_PHONE_GIVEN |

Between calls nothing is kept in clear: the reference is an encrypted token (key derived from SECRET_KEY) that holds
which invented person is meant and which quiz was drawn; the quiz is drawn again from it. Used up references are marked
by empty files named by their hash, which all processes of one machine share. docs/how-to/identity-sandbox.md.
"""

import base64
import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.crypto import salted_hmac

from finpro.integrations.identity_bureau import sandbox_quiz as quizzes
from finpro.integrations.identity_bureau.port import Applicant, Inquiry, PasscodeOffer, Quiz, Score, Unavailable
from finpro.integrations.identity_bureau.sandbox_people import Life, key, life
from finpro.kernel import clock

LIFETIME = timedelta(minutes=15)
SEED = "finpro-sandbox"
# Last four digits of a phone: is a code offered, are questions.
WALKS = {"0001": (True, False), "0002": (False, True), "0003": (True, True), "0004": (False, False)}
AWAY = "0005"


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What a reference holds: the invented person, whether their file is complete, the quiz."""

    person: str
    complete: bool
    questions: bool
    nonce: str

    def life(self) -> Life:
        return life(self.person, complete=self.complete)

    def drawn(self) -> quizzes.Drawn:
        return quizzes.draw(self.life(), self.nonce)


class Sandbox:
    """The bureau. `secret` 32 bytes that encrypt references; `used` the folder where used ones are marked."""

    def __init__(self, *, secret: bytes, used: Path, seed: str = SEED) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(secret))
        self._used = used
        self._seed = seed

    def inquire(self, applicant: Applicant) -> Inquiry:
        """As the port says; the phone may ask for an outcome."""
        ending = (applicant.phone or "")[-4:]
        if ending == AWAY:
            raise Unavailable("SANDBOX_AWAY")
        asked_for = WALKS.get(ending) if applicant.phone else (False, True)
        person = key(applicant, self._seed)
        found = life(person, complete=asked_for is not None)
        code, questions = asked_for or (found.phone_confirmed, quizzes.enough(found))
        held = _Remembered(person, asked_for is not None, questions, secrets.token_hex(16))
        sealed = self._fernet.encrypt_at_time(json.dumps(asdict(held)).encode(), _seconds())
        return Inquiry(
            reference=sealed.decode(),
            passcode=PasscodeOffer() if code else None,
            no_passcode_reason="" if code else "PHONE_NOT_CONFIRMED" if applicant.phone else "NO_PHONE_GIVEN",
            questions=questions,
            known=found.known if asked_for is None else code or questions,
        )

    def questions(self, reference: str) -> Quiz:
        """As the port says."""
        held = self._open(reference)
        if held is None:
            raise Unavailable("EXPIRED")
        if not held.questions:
            raise Unavailable("NOT_OFFERED")
        return held.drawn().quiz

    def score(self, reference: str, answers: Mapping[str, str]) -> Score:
        """As the port says. An altered reference is as good as an expired one."""
        held = self._open(reference)
        if held is None:
            return Score(passed=False, reason="EXPIRED")
        if not held.questions:
            raise Unavailable("NOT_OFFERED")
        if not self._use(held.nonce):
            return Score(passed=False, reason="USED_UP")
        if quizzes.passed(held.drawn(), answers):
            return Score(passed=True)
        return Score(passed=False, reason="SCORE_LOW")

    def answers_for(self, reference: str) -> dict[str, str]:
        """The right answers, for tests and for the developer's pages of the demo alone; empty where there are none."""
        held = self._open(reference)
        return dict(held.drawn().right) if held and held.questions else {}

    def _open(self, reference: str) -> _Remembered | None:
        try:
            sealed = self._fernet.decrypt_at_time(reference, int(LIFETIME.total_seconds()), _seconds())
        except (InvalidToken, ValueError):
            return None
        return _Remembered(**json.loads(sealed))

    def _use(self, nonce: str) -> bool:
        """Mark as used; False where it was. One of any number at the same moment is first.

        The mark is of what the reference holds: the same token can be spelled in more than one way.
        """
        self._used.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._sweep()
        mark = self._used / hashlib.sha256(nonce.encode()).hexdigest()
        try:
            os.close(os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        except FileExistsError:
            return False
        os.utime(mark, (_seconds(), _seconds()))
        return True

    def _sweep(self) -> None:
        """Forget marks of references that have expired anyway."""
        oldest = _seconds() - 2 * LIFETIME.total_seconds()
        for mark in self._used.iterdir():
            with suppress(FileNotFoundError):  # another process swept it
                if mark.stat().st_mtime < oldest:
                    mark.unlink()


def _seconds() -> int:
    return int(clock.now().timestamp())


def configured() -> Sandbox:
    """The sandbox of this installation."""
    secret = salted_hmac("finpro.integrations.identity_bureau.sandbox", "reference", algorithm="sha256").digest()
    return Sandbox(secret=secret, used=Path(settings.FINPRO["home"]) / "bureau")


def answers_for(reference: str) -> dict[str, str]:
    """The right answers by question id from this installation's sandbox, for the developer's pages of the demo."""
    return configured().answers_for(reference)
