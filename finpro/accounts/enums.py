"""Ways to show who one is, and how far the opening of an account has come."""

from django.db.models import TextChoices


class Way(TextChoices):
    """A way of showing that one is the account's owner."""

    PASSWORD = "password", "Password"
    PASSKEY = "passkey", "Passkey"
    TOTP = "totp", "Authenticator app"
    RECOVERY = "recovery", "Recovery code"
    GOOGLE = "google", "Google"
    EMAIL_CODE = "email_code", "Code by e-mail"
    DEMO = "demo", "Development sign-in"
