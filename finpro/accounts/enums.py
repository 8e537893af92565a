"""Ways to show who one is, and what helps who cannot get in."""

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


class Help(TextChoices):
    """What somebody who cannot get in asks a mailed code for."""

    UNLOCK = "unlock", "Open the lock after too many wrong passwords"
    RESET = "reset", "Choose a new password"


class Over(TextChoices):
    """Why a session ended by itself."""

    IDLE = "idle", "Nothing was done for a while"
    AGE = "age", "The longest time for one session was over"
