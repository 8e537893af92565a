"""What casework asks of people."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from finpro.casework import selectors as cases
from finpro.casework.policies import work
from finpro.casework.selectors.requests import LACKING_OF_ONE, lacking
from finpro.kernel import tasks
from finpro.kernel.clock import legal_date
from finpro.kernel.tasks import Action, Ball, Due, Provider, State, Task, Who
from finpro.rulebook import lookup as rulebook


def _mine(who: Who, at: datetime) -> Sequence[Task]:
    # Who stands on the record has nothing left to show.
    asked = who.user_id is not None and who.person_id is None and cases.is_asked(who.user_id)
    return [_ANSWER] if asked else []


def _theirs(people: Sequence[Who], at: datetime) -> Mapping[Who, Sequence[Task]]:
    """Nothing: what the registry asks somebody is not for his or her firm."""
    return {}


_ANSWER = Task(
    key="case.answer",
    source="IDV-12",
    title="Answer the registry’s question",
    why="Your support case waits for you. Until you answer, nothing is decided.",
    action=Action("Answer", "/identity/case"),
    ball=Ball.ME,
    state=State.OPEN,
)

tasks.offer(Provider("case.answer", _mine, _theirs))


def _missing_mine(who: Who, at: datetime) -> Sequence[Task]:
    if who.person_id is None:
        return []
    return _missing(lacking([who.person_id]).get(who.person_id, []), at)


def _missing_theirs(people: Sequence[Who], at: datetime) -> Mapping[Who, Sequence[Task]]:
    found = lacking([who.person_id for who in people if who.person_id is not None])
    return {who: _missing(found[who.person_id], at) for who in people if who.person_id in found}


def _missing(lacks: Sequence[tuple[int, str, date]], at: datetime) -> list[Task]:
    """One task for each firm for whose requests something is missing that the registry does not settle itself."""
    reasons = rulebook.on(legal_date(at)).deficiency_reasons
    firms: dict[int, list[tuple[str, date]]] = {}
    for firm, reason, since in lacks:
        if reason in reasons and reasons[reason].waits_for != "registry":
            firms.setdefault(firm, []).append((reason, since))
    return [
        _lacks(firm, found, [since for reason, since in found if reasons[reason].waits_for == "firm"])
        for firm, found in firms.items()
    ]


def _lacks(firm: int, found: Sequence[tuple[str, date]], deficient: Sequence[date]) -> Task:
    labels = dict.fromkeys(rulebook.label("deficiency_reasons", reason) for reason, _ in found)
    own = any(reason in _ONES_OWN for reason, _ in found)
    return Task(
        key=f"registrations.missing:{firm}",
        source="RV-06",
        title="Something is missing for your registration",
        why=f"With firm CRD {firm}: {'; '.join(labels)}.",
        action=Action("See what is missing", "/me/registrations"),
        ball=Ball.ME if own else Ball.FIRM,
        state=State.OPEN,
        dues=(Due(work.dropped_on(min(deficient)), "A request that stays deficient is dropped then."),)
        if deficient
        else (),
    )


# What the person does, and nobody else can.
_ONES_OWN = frozenset({"EXAM", "PRINTS"})

tasks.offer(Provider("registrations.missing", _missing_mine, _missing_theirs, LACKING_OF_ONE))
