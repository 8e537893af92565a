"""Requests to vouch: those that a firm has to answer, and those that a person has made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from finpro.access.models import Membership
from finpro.accounts.models import User
from finpro.casework import permissions
from finpro.casework.enums import VouchOutcome
from finpro.casework.models import VouchRequest
from finpro.casework.selectors.humans import human
from finpro.filings.selectors import told as forms
from finpro.identity.enums import OPEN, Reason, State
from finpro.identity.models import Proof
from finpro.kernel import codes, errors
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry

PURPOSE = "vouch"
# The person is known from number and date of birth, and only that it is he or she is not shown yet.
STATES = (State.MATCHED, State.OFFERED, State.UNAVAILABLE, State.FAILED)
MOST = 200  # of a list; nobody has as many people waiting


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a firm's answer."""

    id: int
    crd: int
    name: str
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class ToAnswer:
    """One request as whoever answers it sees it. `why_not` says why this one may not: it is the own one.

    `subject` is under which its number is kept, `tries_left` how often it may still be typed.
    """

    waiting: Waiting
    subject: str
    why_not: str
    tries_left: int


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that the firm answered. `outcome` is a code of VouchOutcome, `reason` one of the case reasons."""

    crd: int
    name: str
    outcome: str
    reason: str
    at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as the person sees it. `number` is to be read out to the firm; None once it is spent."""

    id: int
    firm: str
    number: str | None
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """What the person's page shows. `why_not`: why no firm can be asked. `declined`: codes of reasons, latest first."""

    why_not: str
    asked: Sequence[Asked]
    declined: Sequence[tuple[str, str]]


def live(at: datetime) -> QuerySet[VouchRequest]:
    """Requests that can be answered: neither ended nor run out, of proofs that are still open."""
    return VouchRequest.objects.filter(
        Q(proof__state__in=STATES, proof__person__isnull=False), ended_at=None, expires_at__gt=at
    )


def subject_of(proof_id: object, firm_id: int) -> str:
    """Under which subject the number of a request is kept (kernel.codes)."""
    return f"vouch:{proof_id}:{firm_id}"


def is_tied(person_id: int, firm_id: int, on: date) -> bool:
    """Whether the person is with the firm by the record, or is going to be: a form was begun (forms.md 2.4)."""
    return registry.is_tied(person_id, firm_id, on) or firm_id in forms.pending_firms(person_id)


def list_waiting(viewer: Actor, at: datetime) -> Sequence[Waiting]:
    """Who waits for the viewer's firm, the longest first. Three queries whatever the number."""
    permissions.vouch(viewer, viewer.firm_id or 0)
    found = live(at).filter(firm=viewer.firm_id).order_by("asked_at", "id")
    rows = list(found.values_list("id", "proof__person_id", "proof__person__crd", "asked_at", "expires_at")[:MOST])
    names = registry.legal_names([row[1] for row in rows], legal_date(at))
    return [Waiting(row[0], row[2], names[row[1]], row[3], row[4]) for row in rows]


def count_waiting(viewer: Actor, at: datetime) -> int:
    """How many wait for the viewer's firm; 0 for whoever may not answer them."""
    if not viewer.may("identity.vouch"):
        return 0
    return live(at).filter(firm=viewer.firm_id).count()


def to_answer(viewer: Actor, request_id: int, at: datetime) -> ToAnswer:
    """One request. Raises NotFound for another firm's, one that has ended, and one of somebody not with the firm."""
    found = live(at).filter(pk=request_id).select_related("proof__person").first()
    if found is None or viewer.user_id is None or found.proof.person is None:
        raise errors.NotFound(permissions.NO_REQUEST)
    permissions.vouch(viewer, found.firm_id)
    person, on = found.proof.person, legal_date(at)
    if not is_tied(person.pk, found.firm_id, on):
        raise errors.NotFound(permissions.NO_REQUEST)
    whose = human(found.proof.user_id, person_id=person.pk)
    subject = subject_of(found.proof_id, found.firm_id)
    return ToAnswer(
        Waiting(
            found.pk,
            person.crd,
            registry.legal_names([person.pk], on)[person.pk],
            found.asked_at,
            found.expires_at,
        ),
        subject,
        permissions.vouch_for.why_not(human(viewer.user_id), whose) or "",
        codes.tries_left(purpose=PURPOSE, subject=subject, at=at),
    )


