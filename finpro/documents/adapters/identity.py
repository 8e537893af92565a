"""Whose seal this installation sets: the certificate of the configuration, or of an authority of our own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import keys, pem, x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.sign import SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from finpro.documents.adapters import authority

_TIMEOUT = 20  # seconds that a time-stamp authority may take to answer


class Unsealable(Exception):
    """The seal cannot be set now: a certificate that cannot be used, or nobody who gives the time. Names no secret."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Certificate and key, the certificates above it, and who tells the time. `own`: parts of our own authority.

    `roots` are those above it that sign themselves; who checks a document trusts them or does not.
    """

    signer: SimpleSigner
    roots: tuple[x509.Certificate, ...]
    chain: tuple[x509.Certificate, ...]
    stamper: TimeStamper
    own: dict[str, bytes] | None


_known: dict[tuple[str, ...], Identity] = {}
_NAMED = ("signing_pkcs12", "signing_passphrase", "signing_cert", "signing_key", "signing_chain", "timestamp_url")


def identity(at: datetime) -> Identity:
    """Read once and kept. Raises Unsealable for files that are absent or do not fit."""
    asked = tuple(str(settings.FINPRO[name]) for name in (*_NAMED, "home", "operator", "brand"))
    if asked not in _known:
        given: dict[str, Any] = settings.FINPRO
        own = None
        if not (given["signing_pkcs12"] or given["signing_cert"]) or not given["timestamp_url"]:
            named = str(given["operator"] or given["brand"])
            own = authority.ensure(Path(str(given["home"])), named=named, at=at)
        _known[asked] = _read(given, own)
    return _known[asked]


def roots(*, at: datetime) -> str:
    """The root certificates above the seal and the time stamp, in PEM. Raises Unsealable."""
    return b"".join(pem.armor("CERTIFICATE", one.dump()) for one in identity(at).roots).decode()


def _read(given: dict[str, Any], own: dict[str, bytes] | None) -> Identity:
    above = _certificates(given["signing_chain"])
    if given["signing_pkcs12"]:
        signer = _from_archive(Path(given["signing_pkcs12"]), str(given["signing_passphrase"]), above)
    elif given["signing_cert"]:
        signer = _from_files(given, above)
    else:
        if own is None:
            raise Unsealable("No certificate is configured.")
        above = [_certificate(own["issuer"]), _certificate(own["root"])]
        signer = SimpleSigner(_certificate(own["seal"]), _private(own["seal.key"]), _store(above), embed_roots=True)
    chain = list(signer.cert_registry)
    stamper: TimeStamper
    if given["timestamp_url"]:
        stamper = RequestsHTTPTimeStamper(str(given["timestamp_url"]), timeout=_TIMEOUT)
    elif own is not None:
        stamped = [_certificate(own["issuer"]), _certificate(own["root"])]
        stamper = DummyTimeStamper(_certificate(own["stamp"]), _private(own["stamp.key"]), _store(stamped))
        chain += stamped
    else:
        raise Unsealable("No time-stamp authority is configured.")
    return Identity(
        signer=signer,
        roots=tuple({one.dump(): one for one in chain if one.self_signed in {"yes", "maybe"}}.values()),
        chain=tuple({one.dump(): one for one in chain}.values()),
        stamper=stamper,
        own=own,
    )


def _from_archive(path: Path, passphrase: str, above: Iterable[x509.Certificate]) -> SimpleSigner:
    try:
        signer = SimpleSigner.load_pkcs12_data(path.read_bytes(), list(above), passphrase.encode() or None)
    except (OSError, ValueError) as problem:
        raise Unsealable(
            "FINPRO_SIGNING_PKCS12 names a file that cannot be opened with FINPRO_SIGNING_PASSPHRASE."
        ) from problem
    return signer


def _from_files(given: dict[str, Any], above: Iterable[x509.Certificate]) -> SimpleSigner:
    try:
        certificate = _certificate(Path(given["signing_cert"]).read_bytes())
        phrase = str(given["signing_passphrase"]).encode() or None
        private = _private(Path(given["signing_key"]).read_bytes(), phrase)
    except (OSError, ValueError, TypeError) as problem:
        raise Unsealable("FINPRO_SIGNING_CERT or FINPRO_SIGNING_KEY cannot be read.") from problem
    return SimpleSigner(certificate, private, _store(above), embed_roots=True)


def _certificates(path: str) -> list[x509.Certificate]:
    if not path:
        return []
    try:
        content = Path(path).read_bytes()
    except OSError as problem:
        raise Unsealable("FINPRO_SIGNING_CHAIN cannot be read.") from problem
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)]


def _certificate(content: bytes) -> x509.Certificate:
    _, _, der = pem.unarmor(content)
    return x509.Certificate.load(der)


def _private(content: bytes, phrase: bytes | None = None) -> keys.PrivateKeyInfo:
    key = serialization.load_pem_private_key(content, password=phrase)
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return keys.PrivateKeyInfo.load(der)


def _store(certificates: Iterable[x509.Certificate]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()
    store.register_multiple(certificates)
    return store
