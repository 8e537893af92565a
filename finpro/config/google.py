"""allauth's settings of the Google provider; the addresses can be those of a server that stands in for Google."""

import importlib.util
import sys
from typing import Any

from finpro.config.env import Env

SANDBOX_CLIENT = "finpro-sandbox"
# Where `finpro run` starts the stand-in of the demo.
SANDBOX_PORT_AFTER = 1
LAST_PORT = 65_535


def sandbox_url(env: Env) -> str:
    """Where the demo's stand-in for Google listens: the port after the site's own."""
    return f"http://localhost:{env.port + SANDBOX_PORT_AFTER}"


def sandbox_wanted(env: Env) -> bool:
    """Whether `finpro run` starts a stand-in for Google: in a demo that names no Google, where the package for it is
    installed (it is one of development)."""
    named = env.google_client_id or env.google_url
    return bool(
        env.demo
        and not env.production
        and not named
        and env.port + SANDBOX_PORT_AFTER <= LAST_PORT
        and importlib.util.find_spec("oidc_provider_mock")
    )


def sandbox_command(env: Env) -> tuple[str, ...]:
    """The command of the stand-in."""
    return sys.executable, "-m", "finpro.config.google_sandbox", str(env.port + SANDBOX_PORT_AFTER)


def offered(env: Env) -> bool:
    """Whether people are offered Google: where a client id is set, or a demo names a stand-in."""
    return bool(env.google_client_id or (env.demo and not env.production and env.google_url))


def settings_for(env: Env) -> dict[str, Any]:
    """Client and addresses: Google's own, or those of the server that stands in for it."""
    found: dict[str, Any] = {
        "APP": {
            "client_id": env.google_client_id or SANDBOX_CLIENT,
            "secret": env.google_secret or "sandbox",
            "key": "",
        },
        # `openid` for the ID token, whose nonce and time of authentication are checked.
        "SCOPE": ["openid", "profile", "email"],
        "OAUTH_PKCE_ENABLED": True,
    }
    if env.google_url:
        base = env.google_url.rstrip("/")
        found |= {
            "AUTHORIZE_URL": f"{base}/oauth2/authorize",
            "ACCESS_TOKEN_URL": f"{base}/oauth2/token",
            "ID_TOKEN_ISSUER": base,
            "CERTS_URL": f"{base}/jwks",
            "IDENTITY_URL": f"{base}/userinfo",
        }
    return found
