"""A certificate authority and a time-stamp authority on loopback, as an installation would have from outside."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, pem, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER
PASSPHRASE = "a passphrase"


class Outside:
    """Root, and below it a certificate to seal with and one to stamp with, both naming the list of what is revoked."""

    def __init__(self, url):
        self.url = url
        self.asked = []
        self.revoked = []
        self.root_key = ec.generate_private_key(ec.SECP256R1())
        self.root = self._certificate("Outside Root", self.root_key, ca=True)
        self.seal_key = ec.generate_private_key(ec.SECP256R1())
        self.seal = self._certificate("Alder Registry", self.seal_key)
        self.stamp_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.stamp = self._certificate("Outside Time", self.stamp_key, stamp=True)
        self.stamper = DummyTimeStamper(_asn1(self.stamp), _private(self.stamp_key), [_asn1(self.root)])

    def _certificate(self, name, key, *, ca=False, stamp=False):
        now = datetime.now(UTC)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        issuer = subject if ca else self.root.subject
        usage = dict.fromkeys(
            ["key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"], False
        ) | {
            "digital_signature": not ca,
            "content_commitment": not ca,
            "key_cert_sign": ca,
            "crl_sign": ca,
        }
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )
        if stamp:
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        if not ca:
            where = x509.DistributionPoint([x509.UniformResourceIdentifier(f"{self.url}/list")], None, None, None)
            builder = builder.add_extension(x509.CRLDistributionPoints([where]), critical=False)
        return builder.sign(self.root_key, hashes.SHA256())

    def revocation_list(self):
        """What the root has revoked, as of now."""
        now = datetime.now(UTC)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.root.subject)
            .last_update(now - timedelta(minutes=5))
            .next_update(now + timedelta(days=1))
        )
        for certificate in self.revoked:
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder()
                .serial_number(certificate.serial_number)
                .revocation_date(now - timedelta(minutes=5))
                .build()
            )
        return builder.sign(self.root_key, hashes.SHA256()).public_bytes(DER)

    def settings(self, folder, *, archive):
        """The files that an operator has, and the settings that name them."""
        chain = folder / "chain.pem"
        chain.write_bytes(self.root.public_bytes(PEM))
        named = {"signing_chain": str(chain), "timestamp_url": f"{self.url}/stamp", "signing_passphrase": PASSPHRASE}
        locked = serialization.BestAvailableEncryption(PASSPHRASE.encode())
        if archive:
            path = folder / "seal.p12"
            path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", self.seal_key, self.seal, None, locked))
            return named | {"signing_pkcs12": str(path)}
        cert, key = folder / "seal.pem", folder / "seal.key"
        cert.write_bytes(self.seal.public_bytes(PEM))
        key.write_bytes(self.seal_key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, locked))
        return named | {"signing_cert": str(cert), "signing_key": str(key)}


def _asn1(certificate):
    _, _, der = pem.unarmor(certificate.public_bytes(PEM))
    return asn1.Certificate.load(der)


def _private(key):
    der = key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return keys.PrivateKeyInfo.load(der)


@contextmanager
def running():
    """Both on a port of loopback, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            outside.asked.append(self.path)
            self._answer("application/pkix-crl", outside.revocation_list())

        def do_POST(self):
            outside.asked.append(self.path)
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            answer = outside.stamper.request_tsa_response(tsp.TimeStampReq.load(sent))
            self._answer("application/timestamp-reply", answer.dump())

        def _answer(self, kind, body):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    outside = Outside(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield outside
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
