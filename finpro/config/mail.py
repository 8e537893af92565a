"""The mail server of FINPRO_EMAIL_URL as Django's settings."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from finpro.config.env import ConfigurationError

# Seconds for each step of the talk with the mail server; notices wait longer than this before they take over.
TIMEOUT = 30


def settings_for(url: str, home: Path) -> dict[str, Any]:
    """The EMAIL_… settings. Without a URL mails are files under `home/mail`. Raises ConfigurationError."""
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(home / "mail"),
        }
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        port = None
    # The URL holds a password, so it is never quoted.
    if port is None or parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ConfigurationError(
            "FINPRO_EMAIL_URL is not usable; write smtp://user:password@host:587 (STARTTLS when there is a user) "
            "or smtps://user:password@host:465."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        # A password never travels in the clear.
        "EMAIL_USE_TLS": parts.scheme == "smtp" and bool(parts.username),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT,
    }
