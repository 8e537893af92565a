"""The settings of every process. Tests override by fixtures, never by a second settings module."""

from pathlib import Path
from typing import Any

from finpro import ui
from finpro.config import google, mail, migrating
from finpro.config.env import read
from finpro.rulebook.forms import wording

ENV = read()
wording.use(ENV.form_wording)

SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = [name.strip() for name in ENV.allowed_hosts.split(",") if name.strip()]
USE_TZ = True
TIME_ZONE = "America/New_York"
LANGUAGE_CODE = "en-us"
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "finpro.config.urls"
WSGI_APPLICATION = "finpro.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.usersessions",
    "finpro.kernel",
    "finpro.audit",
    "finpro.notices",
    "finpro.documents",
    "finpro.accounts",
    "finpro.registry",
    "finpro.access",
    "finpro.identity",
    "finpro.firms",
    "finpro.signatures",
    "finpro.exams",
    "finpro.billing",
    "finpro.filings",
    "finpro.casework",
    "finpro.worklist",
]

MIDDLEWARE = [
    "finpro.kernel.http.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "finpro.kernel.http.ErrorMiddleware",
    "finpro.kernel.http.SizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "finpro.access.adapters.ActorMiddleware",
    # Innermost: the session is saved and footprints are written outside the read-only transaction.
    "finpro.kernel.http.TransactionMiddleware",
]


DATABASES = {"default": migrating.settings_for(ENV.database_urls()[0] or "postgresql:///finpro")}

AUTH_USER_MODEL = "accounts.User"
# The address is unique whatever its case, by a constraint on lower(email) that the check does not see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["finpro.accounts.adapters.EmailBackend"]
PASSWORD_HASHERS = ["finpro.accounts.adapters.Argon2Hasher"]
_RULES = "finpro.accounts.adapters.validators"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_RULES}.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_RULES}.NotAboutYou", "OPTIONS": {"user_attributes": ["email", "name"]}},
    # Twenty thousand from breaches that come with Django; FINPRO_BREACHED_PASSWORDS adds an operator's own list.
    {"NAME": f"{_RULES}.NotKnown"},
    *(
        [{"NAME": f"{_RULES}.NotKnown", "OPTIONS": {"password_list_path": ENV.breached_passwords}}]
        if ENV.breached_passwords
        else []
    ),
]
LOGIN_URL = "/sign-in"

# allauth brings Google, second factors and the list of sessions; ways in, addresses and limits are our own.
ACCOUNT_ADAPTER = "finpro.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS: dict[str, str] = {}
MFA_ADAPTER = "finpro.accounts.adapters.FactorAdapter"
MFA_TOTP_ISSUER = ENV.brand
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
SOCIALACCOUNT_ADAPTER = "finpro.accounts.adapters.GoogleAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"google": google.settings_for(ENV)}
USERSESSIONS_TRACK_ACTIVITY = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"
# The longest that a session is kept; one that somebody is signed in to ends sooner (session_hours of the rulebook).
SESSION_COOKIE_AGE = 86_400
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = ENV.production
SESSION_COOKIE_NAME = "__Host-session" if ENV.production else "session"
CSRF_COOKIE_SECURE = ENV.production
CSRF_COOKIE_NAME = "__Host-csrf" if ENV.production else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "finpro.kernel.http.csrf_failure"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 63_072_000 if ENV.production else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENV.production
SECURE_SSL_REDIRECT = ENV.production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.production else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# What is uploaded is looked at in memory and never written to a temporary file; SizeMiddleware keeps it small.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STATICFILES_DIRS = [Path(ui.__file__).parent / "build"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(ENV.home / "files")},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {"environment": "finpro.config.templates.environment"},
    },
]

globals().update(mail.settings_for(ENV.email_url, ENV.home))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.mail_from

LOGGING_CONFIG = "finpro.config.logs.configure"
LOGGING = {"level": ENV.log_level}

# Our own: read through django.conf, so that no package below imports finpro.config.
FINPRO: dict[str, Any] = {
    "brand": ENV.brand,
    "operator": ENV.operator,
    "support_phone": ENV.support_phone,
    "support_hours": ENV.support_hours,
    "support_opens": ENV.support_opens,
    "disclosure_reviewers": ENV.disclosure_reviewers,
    "support_closes": ENV.support_closes,
    "demo": ENV.demo,
    "demo_records": ENV.demo_records,
    "production": ENV.production,
    "home": ENV.home,
    "base_url": ENV.address(),
    "seal_keys": ENV.seal_keys,
    "ssn_lookup_key": ENV.ssn_lookup_key,
    "metrics_token": ENV.metrics_token,
    "google": google.offered(ENV),
    "google_sandbox": google.offered(ENV) and not ENV.google_client_id,
    "proxies": ENV.proxies,
    "signing_pkcs12": ENV.signing_pkcs12,
    "signing_passphrase": ENV.signing_passphrase,
    "signing_cert": ENV.signing_cert,
    "signing_key": ENV.signing_key,
    "signing_chain": ENV.signing_chain,
    "timestamp_url": ENV.timestamp_url,
    "error_page": "finpro.config.pages.error",
}

# The outside world: which adapter each port of finpro.integrations gives, and what it needs.
FINPRO |= {
    "human_check": ENV.human_check,
    "human_check_minutes": ENV.human_check_minutes,
    "recaptcha_site_key": ENV.recaptcha_site_key,
    "recaptcha_secret": ENV.recaptcha_secret,
    "recaptcha_url": ENV.recaptcha_url,
    "sms": ENV.sms,
    "twilio_account": ENV.twilio_account,
    "twilio_token": ENV.twilio_token,
    "twilio_from": ENV.twilio_from,
    "twilio_url": ENV.twilio_url,
    "identity_bureau": ENV.identity_bureau,
    "identity_bureau_url": ENV.identity_bureau_url,
    "identity_bureau_key": ENV.identity_bureau_key,
    "identity_bureau_cert": ENV.identity_bureau_cert,
    "identity_bureau_cert_key": ENV.identity_bureau_cert_key,
    "identity_bureau_ca": ENV.identity_bureau_ca,
    "identity_bureau_phone": ENV.identity_bureau_phone,
}

# Jobs are declared in `<domain>/jobs.py`; those of journeys are imported by name.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = [
    "finpro.journeys.apply_filing",
    "finpro.journeys.lapse_requests",
    "finpro.journeys.print_record",
    "finpro.journeys.remove_dormant",
    "finpro.journeys.seal_filing",
    "finpro.journeys.sign_filing",
]

PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
