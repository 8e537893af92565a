"""One case: for the registry with all that is known, for the person with what is meant for him or her."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from finpro.access.models import Claim
from finpro.accounts.models import User
from finpro.accounts.policies import LOCKS_AFTER, WRONG_PASSWORDS, masked
from finpro.casework import permissions, policies
from finpro.casework.enums import Kind, Outcome, State
from finpro.casework.models import Case, Entry
from finpro.casework.selectors import humans
from finpro.identity.enums import OPEN, Method, Reason
from finpro.identity.models import Proof
from finpro.kernel import errors, limits
from finpro.kernel.actor import Actor
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.rulebook import lookup as rulebook


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the history. `who` is a name to the registry, "" to the person; `note` is empty for the person."""

    what: str
    at: datetime
    who: str
    note: str
    message: str


@dataclass(frozen=True, slots=True)
class Account:
    """Whose case it is. `email` is masked."""

    id: int
    name: str
    opened_at: datetime
    email: str


@dataclass(frozen=True, slots=True)
class ProofFacts:
    """How far the proof has come, in words. `crd` and `record_name`: whom number and date of birth fitted."""

    id: str
    state: str
    reasons: Sequence[str]
    offered: Sequence[str]
    no_passcode_reason: str
    person_id: int | None
    crd: int | None
    record_name: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Claimed:
    """Whose account a record is bound to, and since when."""

    account_id: int
    since: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that one screen shows of a case. `…_why_not` say why the viewer may not, "" where he or she may."""

    number: str
    kind: Kind
    state: State
    outcome: str
    about: str
    reasons: Sequence[str]
    opened_at: datetime
    age: str
    owner_id: int | None
    owner: str
    mine: bool
    account: Account | None
    proof: ProofFacts | None
    claimed: Claimed | None
    steps: Sequence[Step]
    work_why_not: str
    decide_why_not: str


@dataclass(frozen=True, slots=True)
class OwnCase:
    """A case as the person reads it. `said` are the sentences of the reasons for which it was decided."""

    number: str
    state: State
    outcome: str
    opened_at: datetime
    moved_at: datetime
    steps: Sequence[Step]
    said: Sequence[str]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: a case by its `number`, or an account with its cases (number, state). `locked`: closed to
    its password after wrong ones; `unlock_why_not` says why the viewer may not open it."""

    number: str = ""
    account: Account | None = None
    cases: Sequence[tuple[str, str]] = ()
    locked: bool = False
    unlock_why_not: str = ""


def case_page(viewer: Actor, number: str, at: datetime) -> CasePage:
    """One case for the registry. Raises Forbidden for anybody but staff who may see cases, NotFound where none is."""
    permissions.see_cases(viewer)
    case = Case.objects.select_related("account", "owner").filter(number=number.strip().upper()).first()
    if case is None or viewer.user_id is None:
        raise errors.NotFound(permissions.NO_CASE)
    proof = humans.proof_of(case.subject)
    whose = humans.of_case(case)
    return CasePage(
        number=case.number,
        kind=Kind(case.kind),
        state=State(case.state),
        outcome=case.outcome,
        about=policies.ABOUT[Kind(case.kind)],
        reasons=[_reason(code) for code in case.reasons],
        opened_at=case.opened_at,
        age=policies.age(case.opened_at, case.closed_at or at),
        owner_id=case.owner_id,
        owner=(case.owner.name or f"Account {case.owner_id}") if case.owner else "",
        mine=case.owner_id == viewer.user_id,
        account=_account(case.account),
        proof=_proof(proof, at) if proof else None,
        claimed=claimed_by(proof.person_id) if proof and proof.person_id else None,
        steps=_steps(case),
        work_why_not=permissions.work_on.why_not(viewer, humans.human(viewer.user_id), whose) or "",
        decide_why_not=permissions.decide_identity.why_not(viewer) or "",
    )


