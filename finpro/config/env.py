"""Every setting that the environment may give, with its default and meaning: one typed class.

`docs/reference/configuration.md` is generated from it.
"""

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_HERE = {"127.0.0.1", "::1", "0.0.0.0", "::", "localhost"}  # noqa: S104
DEVELOPMENT_SECRET = "development-only-secret-key-not-for-production"  # noqa: S105 - refused in production


class ConfigurationError(Exception):
    """The environment cannot be used; the message names the variable and what to do."""


def _setting(default: Any, meaning: str, *, secret: bool = False, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"meaning": meaning, "secret": secret, "choices": choices})


@dataclass(frozen=True, kw_only=True)
class Env:
    """The process's settings. A variable is the field's name in upper case with the prefix `FINPRO_`, except
    `DATABASE_URL`, `DATABASE_OWNER_URL` and `PORT`, which carry none."""

    database_url: str = _setting("", "PostgreSQL 15 or newer as the role that owns nothing. Absent: embedded.")
    database_owner_url: str = _setting("", "The same database as the role that migrates and maintains.")
    port: int = _setting(8000, "Port of the web server.")
    host: str = _setting("127.0.0.1", "Address that the web server binds to.")
    home: Path = _setting(Path(".finpro"), "Folder of the embedded database, generated keys and files.")
    production: bool = _setting(False, "Refuse development defaults; insist on HTTPS.")
    secret_key: str = _setting(DEVELOPMENT_SECRET, "Key of sessions and signed values.", secret=True)
    seal_keys: str = _setting(
        "", "Key ring that seals what is secret: `id:base64` pairs joined by commas, first one seals.", secret=True
    )
    ssn_lookup_key: str = _setting("", "Base64 key of the SSN lookup hash.", secret=True)
    allowed_hosts: str = _setting("localhost,127.0.0.1,[::1]", "Host names served, joined by commas.")
    base_url: str = _setting("", "Address of the site in mails. Absent: http://localhost:PORT. Production needs it.")
    demo: bool = _setting(False, "Demo world: fictitious people, sign-in lines printed, banner shown.")
    demo_records: str = _setting("", "Folder of BrokerCheck files to add to the demo world.")
    web_workers: int = _setting(2, "Web processes, one request at a time each.")
    email_url: str = _setting("", "smtp://user:password@host:port or smtps://. Absent: mails are written to HOME/mail.")
    mail_from: str = _setting("FinPro <no-reply@finpro.example>", "Sender of every mail.")
    brand: str = _setting("FinPro", "Name shown in the header and in mails.")
    operator: str = _setting("", "Who runs this installation, as named on every page. Absent: nobody is named.")
    support_phone: str = _setting("", "Support telephone number shown on every page.")
    support_hours: str = _setting("Monday to Friday, 8 a.m. to 8 p.m. Eastern Time", "Hours of support.")
    support_opens: int = _setting(8, "Hour, Eastern Time, at which support begins; to fit FINPRO_SUPPORT_HOURS.")
    support_closes: int = _setting(20, "Hour, Eastern Time, at which support ends; to fit FINPRO_SUPPORT_HOURS.")
    disclosure_reviewers: int = _setting(
        1, "How many of the registry's staff review a disclosure: 2 is a second pair of eyes."
    )
    log_level: str = _setting("INFO", "Least severity that is logged.")
    proxies: int = _setting(0, "Reverse proxies in front that append to X-Forwarded-For.")
    form_wording: str = _setting(
        "", "Folder of an operator's own texts of legal forms (docs/how-to/official-wording.md). Absent: ours."
    )
    breached_passwords: str = _setting("", "File with passwords to refuse, one a line, beside the built-in list.")
    google_client_id: str = _setting("", "Client id at Google. Absent: not offered, but as a sandbox in the demo.")
    google_secret: str = _setting("", "Client secret at Google.", secret=True)
    google_url: str = _setting("", "Address of a server that stands in for Google (demo, tests; never in production).")
    metrics_token: str = _setting("", "Bearer token that /metrics asks for. Absent: loopback only.", secret=True)

    # The seal on documents (docs/how-to/certificates.md).
    signing_pkcs12: str = _setting("", "PKCS#12 file with the certificate and key that seal documents.")
    signing_passphrase: str = _setting("", "Passphrase of that file, or of the PEM key.", secret=True)
    signing_cert: str = _setting("", "Instead of PKCS#12: PEM file of the certificate that seals documents.")
    signing_key: str = _setting("", "PEM file of that certificate's private key.")
    signing_chain: str = _setting("", "PEM file of the certificates above it, the root and a time stamp's included.")
    timestamp_url: str = _setting("", "Address of an RFC 3161 time-stamp authority. Absent: our own, for demos.")

    # The outside world: one choice a port of finpro.integrations, and what the choice needs.
    human_check: str = _setting(
        "altcha",
        "Human check of forms: altcha (proof of work, nobody is asked) or recaptcha (Google's).",
        choices=("altcha", "recaptcha"),
    )
    human_check_minutes: int = _setting(20, "Minutes in which a human check has to be answered; it renews itself.")
    recaptcha_site_key: str = _setting("", "reCAPTCHA: site key of a version 2 box to tick.")
    recaptcha_secret: str = _setting("", "reCAPTCHA: secret key.", secret=True)
    recaptcha_url: str = _setting(
        "", "reCAPTCHA: where answers are judged. Absent: https://www.google.com/recaptcha/api/siteverify."
    )
    sms: str = _setting(
        "sandbox",
        "Who sends texts and calls: sandbox (files under HOME/outbox, nothing is sent) or twilio.",
        choices=("sandbox", "twilio"),
    )
    twilio_account: str = _setting("", "Twilio: account SID.")
    twilio_token: str = _setting("", "Twilio: auth token.", secret=True)
    twilio_from: str = _setting("", "Twilio: number that texts and calls come from, such as +12025550142.")
    twilio_url: str = _setting("", "Twilio: address of its API, for tests. Absent: https://api.twilio.com.")

    identity_bureau: str = _setting(
        "sandbox",
        "Who confirms identities: sandbox (invented people, nobody is asked) or http (docs/reference/"
        "identity-bureau-protocol.md).",
        choices=("sandbox", "http"),
    )
    identity_bureau_url: str = _setting("", "Identity bureau: address that the protocol's paths are added to.")
    identity_bureau_key: str = _setting("", "Identity bureau: shared key that signs requests and answers.", secret=True)
    identity_bureau_cert: str = _setting("", "Identity bureau: PEM file of our certificate for mutual TLS.")
    identity_bureau_cert_key: str = _setting("", "Identity bureau: PEM file of that certificate's private key.")
    identity_bureau_ca: str = _setting("", "Identity bureau: PEM file of its own certificate authority, if it has one.")
    identity_bureau_phone: str = _setting(
        "", "Identity bureau: its telephone number for people whose questions were wrong. Absent: none is named."
    )

    def address(self) -> str:
        """Where people reach the site, in mails too. `localhost` and not a number, because passkeys want a name."""
        if self.base_url:
            return self.base_url.rstrip("/")
        named = "localhost" if self.host in _HERE else self.host
        return f"http://{f'[{named}]' if ':' in named else named}:{self.port}"

    def database_urls(self) -> tuple[str, str]:
        """The URLs of web and owner; one given alone serves both."""
        return self.database_url or self.database_owner_url, self.database_owner_url or self.database_url


