"""Keys of an installation that was given none: made once, kept under FINPRO_HOME, readable by its owner alone.

In production the environment must name them (finpro.config.env refuses otherwise); nothing is made up there.
"""

import base64
import json
import os
import secrets
from collections.abc import MutableMapping
from pathlib import Path

from finpro.config.env import DEVELOPMENT_SECRET, Env, variable

FILE = "keys.json"


def ensure(env: Env, environ: MutableMapping[str, str]) -> None:
    """Put what is missing into the environment; it is the same at every start. Raises OSError."""
    if env.production:
        return
    missing = [name for name in ("secret_key", "seal_keys", "ssn_lookup_key") if getattr(env, name) in _UNSET]
    if missing:
        kept = _kept(env.home / FILE)
        environ.update({variable(name): kept[name] for name in missing})


_UNSET = {"", DEVELOPMENT_SECRET}


def _kept(path: Path) -> dict[str, str]:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = {
        "secret_key": secrets.token_urlsafe(48),
        "seal_keys": f"k1:{_key()}",
        "ssn_lookup_key": _key(),
    }
    # Complete before it has its name; of two that start together, the first one's keys are everybody's.
    beside = path.with_name(f"{FILE}.{os.getpid()}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(made, file)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
    kept: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return kept


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()