def list_answered(viewer: Actor, at: datetime) -> Sequence[Answered]:
    """What the viewer's firm answered last, the latest first."""
    permissions.vouch(viewer, viewer.firm_id or 0)
    found = VouchRequest.objects.filter(
        firm=viewer.firm_id, outcome__in=[VouchOutcome.VOUCHED, VouchOutcome.DECLINED]
    ).order_by("-ended_at", "-id")
    rows = list(found.select_related("proof__person")[:20])
    people = [row.proof.person for row in rows if row.proof.person is not None]
    names = registry.legal_names([person.pk for person in people], legal_date(at))
    keys = [_key(row.ended_by or "") for row in rows]
    users = dict(User.objects.filter(pk__in=keys).values_list("id", "name"))
    return [
        Answered(person.crd, names[person.pk], row.outcome, row.reason, row.ended_at or at, users.get(key, ""))
        for row, person, key in zip(rows, people, keys, strict=True)
    ]


def _key(label: str) -> int:
    return int(label.removeprefix("account:") or 0)


def answered_by(viewer: Actor, request_id: int) -> bool:
    """Whether the viewer has answered the request already: a second click changes nothing."""
    answered = [VouchOutcome.VOUCHED, VouchOutcome.DECLINED]
    mine = VouchRequest.objects.filter(firm=viewer.firm_id, ended_by=viewer.label, outcome__in=answered)
    return mine.filter(pk=request_id).exists()


def own_requests(viewer: Actor, at: datetime) -> Own:
    """What the person has asked firms for, and why none can be asked where none can."""
    proof = latest(viewer.user_id or 0)
    if proof is None or why_none(proof):
        return Own(why_none(proof), (), ())
    on = legal_date(at)
    rows = list(VouchRequest.objects.filter(proof=proof).order_by("-asked_at", "-id"))
    names = registry.names_of_firms({row.firm_id for row in rows}, on)
    return Own(
        "",
        [
            Asked(row.pk, names[row.firm_id], codes.digits(row.code_id, at=at), row.asked_at, row.expires_at)
            for row in rows
            if row.ended_at is None and row.expires_at > at
        ],
        [(names[row.firm_id], row.reason) for row in rows if row.outcome == VouchOutcome.DECLINED],
    )


def latest(user_id: int) -> Proof | None:
    """The proof that the account is at, or was at last."""
    return Proof.objects.filter(user=user_id).order_by("-started_at", "-id").first()


def why_none(proof: Proof | None) -> str:
    """Why no firm can vouch for the owner of this proof; "" where one can."""
    if proof is None:
        return "First tell us who you are. Then a firm that the record ties to you can vouch for you."
    if proof.state == State.VERIFIED:
        return "Your identity is proven. Nobody needs to vouch for you."
    if proof.state not in OPEN or proof.person_id is None or proof.state not in STATES:
        return "A firm can vouch only where number and date of birth were found on the record. The registry can help."
    if Reason.REFUSED in proof.reasons:
        return "The registry decided about this already. Begin again, or call support."
    return ""


def vouchers(firm_id: int) -> list[int]:
    """Accounts that answer for the firm: they get a mail when somebody asks."""
    return _members(firm_id, ["identity.vouch"])


def told(firm_id: int) -> list[int]:
    """Accounts of the firm that are told when it has vouched: those who may, and its administrators."""
    return _members(firm_id, ["identity.vouch", "firm.admin", "firm.account_admin"])


def _members(firm_id: int, any_of: list[str]) -> list[int]:
    found = Membership.objects.filter(firm=firm_id, ended_at=None, entitlements__overlap=any_of)
    return list(found.order_by("user_id").values_list("user_id", flat=True))
