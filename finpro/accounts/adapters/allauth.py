"""What allauth asks us: secrets of second factors are sealed, and its own mails are not sent."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from finpro.accounts.models import User
from finpro.accounts.services import factors
from finpro.kernel.http.clients import client_address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are opened by our own journey, and mails are notices of our own."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never by the library's pages."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As the rest of the site sees it."""
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing: what happens to an account is told by finpro.accounts.notices."""


class FactorAdapter(DefaultMFAAdapter):
    """Second factors: their secrets are sealed."""

    def encrypt(self, text: str) -> str:
        """The secret sealed, as text."""
        return factors.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed. Raises Refusal where the ring lacks the key."""
        return factors.unseal(encrypted_text)

    def get_totp_label(self, user: User) -> str:
        """What an authenticator app shows beside the issuer."""
        return user.email
