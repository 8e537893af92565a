"""A production site, as its settings and its answers say."""

import json
import os
import subprocess
import sys

SCRIPT = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
plain = Client().get("/healthz", HTTP_HOST="finpro.example")
led = Client().get("/legal", HTTP_HOST="finpro.example")
page = Client().get("/healthz", HTTP_HOST="finpro.example", secure=True)
strange = Client().get("/legal", HTTP_HOST="evil.example", secure=True)
print(json.dumps({
    "debug": settings.DEBUG,
    "cookies": [settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY,
                settings.CSRF_COOKIE_SECURE, settings.CSRF_COOKIE_HTTPONLY],
    "same_site": settings.SESSION_COOKIE_SAMESITE,
    "plain": plain.status_code,
    "led": [led.status_code, led["Location"]],
    "hsts": page.headers.get("Strict-Transport-Security", ""),
    "strange": strange.status_code,
}))
"""


def test_https_strict_cookies_and_known_hosts_only(tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FINPRO_", "DATABASE_"))}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "finpro.config.settings",
        "FINPRO_PRODUCTION": "1",
        "FINPRO_HOME": str(tmp_path),
        "FINPRO_ALLOWED_HOSTS": "finpro.example",
        "FINPRO_SECRET_KEY": "s" * 50,
        "FINPRO_SEAL_KEYS": "k1:" + "A" * 43 + "=",
        "FINPRO_SSN_LOOKUP_KEY": "A" * 43 + "=",
        "FINPRO_EMAIL_URL": "smtp://127.0.0.1:25",
        "FINPRO_BASE_URL": "https://finpro.example",
        "FINPRO_SMS": "twilio",
        "FINPRO_TWILIO_ACCOUNT": "AC00",
        "FINPRO_TWILIO_TOKEN": "a token",
        "FINPRO_TWILIO_FROM": "+12025550142",
        "FINPRO_IDENTITY_BUREAU": "http",
        "FINPRO_IDENTITY_BUREAU_URL": "https://bureau.example",
        "FINPRO_IDENTITY_BUREAU_KEY": "a key",
        "FINPRO_SIGNING_PKCS12": __file__,
        "FINPRO_TIMESTAMP_URL": "https://time.example",
        "DATABASE_URL": f"postgresql:///finpro?host={tmp_path}",
        "DATABASE_OWNER_URL": f"postgresql:///finpro?host={tmp_path}&user=owner",
    }
    (tmp_path / "static").mkdir()
    answer = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert found["debug"] is False
    assert found["cookies"] == ["__Host-session", True, True, True, True]
    assert found["same_site"] == "Lax"
    assert found["plain"] == 200, "a probe inside the machine asks without HTTPS"
    assert found["led"] == [301, "https://finpro.example/legal"]
    assert "max-age=63072000" in found["hsts"]
    assert "includeSubDomains" in found["hsts"]
    assert found["strange"] == 400
