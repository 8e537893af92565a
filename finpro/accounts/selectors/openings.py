"""Reading accounts that are being opened."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from finpro.accounts.models import EmailAddress, SignUp, User

PURPOSE = "opening"


@dataclass(frozen=True, slots=True)
class Opening:
    """What was typed so far. `taken`: the address belongs to an account, which is told to its owner by mail alone."""

    id: UUID
    name: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)
    confirmed: bool
    taken: bool

    def sketch(self) -> User:
        """An account that is not saved, by whose name and address a password is judged."""
        return User(email=self.email, name=self.name)


def opening(sign_up_id: UUID) -> Opening | None:
    """The opening, None where it has ended or run out. In one query, whatever it finds."""
    email = Lower(OuterRef("email"))
    mailboxes = EmailAddress.objects.annotate(folded=Lower("email")).filter(
        Q(confirmed_at__isnull=False) | Q(personal=True), folded=email
    )
    row = SignUp.objects.filter(pk=sign_up_id).annotate(taken=Exists(mailboxes)).first()
    if row is None:
        return None
    return Opening(row.pk, row.name, row.email, row.phone, row.confirmed_at is not None, row.taken)


def code_of(sign_up_id: UUID) -> tuple[str, str]:
    """Purpose and subject of an opening's codes, as kernel.codes knows them."""
    return PURPOSE, f"opening:{sign_up_id}"
