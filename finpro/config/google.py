"""allauth's settings of the Google provider; the addresses can be those of a server that stands in for Google."""

from typing import Any

from finpro.config.env import Env

SANDBOX_CLIENT = "finpro-sandbox"
# Where `finpro run` starts the stand-in of the demo.
SANDBOX_PORT_AFTER = 1


def sandbox_url(env: Env) -> str:
    """Where the demo's stand-in for Google listens: the port after the site's own."""
    return f"http://localhost:{env.port + SANDBOX_PORT_AFTER}"


def settings_for(env: Env) -> dict[str, Any]:
    """Client and addresses. Without a client id the sandbox's; it is only offered in a demo."""
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
    stand_in = env.google_url or ("" if env.google_client_id else sandbox_url(env))
    if stand_in:
        base = stand_in.rstrip("/")
        found |= {
            "AUTHORIZE_URL": f"{base}/oauth2/authorize",
            "ACCESS_TOKEN_URL": f"{base}/oauth2/token",
            "ID_TOKEN_ISSUER": base,
            "CERTS_URL": f"{base}/jwks",
            "IDENTITY_URL": f"{base}/userinfo",
        }
    return found
