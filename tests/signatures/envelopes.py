"""A person, a firm with a filer, and a document to sign, for tests of signing."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from finpro.access import services as access
from finpro.access.selectors import actor, list_grants
from finpro.accounts import services as accounts
from finpro.kernel.actor import Actor, Hat, system
from finpro.signatures import services as signatures
from finpro.signatures.enums import Signer
from finpro.signatures.policies import Asked, Shown
from tests.registry import small_world as world

BY = system("tests")
A = Asked("15A", "Individual’s acknowledgment", Signer.PERSON, 1, "What I say is true.", "u4/2009-05/15A")
C = Asked("15C", "Temporary registration", Signer.PERSON, 1, "I was registered.", "u4/2009-05/15C")
B = Asked("15B", "Firm’s representations", Signer.SIGNATORY, 2, "We asked former employers.", "u4/2009-05/15B")
DOCUMENT = {"general": {"first_name": "Mae", "last_name": "Quill"}}


@dataclass(frozen=True)
class Parties:
    """Who signs: the person, somebody of the firm, and somebody of another firm."""

    person: Actor
    filer: Actor
    stranger: Actor
    person_id: int
    firm_id: int


def account(name, at):
    """An account with a confirmed address."""
    return accounts.open_account(email=f"{name.lower()}@example.org", name=name, password=None, by=BY, at=at)


def member(name, firm, at, held=("u4.draft", "u4.submit")):
    """Somebody who acts for the firm."""
    user = account(name, at)
    access.grant_membership(user_id=user.pk, firm_id=firm.pk, entitlements=list(held), by=BY, at=at)
    return actor(user.pk, list_grants(user.pk), Hat.FIRM, firm.crd)


def parties(at):
    """The three, with the person associated with the firm."""
    firm, other = world.firm(501, "Alder Securities LLC"), world.firm(502, "Birch Advisers")
    row = world.person(7001, "Mae", "Quill")
    world.associate(row, firm)
    user = account("Mae", at)
    access.grant_claim(user_id=user.pk, person_id=row.pk, by=BY, at=at)
    person = actor(user.pk, list_grants(user.pk), Hat.PERSON)
    return Parties(person, member("Fay", firm, at), member("Sy", other, at), row.pk, firm.pk)


def sent(who, at, *, blocks=(A, B), subject="filing:12", document=None, expires_on=date(2026, 12, 7)):
    """The document frozen for signature."""
    content = json.dumps(document or DOCUMENT, sort_keys=True, separators=(",", ":"))
    return signatures.freeze(
        subject=subject,
        content=content,
        digest=hashlib.sha256(content.encode()).hexdigest(),
        version="u4/2009-05",
        person_id=who.person_id,
        firm_id=who.firm_id,
        blocks=blocks,
        expires_on=expires_on,
        by=who.filer,
        at=at,
    )


def shown(at):
    """The account showed with a passkey who it is, just before."""
    return Shown("passkey", at, "192.0.2.7", "A browser")


def signed(envelope, by, keys, at, **options):
    """Blocks signed by the actor."""
    given = {"name": "Mae Quill", "prefilled": "Mae Quill", "consent": True, "shown": shown(at)} | options
    return signatures.sign(envelope_id=envelope.pk, keys=keys, by=by, at=at, **given)
