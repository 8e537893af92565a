"""Somebody opens an account: details, a proof that the mailbox is theirs, a password or Google.

For an address that belongs to an account already everything happens as for any other, by the same work: a row, a code
that nobody gets, a mail. Only what the mail says differs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from finpro.accounts import policies
from finpro.accounts import selectors as accounts
from finpro.accounts import services as accounts_services
from finpro.accounts.models import User
from finpro.accounts.notices import opening as mails
from finpro.integrations import human_check
from finpro.kernel import actor, codes, errors
from finpro.kernel.actor import ANONYMOUS
from finpro.kernel.http.clients import place
from finpro.kernel.http.tries import count_tries
from finpro.notices import services as notices
from finpro.notices.notices import Notice

_TAKEN = "This address belongs to an account meanwhile. No other one was opened. Sign in with it."
FORM = "open-account"  # what a human check is bound to


class Begun(StrEnum):
    """What became of the details."""

    CODE = "code"  # a code is on its way
    LINK = "link"  # there was no human check, so a link is
    RENEW = "renew"  # the check was wrong, too late or used before: make it again


@dataclass(frozen=True, slots=True)
class Details:
    """What is asked of whoever opens an account. `phone` in E.164 form, or ""."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    phone: str = field(repr=False)


def challenge(*, at: datetime) -> Mapping[str, Any]:
    """A human check for the form with the details."""
    return human_check.adapter().challenge(FORM, at=at).data


def begin(*, details: Details, answer: str, address: str, at: datetime) -> tuple[Begun, UUID | None]:
    """Keep the details and mail a code, or, without an answer to the human check, a link; the key of the opening.

    `address` is where the request comes from. Raises TooMany where too much was begun for this mailbox or from there.
    """
    found = human_check.adapter().verify(FORM, answer, at=at, remote_ip=address) if answer else None
    if found and found.outcome in {human_check.Outcome.FAILED, human_check.Outcome.EXPIRED}:
        return Begun.RENEW, None
    by_link = found is None or not found.ok
    count_tries((policies.LINKS_FROM if by_link else policies.OPENINGS_FROM, place(address)), at=at)
    count_tries((policies.CODES_SENT, details.email), at=at)
    with transaction.atomic():
        if found and found.ok and not accounts_services.use_once(once=found.once, at=at):
            return Begun.RENEW, None
        sign_up_id = accounts_services.begin_sign_up(
            name=details.name, email=details.email, phone=details.phone, by=ANONYMOUS, at=at
        )
        _mail(sign_up_id, by_link=by_link, at=at)
    return Begun.LINK if by_link else Begun.CODE, sign_up_id


def send_again(*, sign_up_id: UUID, by_link: bool, address: str, at: datetime) -> None:
    """Mail another code, which ends the one before, or another link. Raises TooMany, or Refusal where it has ended."""
    found = accounts.opening(sign_up_id)
    if found is None or found.confirmed:
        raise errors.Refusal("There is nothing to send: the address is confirmed, or the opening has ended.", "ACC-10")
    count_tries((policies.RESENT, str(sign_up_id)), (policies.CODES_SENT, found.email), at=at)
    count_tries((policies.LINKS_FROM if by_link else policies.OPENINGS_FROM, place(address)), at=at)
    with transaction.atomic():
        _mail(sign_up_id, by_link=by_link, at=at)


def _mail(sign_up_id: UUID, *, by_link: bool, at: datetime) -> None:
    purpose, subject = accounts.code_of(sign_up_id)
    # Made for every address, so that time tells nothing; where the mail holds none, nobody has it.
    code_id = codes.issue(purpose=purpose, subject=subject, at=at)
    found = accounts.opening(sign_up_id)
    kind: type[Notice] = mails.OpeningLink if by_link else mails.OpeningCode
    if found and found.taken:
        kind = mails.OpeningKnown
    notices.queue(
        kind=kind,
        cause=f"{subject}:{code_id}",
        recipient=mails.OpeningNotice.recipient_of(sign_up_id),
        data={"code": code_id},
        by=ANONYMOUS,
        at=at,
    )


def confirm(*, sign_up_id: UUID, typed: str, at: datetime) -> codes.Answer:
    """Whether the code is right; then the mailbox is the person's own. Runs in no transaction: every try counts."""
    purpose, subject = accounts.code_of(sign_up_id)
    answer = codes.check(purpose=purpose, subject=subject, typed=typed, at=at)
    found = accounts.opening(sign_up_id)
    if found is None:
        return codes.Answer.GONE
    if found.confirmed:
        return codes.Answer.RIGHT  # sent twice, or from two windows
    if answer is codes.Answer.RIGHT and found.taken:
        return codes.Answer.WRONG
    if answer is codes.Answer.RIGHT:
        with transaction.atomic():
            accounts_services.confirm_sign_up(sign_up_id=sign_up_id, by=ANONYMOUS, at=at)
    return answer


def follow_link(*, token: str, at: datetime) -> UUID:
    """Go on with the opening of a mailed link, which shows that the mailbox is the person's own; its new key.

    It shows so of the browser that follows the link. Where the address was typed may be somebody else's: that browser
    knows the old key alone. Raises Refusal for a link that ran out, was altered or was used.
    """
    sign_up_id = policies.read_link(token, at=at)
    found = accounts.opening(sign_up_id) if sign_up_id else None
    if sign_up_id is None or found is None or found.confirmed or found.taken:
        raise errors.Refusal(
            "This link has run out or was used already. No account was opened by it. Begin again to get another one.",
            "ACC-10",
        )
    with transaction.atomic():
        accounts_services.confirm_sign_up(sign_up_id=sign_up_id, by=ANONYMOUS, at=at)
        return accounts_services.take_over_sign_up(sign_up_id=sign_up_id)


def finish(*, sign_up_id: UUID, password: str, at: datetime) -> User:
    """Open the account with a password; whoever called opens the door to it.

    Raises Refusal where the opening has ended, the address is not confirmed, or belongs to another account meanwhile.
    """
    try:
        with transaction.atomic():
            return accounts_services.finish_sign_up(sign_up_id=sign_up_id, password=password, by=ANONYMOUS, at=at)
    except IntegrityError:
        raise errors.Refusal(_TAKEN, "ACC-01") from None


def finish_with_google(*, details: Details, uid: str, at: datetime) -> User:
    """Open an account without a password, for somebody who came from Google; it is known there by `uid`, and Google has
    verified the address of the details.

    Raises Invalid for an address that cannot be kept, Refusal where address or Google account belong to an account
    meanwhile.
    """
    email = policies.address(details.email)
    try:
        with transaction.atomic():
            user = accounts_services.open_account(
                email=email, name=details.name, phone=details.phone, password=None, by=ANONYMOUS, at=at
            )
            by = actor.account(user.pk)
            accounts_services.link_google(user_id=user.pk, uid=uid, extra={"email": email}, by=by, at=at)
    except IntegrityError:
        raise errors.Refusal(_TAKEN, "ACC-01") from None
    return user
