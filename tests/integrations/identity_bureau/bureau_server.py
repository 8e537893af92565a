"""A bureau that speaks the protocol of docs/reference/identity-bureau-protocol.md, written from that page.

It wraps a sandbox. Its signatures are made here and not by the program, so that both have to agree with the page.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, field
from datetime import date

from finpro.integrations.identity_bureau.port import Applicant, Unavailable
from finpro.integrations.identity_bureau.sandbox import Sandbox
from finpro.kernel import clock
from tests.integrations.stub import Answer, Asked

SKEW = 300


def signature(key: str, *lines: str) -> str:
    return "v1=" + hmac.new(key.encode(), "\n".join(["v1", *lines]).encode(), hashlib.sha256).hexdigest()


@dataclass
class Bureau:
    """Answers requests from a sandbox; with a `key` it insists on signatures. `prefix` is the path it lives under."""

    sandbox: Sandbox
    key: str = ""
    prefix: str = ""
    nonces: set[str] = field(default_factory=set)

    def __call__(self, asked: Asked) -> Answer:
        status, body = self.answered(asked) if self.genuine(asked) else (401, {"error": "SIGNATURE"})
        text = json.dumps(body).encode()
        answer = Answer(status, text)
        if self.key:
            nonce = asked.headers.get("finpro-nonce", "")
            signed = signature(self.key, str(status), nonce, hashlib.sha256(text).hexdigest())
            answer.headers["FinPro-Signature"] = signed
        return answer

    def genuine(self, asked: Asked) -> bool:
        if not self.key:
            return True
        moment, nonce = asked.headers.get("finpro-timestamp", "0"), asked.headers.get("finpro-nonce", "")
        digest = hashlib.sha256(asked.body).hexdigest()
        if asked.headers.get("finpro-signature") != signature(
            self.key, asked.method, asked.path, moment, nonce, digest
        ):
            return False
        if abs(int(moment) - clock.now().timestamp()) > SKEW or nonce in self.nonces:
            return False
        self.nonces.add(nonce)
        return True

    def answered(self, asked: Asked) -> tuple[int, object]:
        given = json.loads(asked.body)
        try:
            match asked.path.removeprefix(self.prefix):
                case "/v1/inquiries":
                    born_on = date.fromisoformat(given.pop("born_on"))
                    return 200, asdict(self.sandbox.inquire(Applicant(born_on=born_on, **given)))
                case "/v1/questions":
                    return 200, asdict(self.sandbox.questions(given["reference"]))
                case "/v1/scores":
                    return 200, asdict(self.sandbox.score(given["reference"], given["answers"]))
                case _:
                    return 404, {"error": "PATH"}
        except Unavailable as error:
            return (410 if error.reason == "EXPIRED" else 503), {"error": error.reason}
