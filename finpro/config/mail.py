"""The mail server or mail provider of FINPRO_EMAIL_URL as Django's settings."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from finpro.config.env import ConfigurationError

# Seconds for each step of the talk with the mail server; notices wait longer than this before they take over.
TIMEOUT = 30
# Providers by scheme: anymail's backend, the setting that holds the key, the one that holds the sending domain.
_PROVIDERS = {
    "brevo": ("brevo", "BREVO_API_KEY", ""),
    "mailgun": ("mailgun", "MAILGUN_API_KEY", "MAILGUN_SENDER_DOMAIN"),
    "mailjet": ("mailjet", "MAILJET_API_KEY", ""),
    "postmark": ("postmark", "POSTMARK_SERVER_TOKEN", ""),
    "resend": ("resend", "RESEND_API_KEY", ""),
    "sendgrid": ("sendgrid", "SENDGRID_API_KEY", ""),
}


def settings_for(url: str, home: Path) -> dict[str, Any]:
    """The EMAIL_… settings, or those of a provider. Without a URL mails are files under `home/mail`.

    Raises ConfigurationError.
    """
    if not url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(home / "mail"),
        }
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise _unusable() from None
    if parts.scheme in _PROVIDERS:
        return _provider(parts)
    if port is None or parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise _unusable()
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


def _provider(parts: SplitResult) -> dict[str, Any]:
    """`postmark://KEY@` and the like; `mailgun://KEY@mg.example.org`. `?api=` names another address (a region)."""
    backend, key, domain = _PROVIDERS[parts.scheme]
    if not parts.username or bool(domain) != bool(parts.hostname):
        raise _unusable()
    anymail: dict[str, Any] = {key: unquote(parts.username), "REQUESTS_TIMEOUT": TIMEOUT}
    if parts.scheme == "mailjet":
        anymail["MAILJET_SECRET_KEY"] = unquote(parts.password or "")
    if domain:
        anymail[domain] = parts.hostname
    if api := parse_qs(parts.query).get("api"):
        anymail[f"{backend.upper()}_API_URL"] = api[0]
    return {"EMAIL_BACKEND": f"anymail.backends.{backend}.EmailBackend", "ANYMAIL": anymail}


def _unusable() -> ConfigurationError:
    # The URL holds a password, so it is never quoted.
    return ConfigurationError(
        "FINPRO_EMAIL_URL is not usable; write smtp://user:password@host:587 (STARTTLS when there is a user), "
        "smtps://user:password@host:465, or a provider with its key: "
        f"{', '.join(sorted(_PROVIDERS))} (postmark://KEY@, mailgun://KEY@mg.example.org)."
    )
