"""The protocol: what goes over the line, who is believed, and what is made of answers that cannot be used."""

import datetime
import ipaddress
import json
import ssl

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from finpro.integrations.identity_bureau import Unavailable
from finpro.integrations.identity_bureau.http import LONGEST, Http
from finpro.kernel import clock
from tests.integrations.identity_bureau import bureau_server
from tests.integrations.identity_bureau.conftest import KEY, SSN, applicant
from tests.integrations.stub import Answer, nobody_there, serving

INQUIRY = {"reference": "r", "passcode": None, "no_passcode_reason": "NO_PHONE_GIVEN", "questions": True, "known": True}
CHOICES = [{"id": "1", "text": "Millrace Street"}, {"id": "2", "text": "None of the above"}]
QUESTION = {"id": "q1", "text": "On which of these streets have you lived?", "choices": CHOICES}


def test_an_inquiry_says_what_the_page_says(http, server):
    http.inquire(applicant("", email="mae@example.org"))
    (asked,) = server.asked
    assert (asked.method, asked.path) == ("POST", "/finpro/v1/inquiries")
    assert json.loads(asked.body) == {
        "first": "Mae",
        "last": "Quill",
        "ssn": SSN,
        "born_on": "1984-05-17",
        "phone": None,
        "email": "mae@example.org",
    }


def test_a_bureau_refuses_another_key_and_is_not_believed(server):
    other = Http(url=f"{server.url}/finpro", key="another key")
    with pytest.raises(Unavailable, match="WRONG_SIGNATURE"):
        other.inquire(applicant())


def test_no_signature_at_all_is_refused_by_the_bureau(server):
    with pytest.raises(Unavailable, match="HTTP_401"):
        Http(url=f"{server.url}/finpro").inquire(applicant())


def test_a_clock_that_is_far_off_is_refused(http, server):
    genuine = server.answer

    def later(asked):
        with time_machine.travel(clock.now() + datetime.timedelta(minutes=6)):
            return genuine(asked)

    server.answer = later
    with pytest.raises(Unavailable, match="HTTP_401"):
        http.inquire(applicant())


@pytest.mark.parametrize("spoil", ["missing", "not ascii", "body", "status", "replayed"])
def test_an_answer_that_is_not_signed_for_this_request_is_not_believed(http, server, spoil):
    genuine = server.answer
    first = []

    def spoiled(asked):
        answer = genuine(asked)
        first.append(answer)
        if spoil == "missing":
            answer.headers.clear()
        elif spoil == "not ascii":
            answer.headers["FinPro-Signature"] = "v1=\xe9"
        elif spoil == "body":
            answer.body = answer.body.replace(b"true", b"null")
        elif spoil == "status":
            answer.status = 410
        return first[0]

    server.answer = spoiled
    if spoil == "replayed":
        http.inquire(applicant())
    with pytest.raises(Unavailable, match="WRONG_SIGNATURE"):
        http.inquire(applicant())


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(500, b"{}"), "HTTP_500"),
        (Answer(503, b"busy"), "HTTP_503"),
        (Answer(302, b""), "HTTP_302"),
        (Answer(404, b"{}"), "HTTP_404"),
        (Answer(204, b""), "HTTP_204"),
        (Answer(200, b"<html>"), "MALFORMED_ANSWER"),
        (Answer(200, b"\xff\xfe\xfa"), "MALFORMED_ANSWER"),
        (Answer(200, b"[" * 60_000), "MALFORMED_ANSWER"),
        (Answer(200, b" " * (LONGEST + 1)), "MALFORMED_ANSWER"),
    ],
)
def test_an_answer_that_is_none_is_unavailable(answer, reason):
    with serving(lambda _: answer) as stub, pytest.raises(Unavailable) as failed:
        Http(url=stub.url).inquire(applicant())
    assert failed.value.reason == reason


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        INQUIRY | {"reference": ""},
        INQUIRY | {"reference": 7},
        INQUIRY | {"questions": "yes"},
        INQUIRY | {"no_passcode_reason": ""},
        INQUIRY | {"no_passcode_reason": "BECAUSE"},
        INQUIRY | {"passcode": {"channels": ["text"]}},
        INQUIRY | {"passcode": {"channels": []}, "no_passcode_reason": ""},
        INQUIRY | {"passcode": {"channels": ["pigeon"]}, "no_passcode_reason": ""},
        INQUIRY | {"passcode": {"channels": [["text"]]}, "no_passcode_reason": ""},
        INQUIRY | {"passcode": True, "no_passcode_reason": ""},
    ],
)
def test_an_inquiry_of_another_shape_is_unavailable(wrong):
    with serving(lambda _: Answer(200, json.dumps(wrong).encode())) as stub:
        with pytest.raises(Unavailable, match="MALFORMED_ANSWER"):
            Http(url=stub.url).inquire(applicant())
        stub.answer = lambda _: Answer(200, json.dumps(INQUIRY | {"more": [1]}).encode())
        assert Http(url=stub.url).inquire(applicant()).questions, "what is new is passed over"


