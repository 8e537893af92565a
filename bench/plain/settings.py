"""Django as `startproject` leaves it, on our models and rows."""

from pathlib import Path

from finpro.config.settings.base import *  # noqa: F403
from finpro.config.settings.base import DATABASES

ROOT_URLCONF = "bench.plain.urls"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Its app, which the shared tables bring along, does not start without it; it costs a few microseconds.
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]
# The connection is kept, as ours is; binding and preparing on the server are not stock.
DATABASES["default"]["OPTIONS"] = {
    key: value
    for key, value in DATABASES["default"]["OPTIONS"].items()
    if key not in {"server_side_binding", "prepare_threshold"}
}
