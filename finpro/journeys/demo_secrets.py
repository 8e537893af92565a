"""What opens the demo's accounts: drawn for each installation, kept under FINPRO_HOME, readable by its owner alone."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Keys:
    """Of one account: its password, and the secret of its authenticator app (base32)."""

    password: str
    app: str


def draw() -> Keys:
    """New ones. The password is four groups of five letters and digits not taken for each other: about 95 bits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    groups = ("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))
    return Keys("-".join(groups), base64.b32encode(secrets.token_bytes(20)).decode())


def read() -> dict[str, Keys]:
    """Those that are kept, by e-mail address. One kept without an app, by an earlier version, is left out."""
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {str(email): Keys(**kept) for email, kept in found.items() if isinstance(kept, dict)}


def keep(keys: dict[str, Keys]) -> None:
    """Written whole before it has its name, so that a start cut off leaves the old file or the new one."""
    path = _file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_suffix(f".{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({email: asdict(kept) for email, kept in keys.items()}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _file() -> Path:
    return Path(str(settings.FINPRO["home"])) / "demo" / "sign-in.json"