_BARE = {"database_url", "database_owner_url", "port"}


def variable(name: str) -> str:
    """The environment variable of a field of Env."""
    return name.upper() if name in _BARE else f"FINPRO_{name.upper()}"


def read(environ: Mapping[str, str] | None = None) -> Env:
    """Read the environment. Raises ConfigurationError for a value of the wrong type, or a production default."""
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    for item in fields(Env):
        text = environ.get(variable(item.name))
        if text is not None and text != "":
            values[item.name] = _parse(item, text)
    env = Env(**values)
    _refuse_missing_files(env)
    _refuse_half_adapters(env)
    if env.production:
        _refuse_defaults(env)
    return env


def _parse(item: dataclasses.Field[Any], text: str) -> Any:
    if isinstance(item.default, bool):
        if text.lower() not in {"0", "1", "true", "false", "yes", "no"}:
            raise ConfigurationError(f"{variable(item.name)} is {text!r}; say 1 or 0.")
        return text.lower() in {"1", "true", "yes"}
    if isinstance(item.default, int):
        if not text.isdecimal():
            raise ConfigurationError(f"{variable(item.name)} is {text!r}; it must be a whole number.")
        if item.name == "web_workers" and int(text) < 1:
            raise ConfigurationError(f"{variable(item.name)} is {text!r}; at least one web process is needed.")
        if item.name == "human_check_minutes" and int(text) < 1:
            raise ConfigurationError(f"{variable(item.name)} is {text!r}; nobody answers in less than a minute.")
        if item.name in {"support_opens", "support_closes"} and int(text) > 24:
            raise ConfigurationError(f"{variable(item.name)} is {text!r}; it must be an hour from 0 to 24.")
        return int(text)
    choices = item.metadata["choices"]
    if choices and text not in choices:
        raise ConfigurationError(f"{variable(item.name)} is {text!r}; it must be one of {', '.join(choices)}.")
    return Path(text) if isinstance(item.default, Path) else text


# What an adapter cannot work without, in production or not.
_NEEDED = {
    ("human_check", "recaptcha"): ("recaptcha_site_key", "recaptcha_secret"),
    ("sms", "twilio"): ("twilio_account", "twilio_token", "twilio_from"),
    ("identity_bureau", "http"): ("identity_bureau_url",),
}
# Where adapters send what nobody else may read.
_ADDRESSES = ("recaptcha_url", "twilio_url", "identity_bureau_url")
# Adapters that reach nobody, and what that would mean in production.
_SANDBOXES = {
    "sms": "texts and calls would only be written to files",
    "identity_bureau": "invented people would vouch for real ones",
}


