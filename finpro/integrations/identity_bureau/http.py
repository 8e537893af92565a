"""A bureau that speaks FinPro's own JSON protocol: docs/reference/identity-bureau-protocol.md.

Requests are signed (HMAC-SHA256 over method, path, time, nonce and body) where a key is given, and then only signed
answers are believed; with a certificate the connection is mutual TLS. One of the two must be given. Redirects are not
followed and an answer is read up to 64 KB. Nothing is logged.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Any, cast, get_args
from urllib.parse import urlsplit

import requests
from django.conf import settings
from urllib3.exceptions import HTTPError, ReadTimeoutError

from finpro.integrations.identity_bureau.port import (
    NONE_OF_THE_ABOVE,
    Applicant,
    Channel,
    Choice,
    Inquiry,
    NoPasscode,
    NotPassed,
    PasscodeOffer,
    Question,
    Quiz,
    Score,
    Unavailable,
)
from finpro.kernel import clock

CONNECT, READ = 4.0, 15.0  # seconds; a bureau looks up and scores while we wait
LONGEST = 64 * 1024  # bytes of an answer
GONE = 410


class Http:
    """The bureau at `url`. `key` signs; `certificate` and `certificate_key` are paths of PEM files for mutual TLS.

    `authority` is the path of a PEM file with the authority that signed the bureau's certificate, where it is not a
    public one. `timeouts`: seconds to connect, and to wait for each part of the answer.
    """

    def __init__(
        self,
        *,
        url: str,
        key: str = "",
        certificate: str = "",
        certificate_key: str = "",
        authority: str = "",
        timeouts: tuple[float, float] = (CONNECT, READ),
    ) -> None:
        self._url = url.rstrip("/")
        self._key = key.encode()
        self._certificate = (certificate, certificate_key) if certificate else None
        self._authority = authority or True
        self._timeouts = timeouts

    def inquire(self, applicant: Applicant) -> Inquiry:
        """As the port says."""
        told = self._ask(
            "/v1/inquiries",
            {
                "first": applicant.first,
                "last": applicant.last,
                "ssn": applicant.ssn,
                "born_on": applicant.born_on.isoformat(),
                "phone": applicant.phone,
                "email": applicant.email,
            },
        )
        return _read(_inquiry, told)

    def questions(self, reference: str) -> Quiz:
        """As the port says."""
        return _read(_quiz, self._ask("/v1/questions", {"reference": reference}))

    def score(self, reference: str, answers: Mapping[str, str]) -> Score:
        """As the port says."""
        return _read(_score, self._ask("/v1/scores", {"reference": reference, "answers": dict(answers)}))

    def _ask(self, path: str, content: Mapping[str, Any]) -> Any:
        body = json.dumps(content).encode()
        full = urlsplit(self._url).path + path
        nonce = secrets.token_hex(16)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            moment = str(int(clock.now().timestamp()))
            headers |= {
                "FinPro-Timestamp": moment,
                "FinPro-Nonce": nonce,
                "FinPro-Signature": sign(self._key, "POST", full, moment, nonce, body=body),
            }
        # What went wrong is told by a code alone: the errors of the library quote addresses and bodies.
        try:
            with requests.post(
                self._url + path,
                data=body,
                headers=headers,
                timeout=self._timeouts,
                cert=self._certificate,
                verify=self._authority,
                allow_redirects=False,
                stream=True,
            ) as answer:
                text = answer.raw.read(LONGEST + 1, decode_content=True)
                status, signature = answer.status_code, answer.headers.get("FinPro-Signature", "")
        except (requests.Timeout, ReadTimeoutError):
            raise Unavailable("TIMEOUT") from None
        # The library's errors are OSError, as is a certificate's missing file; urllib3's come through with the body.
        except (OSError, HTTPError):
            raise Unavailable("UNREACHABLE") from None
        wanted = sign(self._key, str(status), nonce, body=text)
        if self._key and not hmac.compare_digest(wanted.encode(), signature.encode()):
            raise Unavailable("WRONG_SIGNATURE")
        if status == GONE:
            raise Unavailable("EXPIRED")
        if status != requests.codes.ok:
            raise Unavailable(f"HTTP_{status}")
        if len(text) > LONGEST:
            raise Unavailable("MALFORMED_ANSWER")
        return _read(json.loads, text)


def sign(key: bytes, *parts: str, body: bytes) -> str:
    """`v1=` and the hexadecimal HMAC-SHA256 over "v1", the parts and the body's SHA-256, joined by line ends."""
    signed = "\n".join(["v1", *parts, hashlib.sha256(body).hexdigest()])
    return "v1=" + hmac.new(key, signed.encode(), hashlib.sha256).hexdigest()


class _Wrong(Exception):
    """Something that the protocol does not allow."""


def _read(reader: Any, told: Any) -> Any:
    try:
        return reader(told)
    except (_Wrong, ValueError, RecursionError):
        raise Unavailable("MALFORMED_ANSWER") from None


def _fields(told: Any, **kinds: type | tuple[type, ...]) -> list[Any]:
    """The named values of an object, each of its kind; others are ignored, so that the protocol can grow."""
    if not isinstance(told, dict):
        raise _Wrong
    for name, kind in kinds.items():
        if not isinstance(told.get(name), kind):
            raise _Wrong
    return [told[name] for name in kinds]


def _inquiry(told: Any) -> Inquiry:
    reference, reason, questions, known = _fields(
        told, reference=str, no_passcode_reason=str, questions=bool, known=bool
    )
    offered = told.get("passcode")
    passcode = None
    if offered is not None:
        (channels,) = _fields(offered, channels=list)
        if not channels or any(channel not in get_args(Channel) for channel in channels):
            raise _Wrong
        passcode = PasscodeOffer(tuple(channels))
    if not reference or reason not in get_args(NoPasscode) or (passcode is None) != bool(reason):
        raise _Wrong
    return Inquiry(reference, passcode, cast(NoPasscode, reason), questions, known)


def _quiz(told: Any) -> Quiz:
    (listed,) = _fields(told, questions=list)
    questions = tuple(_question(one) for one in listed)
    if not questions or len({question.id for question in questions}) != len(questions):
        raise _Wrong
    return Quiz(questions)


def _question(told: Any) -> Question:
    identity, text, listed = _fields(told, id=str, text=str, choices=list)
    choices = tuple(Choice(*_fields(one, id=str, text=str)) for one in listed)
    if len(choices) < 2 or choices[-1].text != NONE_OF_THE_ABOVE:
        raise _Wrong
    if len({choice.id for choice in choices}) != len(choices):
        raise _Wrong
    return Question(identity, text, choices)


def _score(told: Any) -> Score:
    passed, reason = _fields(told, passed=bool, reason=str)
    if reason not in get_args(NotPassed) or passed == bool(reason):
        raise _Wrong
    return Score(passed, cast(NotPassed, reason))


def configured() -> Http:
    """The bureau that the settings name."""
    given = settings.FINPRO
    return Http(
        url=given["identity_bureau_url"],
        key=given["identity_bureau_key"],
        certificate=given["identity_bureau_cert"],
        certificate_key=given["identity_bureau_cert_key"],
        authority=given["identity_bureau_ca"],
    )
