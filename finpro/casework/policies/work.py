"""Work on the record: how it is named, what is looked at for a request, and by when what happens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from finpro.casework.enums import Decision, Work
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.schema import ChecklistPoint

# Steps of a history that are decisions of a request.
DECIDED = tuple(decision.lower() for decision in Decision)
_SUBJECTS = {Work.REQUEST: "request", Work.MATCH: "report", Work.DIFFERENCE: "disclosure"}


@dataclass(frozen=True, slots=True)
class Clock:
    """A day that governs: `what` happens, on the legal date `on`, and the sentence why."""

    what: str
    on: date
    rule: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What decides which points of a checklist fit a request. `disclosure`: the person has something to tell of."""

    regulator: str
    category: str
    temporary: bool
    disclosure: bool


def subject_of(kind: Work, key: int) -> str:
    """The text that names a piece of work in assignments, steps and events: `request:12`."""
    return f"{_SUBJECTS[kind]}:{key}"


def named(subject: str) -> tuple[Work | None, int]:
    """The kind and key that a text names; None and 0 where it names nothing."""
    word, _, key = subject.partition(":")
    kinds = {word: kind for kind, word in _SUBJECTS.items()}
    return (kinds[word], int(key)) if word in kinds and key.isascii() and key.isdecimal() else (None, 0)


def checklist(asked: Asked, on: date) -> list[ChecklistPoint]:
    """What somebody looks at before the request is decided, in the order of the rulebook's figures."""
    words = _fits(asked, on)
    found = [point for point in rulebook.on(on).checklists.values() if point.fits in words]
    return sorted(found, key=lambda point: (point.place, point.code))


def _fits(asked: Asked, on: date) -> Collection[str]:
    rules = rulebook.on(on)
    words = {"every"}
    if asked.regulator in rules.sros:
        words.add("sro")
    if asked.category == "AG":
        words.add("agent")
    if asked.category == "RA":
        words.add("adviser")
    category = rules.categories.get(asked.category)
    if category is not None and category.kind == "principal":
        words.add("principal")
    if asked.temporary:
        words.add("temporary")
    if asked.disclosure:
        words.add("disclosure")
    return words


def clocks(
    *, requested_on: date, deficient_since: date | None, prints_open: bool, difference_since: date | None
) -> Sequence[Clock]:
    """The days that govern an undecided request, the earliest first. Figures are those of the day each began."""
    found = []
    verify = _days("u4_verification_days", requested_on)
    found.append(
        Clock(
            "The firm has verified the form",
            requested_on + verify,
            "RV-04",
            f"{verify.days} days after it was filed the firm must have compared it with public records.",
        )
    )
    if prints_open:
        days = _days("prints_days", requested_on)
        found.append(
            Clock(
                "Fingerprints are in",
                requested_on + days,
                "RV-05",
                f"{days.days} days after the form was filed; without a card the registration becomes inactive.",
            )
        )
    if deficient_since is not None:
        days = _days("deficient_purge_days", deficient_since)
        found.append(
            Clock(
                "The request is dropped",
                dropped_on(deficient_since),
                "RV-06",
                f"{days.days} days after something was found missing, unless it is cured.",
            )
        )
    if difference_since is not None:
        days = _days("difference_days", difference_since)
        found.append(
            Clock(
                "Regulators are told of the difference",
                difference_since + days,
                "RV-03",
                f"{days.days} days after two firms’ reports of one event began to differ.",
            )
        )
    return sorted(found, key=lambda clock: (clock.on, clock.what))


def dropped_on(deficient_since: date) -> date:
    """The day on which a request that stays deficient is dropped (rule RV-06)."""
    return deficient_since + _days("deficient_purge_days", deficient_since)


def _days(code: str, on: date) -> timedelta:
    return timedelta(days=rulebook.on(on).number(code))
