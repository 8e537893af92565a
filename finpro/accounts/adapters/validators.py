"""What a password must be, in our words. Django's settings name these; its own say the same less plainly."""

import gzip
from pathlib import Path
from typing import Any

from django.contrib.auth import password_validation as django_rules


class LongEnough(django_rules.MinimumLengthValidator):
    """At least so many characters; nothing is asked of their kind."""

    def get_error_message(self) -> str:
        """What to do."""
        return f"The password must have at least {self.min_length} characters. Three or four plain words will do"


class NotAboutYou(django_rules.UserAttributeSimilarityValidator):
    """Not the name or address of its owner."""

    def get_error_message(self) -> str:
        """What to do."""
        return "The password is too much like your name or e-mail address. Choose another"


class NotKnown(django_rules.CommonPasswordValidator):
    """Not among passwords that became known in breaches: Django's list, or an operator's, plain or gzipped."""

    def __init__(self, password_list_path: str = "") -> None:
        if not password_list_path:
            super().__init__()
            return
        path = Path(password_list_path)
        opened: Any = gzip.open if path.read_bytes()[:2] == b"\x1f\x8b" else open
        with opened(path, "rt", encoding="utf-8", errors="replace") as lines:
            # Django compares in lower case; a list need not be.
            self.passwords = {line.strip().lower() for line in lines}

    def get_error_message(self) -> str:
        """What to do."""
        return "This password is known from a breach of another site, so others may try it. Choose another"