def _refuse_missing_files(env: Env) -> None:
    if env.breached_passwords and not os.access(env.breached_passwords, os.R_OK):
        raise ConfigurationError(
            f"FINPRO_BREACHED_PASSWORDS names {env.breached_passwords}, which cannot be read. Nothing was started. "
            "Name a file with one password a line, plain or gzipped, or leave it unset."
        )


def _refuse_half_adapters(env: Env) -> None:
    for (port, adapter), names in _NEEDED.items():
        missing = [variable(name) for name in names if not getattr(env, name)]
        if getattr(env, port) == adapter and missing:
            raise ConfigurationError(
                f"{variable(port)} is {adapter}, which also needs {', '.join(missing)}. "
                "Nothing was started. Set them and start again."
            )
    for name in _ADDRESSES:
        if getattr(env, name) and not _private(getattr(env, name)):
            raise ConfigurationError(
                f"{variable(name)} must begin with https:// (http:// only to this machine): it is sent personal data."
            )
    if env.identity_bureau == "http" and not env.identity_bureau_key and not env.identity_bureau_cert:
        raise ConfigurationError(
            "FINPRO_IDENTITY_BUREAU is http, which also needs FINPRO_IDENTITY_BUREAU_KEY (signed requests) or "
            "FINPRO_IDENTITY_BUREAU_CERT with FINPRO_IDENTITY_BUREAU_CERT_KEY (mutual TLS). "
            "Nothing was started. Set them and start again."
        )
    _refuse_half_seal(env)
    if bool(env.identity_bureau_cert) != bool(env.identity_bureau_cert_key):
        raise ConfigurationError("FINPRO_IDENTITY_BUREAU_CERT and FINPRO_IDENTITY_BUREAU_CERT_KEY go together.")


def _refuse_half_seal(env: Env) -> None:
    if env.signing_pkcs12 and env.signing_cert:
        raise ConfigurationError("FINPRO_SIGNING_PKCS12 and FINPRO_SIGNING_CERT are both set. Keep one of them.")
    if bool(env.signing_cert) != bool(env.signing_key):
        raise ConfigurationError("FINPRO_SIGNING_CERT and FINPRO_SIGNING_KEY go together.")
    for name in ("signing_pkcs12", "signing_cert", "signing_key", "signing_chain"):
        if (path := getattr(env, name)) and not os.access(path, os.R_OK):
            raise ConfigurationError(f"{variable(name)} names {path}, which cannot be read. Nothing was started.")


def _private(url: str) -> bool:
    """What is sent to this address cannot be read on the way."""
    try:
        found = urlsplit(url)
    except ValueError:
        return False
    return bool(found.hostname) and (
        found.scheme == "https" or (found.scheme == "http" and found.hostname in {"127.0.0.1", "::1", "localhost"})
    )


def _refuse_defaults(env: Env) -> None:
    needed = (
        "database_url",
        "database_owner_url",
        "secret_key",
        "seal_keys",
        "ssn_lookup_key",
        "email_url",
        "base_url",
    )
    missing = [variable(name) for name in needed if getattr(env, name) in {"", DEVELOPMENT_SECRET}]
    if missing:
        raise ConfigurationError(
            f"FINPRO_PRODUCTION is set, but these still have development defaults: {', '.join(missing)}. "
            "Nothing was started. Set them and start again."
        )
    if env.demo:
        raise ConfigurationError(
            "FINPRO_PRODUCTION is set, but FINPRO_DEMO is too, which opens accounts of fictitious people and lets "
            "anybody in as one of them. Nothing was started. Unset it and start finpro web and finpro worker: "
            "finpro run is for demonstrations."
        )
    if not env.base_url.startswith("https://"):
        raise ConfigurationError(
            "FINPRO_BASE_URL must begin with https:// in production: links in mails lead there. Nothing was started."
        )
    if env.google_url:
        raise ConfigurationError(
            "FINPRO_PRODUCTION is set, but FINPRO_GOOGLE_URL names a server that stands in for Google: whoever runs it "
            "could sign in as anybody. Nothing was started. Unset it and start again."
        )
    if not (env.signing_pkcs12 or env.signing_cert) or not env.timestamp_url:
        raise ConfigurationError(
            "FINPRO_PRODUCTION is set, but not FINPRO_SIGNING_PKCS12 (or FINPRO_SIGNING_CERT) with "
            "FINPRO_TIMESTAMP_URL: documents would be sealed by an authority that nobody outside trusts. "
            "Nothing was started. See docs/how-to/certificates.md."
        )
    for port, meaning in _SANDBOXES.items():
        if getattr(env, port) == "sandbox":
            raise ConfigurationError(
                f"FINPRO_PRODUCTION is set, but {variable(port)} is sandbox: {meaning}. "
                "Nothing was started. Choose another adapter and start again."
            )