def case_for_account(user_id: int) -> OwnCase | None:
    """The account's latest case as its owner reads it: no notes, no names, no reasons of why it was opened."""
    case = Case.objects.filter(account=user_id).order_by("-id").first()
    if case is None:
        return None
    shown = [
        Step(entry.what, entry.at, "", "", entry.message)
        for entry in Entry.objects.filter(case=case).order_by("id")
        if entry.what != "noted"
    ]
    reasons = rulebook.latest("case_reasons")
    decided = case.outcome in {Outcome.GRANTED, Outcome.REFUSED}
    said = [str(getattr(reasons[code], "said", "")) for code in case.reasons if code in reasons] if decided else []
    return OwnCase(case.number, State(case.state), case.outcome, case.opened_at, case.moved_at, shown, said)


def is_asked(user_id: int) -> bool:
    """Whether a case of the account waits for its answer."""
    return Case.objects.filter(account=user_id, state=State.WAITING).exists()


def may_ask(user_id: int) -> bool:
    """Whether the account could ask for a case: a proof of identity is open, and no case about it."""
    proof = Proof.objects.filter(user=user_id, state__in=OPEN).first()
    if proof is None:
        return False
    return not Case.objects.filter(subject=f"proof:{proof.pk}").exclude(state=State.CLOSED).exists()


def claimed_by(person_id: int) -> Claimed | None:
    """Whose account the record is bound to; None where it is free."""
    found = Claim.objects.filter(person=person_id, ended_at=None).first()
    return Claimed(found.user_id, found.granted_at) if found else None


def found_account(viewer: Actor, user_id: int | None, at: datetime) -> Found:
    """An account to help, and its cases, the latest first. Nothing of it where `user_id` is None."""
    permissions.see_cases(viewer)
    user = User.objects.filter(pk=user_id).first() if user_id is not None else None
    if user is None or viewer.user_id is None:
        return Found()
    cases = Case.objects.filter(account=user).order_by("-id").values_list("number", "state")[:20]
    locked = limits.spent(WRONG_PASSWORDS, user.email, at=at) >= LOCKS_AFTER if user.email else False
    why_not = permissions.work_on.why_not(viewer, humans.human(viewer.user_id), humans.human(user.pk)) or ""
    return Found("", _account(user), tuple(cases), locked, why_not)


def number_of(viewer: Actor, typed: str) -> str | None:
    """The number of the case that was typed, if there is one."""
    permissions.see_cases(viewer)
    return Case.objects.filter(number=typed.strip().upper()).values_list("number", flat=True).first()


def _account(user: User | None) -> Account | None:
    return Account(user.pk, user.name, user.created_at, masked(user.email)) if user else None


def _proof(proof: Proof, at: datetime) -> ProofFacts:
    person = proof.person
    on = legal_date(at)
    ways = ((proof.passcode_offered, Method.PASSCODE), (proof.questions_offered, Method.QUESTIONS))
    return ProofFacts(
        str(proof.pk),
        proof.get_state_display(),
        [str(Reason(code).label) for code in proof.reasons],
        [str(way.label) for offered, way in ways if offered],
        proof.no_passcode_reason,
        proof.person_id,
        person.crd if person else None,
        registry.legal_names([person.pk], on)[person.pk] if person else "",
        proof.state in OPEN,
    )


def _steps(case: Case) -> list[Step]:
    entries = list(Entry.objects.filter(case=case).order_by("id"))
    keys = {int(entry.by.partition(":")[2]) for entry in entries if entry.by.startswith("account:")}
    names = dict(User.objects.filter(pk__in=keys).values_list("id", "name"))
    return [Step(entry.what, entry.at, _who(entry.by, case, names), entry.note, entry.message) for entry in entries]


def _who(label: str, case: Case, names: dict[int, str]) -> str:
    if not label.startswith("account:"):
        return "the system"
    key = int(label.partition(":")[2])
    return "the person" if key == case.account_id else names.get(key) or f"account {key}"


def _reason(code: str) -> str:
    """A code of why the case was opened (identity's) or decided (the rulebook's) in words."""
    return str(Reason(code).label) if code in Reason.values else rulebook.label("case_reasons", code)