@pytest.mark.parametrize(
    "wrong",
    [
        {"questions": []},
        {"questions": {"q1": QUESTION}},
        {"questions": [QUESTION, QUESTION]},
        {"questions": [QUESTION | {"id": 1}]},
        {"questions": [QUESTION | {"choices": CHOICES[::-1]}]},
        {"questions": [QUESTION | {"choices": CHOICES[1:]}]},
        {"questions": [QUESTION | {"choices": [CHOICES[0] | {"id": "2"}, CHOICES[1]]}]},
        {"questions": [QUESTION | {"choices": [None]}]},
    ],
)
def test_a_quiz_of_another_shape_is_unavailable(wrong):
    with serving(lambda _: Answer(200, json.dumps(wrong).encode())) as stub:
        with pytest.raises(Unavailable, match="MALFORMED_ANSWER"):
            Http(url=stub.url).questions("r")
        stub.answer = lambda _: Answer(200, json.dumps({"questions": [QUESTION]}).encode())
        assert len(Http(url=stub.url).questions("r").questions) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"passed": True},
        {"passed": 1, "reason": ""},
        {"passed": True, "reason": "SCORE_LOW"},
        {"passed": False, "reason": ""},
        {"passed": False, "reason": "NO"},
    ],
)
def test_a_score_of_another_shape_is_no_pass(wrong):
    with (
        serving(lambda _: Answer(200, json.dumps(wrong).encode())) as stub,
        pytest.raises(Unavailable, match="MALFORMED_ANSWER"),
    ):
        Http(url=stub.url).score("r", {})


def test_no_answer_in_time_is_unavailable():
    with serving(lambda _: Answer(hang=True)) as stub, pytest.raises(Unavailable, match="TIMEOUT"):
        Http(url=stub.url, timeouts=(1, 0.1)).inquire(applicant())


def test_an_answer_that_stops_halfway_is_unavailable():
    with serving(lambda _: Answer(200, b"{", length=10)) as stub, pytest.raises(Unavailable):
        Http(url=stub.url, timeouts=(1, 0.2)).inquire(applicant())


@pytest.mark.parametrize("url", ["", "https://no such host", "http://"])
def test_nobody_there_is_unavailable(url):
    with pytest.raises(Unavailable, match="UNREACHABLE"):
        Http(url=url or nobody_there(), timeouts=(1, 1)).inquire(applicant())


def test_a_certificate_that_is_not_there_is_unavailable(server):
    missing = Http(url=server.url, key=KEY, certificate="/nowhere/cert.pem", certificate_key="/nowhere/key.pem")
    with pytest.raises(Unavailable, match="UNREACHABLE"):
        missing.inquire(applicant())


class Papers:
    """An authority with a server's and a client's certificate, as files."""

    def __init__(self, folder):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test authority")])
        self.authority = folder / "ca.pem"
        self._write(self.authority, self._certificate(self.name, self.key, authority=True))

    def issue(self, label, address=None):
        """Paths of a certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, label)])
        certificate, private = self.folder / f"{label}.pem", self.folder / f"{label}.key"
        self._write(certificate, self._certificate(name, key, address=address))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return str(certificate), str(private)

    def _certificate(self, name, key, *, authority=False, address=None):
        at = clock.now()
        built = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(at - datetime.timedelta(days=1))
            .not_valid_after(at + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if address:
            names = [x509.IPAddress(address)]
            built = built.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return built.sign(self.key, hashes.SHA256())

    def _write(self, path, certificate):
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


@pytest.fixture
def papers(tmp_path):
    return Papers(tmp_path)


@pytest.fixture
def guarded(papers, sandbox):
    """A bureau that talks to holders of a certificate of its authority alone; its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*papers.issue("server", ipaddress.ip_address("127.0.0.1")))
    context.load_verify_locations(papers.authority)
    context.verify_mode = ssl.CERT_REQUIRED

    def wrap(server):
        server.socket = context.wrap_socket(server.socket, server_side=True)

    with serving(bureau_server.Bureau(sandbox), wrap=wrap) as stub:
        yield stub.url.replace("http:", "https:")


def test_mutual_tls_is_enough(guarded, papers):
    certificate, key = papers.issue("finpro")
    authority = str(papers.authority)
    bureau = Http(url=guarded, certificate=certificate, certificate_key=key, authority=authority)
    assert bureau.inquire(applicant()).questions


def test_without_our_certificate_the_bureau_does_not_talk(guarded, papers):
    with pytest.raises(Unavailable, match="UNREACHABLE"):
        Http(url=guarded, authority=str(papers.authority)).inquire(applicant())


def test_a_bureau_of_an_unknown_authority_is_not_talked_to(guarded, papers):
    certificate, key = papers.issue("finpro")
    with pytest.raises(Unavailable, match="UNREACHABLE"):
        Http(url=guarded, certificate=certificate, certificate_key=key).inquire(applicant())
