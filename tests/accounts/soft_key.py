"""A passkey in software: what a browser and its device would answer, right or wrong on purpose."""

import hashlib
import json
import secrets
import struct

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class SoftKey:
    """One key pair for one account on one site."""

    def __init__(self, origin="http://testserver", rp="testserver"):
        self.origin, self.rp = origin, rp
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.handle = b""

    def make(self, asked, *, verified=True, discoverable=True):
        """The answer to a question for a new passkey."""
        options = asked["publicKey"]
        self.handle = options["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        data = self._head(PRESENT | ATTESTED | (VERIFIED if verified else 0))
        data += b"\0" * 16 + struct.pack(">H", len(self.id)) + self.id + public
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": discoverable}},
            "response": {
                "clientDataJSON": self._client("webauthn.create", options["challenge"]),
                "attestationObject": websafe_encode(attestation),
            },
        }

    def show(self, asked, *, verified=True, challenge=None, kind="webauthn.get"):
        """The answer to a question for a passkey."""
        client = self._client(kind, challenge or asked["publicKey"]["challenge"])
        data = self._head(PRESENT | (VERIFIED if verified else 0))
        said = data + hashlib.sha256(self._raw).digest()
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": client,
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(self.key.sign(said, ec.ECDSA(hashes.SHA256()))),
                "userHandle": self.handle,
            },
        }

    def _head(self, flags):
        return hashlib.sha256(self.rp.encode()).digest() + bytes([flags]) + struct.pack(">I", 0)

    def _client(self, kind, challenge):
        told = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        self._raw = json.dumps(told).encode()
        return websafe_encode(self._raw)
