"""A certificate authority of our own, for installations that name no certificate: demonstrations and tests.

Made once and kept in a file that only its owner reads: a root, below it an authority that certifies whoever seals and
whoever stamps the time, and the lists of what both have revoked. Nobody outside trusts this root; whoever checks a
document of a demonstration says so by naming it.
"""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

FILE = "authority.json"
# Long before anything is sealed: clocks that differ a little, or are turned back on purpose, do no harm.
_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_LASTS = timedelta(days=3650)
_CRL_LASTS = timedelta(days=30)
# The library's own time stamp is signed by RSA alone; all else by the curve, which costs a tenth.
_BITS = 2048
_PARTS = ("root", "issuer", "seal", "stamp")


def ensure(home: Path, *, named: str, at: datetime) -> dict[str, bytes]:
    """Certificates and keys in PEM: "root", "issuer", "seal", "stamp", and each with ".key". The same at every call.

    Of two that make them at the same time, the first one's are everybody's.
    """
    path = home / FILE
    if not path.exists():
        _keep(path, _make(named, at))
    return {name: text.encode() for name, text in json.loads(path.read_text(encoding="utf-8")).items()}


def revocation_lists(parts: Mapping[str, bytes], at: datetime) -> list[bytes]:
    """What root and issuer have revoked, which is nothing, as of the instant: two lists in DER."""
    lists = []
    for number, name in enumerate(("root", "issuer"), start=1):
        certificate = x509.load_pem_x509_certificate(parts[name])
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(certificate.subject)
            .last_update(at)
            .next_update(at + _CRL_LASTS)
            .add_extension(x509.CRLNumber(int(at.timestamp()) * 2 + number), critical=False)
            .add_extension(_authority_key(certificate), critical=False)
        )
        signed = builder.sign(_key(parts[f"{name}.key"]), hashes.SHA256())
        lists.append(signed.public_bytes(serialization.Encoding.DER))
    return lists


def _make(named: str, at: datetime) -> dict[str, str]:
    keys: dict[str, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey] = {
        name: ec.generate_private_key(ec.SECP256R1()) for name in ("root", "issuer", "seal")
    }
    keys["stamp"] = rsa.generate_private_key(public_exponent=65537, key_size=_BITS)
    titles = {"root": "Root", "issuer": "Documents", "seal": "Seal", "stamp": "Time stamp"}
    names = {name: _name(named, title) for name, title in titles.items()}
    issuers = {"root": "root", "issuer": "root", "seal": "issuer", "stamp": "issuer"}
    made: dict[str, x509.Certificate] = {}
    for name in _PARTS:
        above = issuers[name]
        builder = (
            x509.CertificateBuilder()
            .subject_name(names[name])
            .issuer_name(names[above])
            .public_key(keys[name].public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(_SINCE)
            .not_valid_after(at + _LASTS)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(keys[name].public_key()), critical=False)
        )
        authority = name in {"root", "issuer"}
        builder = builder.add_extension(
            x509.BasicConstraints(ca=authority, path_length={"root": 1, "issuer": 0}.get(name)), critical=True
        ).add_extension(_usage(name), critical=True)
        if name == "stamp":
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        if above != name:
            builder = builder.add_extension(_authority_key(made[above]), critical=False)
        made[name] = builder.sign(keys[above], hashes.SHA256())
    pem = serialization.Encoding.PEM
    secret = (pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return {name: made[name].public_bytes(pem).decode() for name in _PARTS} | {
        f"{name}.key": keys[name].private_bytes(*secret).decode() for name in _PARTS
    }


def _name(named: str, title: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, named[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{named[:40]} {title}"),
        ]
    )


def _usage(name: str) -> x509.KeyUsage:
    authority = name in {"root", "issuer"}
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=name == "seal",
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _authority_key(certificate: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    key = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(key)


def _key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("an authority signs by the curve")
    return key


def _keep(path: Path, made: Mapping[str, str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Complete before it has its name.
    beside = path.with_name(f"{FILE}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(dict(made), file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
