"""Whether somebody is qualified for a registration (RG-01 to RG-03, EX-02 to EX-07), from facts alone.

A person is `qualified`, `needs_exam` (the reasons name it), or `blocked`: no exam would help.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from finpro.kernel.days import spelled
from finpro.registry.policies import disqualification, validity
from finpro.registry.policies.validity import SIE, Standing
from finpro.rulebook import lookup as rulebook
from finpro.rulebook.decisions import Decision, Decisions, Reason
from finpro.rulebook.facts import Facts, RegistrationRequest

AGENT, ADVISER = "AG", "RA"
# Held in the same stretch of registration they stand for Series 7 beside Series 66 (forms.md 1.5).
_AS_SERIES_7 = frozenset({"GS", "TR", "TS"})


@dataclass(frozen=True, slots=True)
class Qualification:
    """The decision on one request, and the exams that are missing."""

    decision: Decision
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a set of exams comes to: the missing ones, and a reason for each exam."""

    missing: tuple[str, ...]
    reasons: tuple[Reason, ...]


def decide(facts: Facts, as_of: date) -> Decisions:
    """Topic `registration`: one decision for each request, `regulator/category` its subject."""
    found = tuple(assess(facts, wanted, as_of).decision for wanted in facts.request.requests)
    return Decisions("registration", as_of, found)


def assess(facts: Facts, wanted: RegistrationRequest, as_of: date) -> Qualification:
    """Whether the person is qualified for one regulator and category on that day."""
    subject = f"{wanted.regulator}/{wanted.category}"
    barred = _blocked(facts, wanted, as_of)
    if barred:
        return Qualification(Decision(subject, "blocked", reasons=barred))
    if wanted.category == AGENT:
        found = _agent(facts, wanted.regulator, as_of)
    elif wanted.category == ADVISER:
        found = _adviser(facts, as_of)
    else:
        found = _category(facts, wanted.category, as_of)
    beside = _beside(facts, wanted, as_of)
    needs = tuple(
        Reason("RG-03", False, f"{exam} is missing: the need for it is posted, and a window opens.")
        for exam in found.missing
    )
    if beside and not beside.holds and not found.missing:
        return Qualification(Decision(subject, "blocked", reasons=(*found.reasons, beside)))
    outcome = "needs_exam" if found.missing else "qualified"
    reasons = (*found.reasons, *((beside,) if beside else ()), *needs)
    return Qualification(Decision(subject, outcome, reasons=reasons), found.missing)


def _blocked(facts: Facts, wanted: RegistrationRequest, as_of: date) -> tuple[Reason, ...]:
    barred = disqualification.disqualified(facts, as_of)
    if barred:
        events = tuple(Reason("SD-01", False, decision.reasons[0].text) for decision in barred)
        text = "While the person is disqualified no registration is approved; Rule 9520 shows the way."
        return (*events, Reason("SD-03", False, text))
    rules = rulebook.on(as_of)
    category, state = rules.categories.get(wanted.category), rules.jurisdictions.get(wanted.regulator)
    if category is None or not category.requestable:
        text = f"{wanted.category} cannot be asked for; it stands on old records only."
        return (Reason("U4-REG-03", False, text),)
    refused = state and (
        (wanted.category == AGENT and not state.accepts_ag) or (wanted.category == ADVISER and not state.accepts_ra)
    )
    if refused or (state is None) == (category.kind == "jurisdiction"):
        return (Reason("U4-REG-03", False, f"{wanted.regulator} does not register the category {wanted.category}."),)
    return ()


def _agent(facts: Facts, state: str, as_of: date) -> _Found:
    """RG-01: Series 63, or Series 66 with Series 7, save where the state asks for neither."""
    jurisdiction = rulebook.on(as_of).jurisdictions[state]
    if not jurisdiction.requires_s63:
        return _Found((), (Reason("RG-01", True, f"{jurisdiction.name} asks agents for no Series 63."),))
    told = _told(facts, "S63", as_of)
    if told.holds:
        return _Found((), (told, Reason("RG-01", True, "Series 63 is valid.")))
    both, reasons = _series_66(facts, as_of)
    if both:
        return _Found((), (*reasons, Reason("RG-01", True, "Series 66 with Series 7 stands for Series 63.")))
    text = f"{jurisdiction.name} asks agents for Series 63, or Series 66 with Series 7."
    return _Found(("S63",), (told, *reasons, Reason("RG-01", False, text)))


def _adviser(facts: Facts, as_of: date) -> _Found:
    """RG-02: any one of five ways."""
    told = _told(facts, "S65", as_of)
    if told.holds:
        return _Found((), (told, Reason("RG-02", True, "Series 65 is valid.")))
    both, reasons = _series_66(facts, as_of)
    if both:
        return _Found((), (*reasons, Reason("RG-02", True, "Series 66 with Series 7 stands for Series 65.")))
    designations = rulebook.on(as_of).designations
    for code in facts.person.designations:
        if code in designations and designations[code].qualifies_ra:
            text = f"The designation {code} stands for Series 65."
            return _Found((), (Reason("RG-02", True, text),))
    years = rulebook.on(as_of).number("exam_validity_years")
    for one in facts.registrations:
        held = one.category == ADVISER and one.approved_on is not None and one.approved_on <= as_of
        if held and (one.ended_on is None or as_of <= validity.years_after(one.ended_on, years)):
            text = f"An adviser registration with {one.regulator} was approved within the last {years} years."
            return _Found((), (Reason("RG-02", True, text),))
    text = "None of Series 65, Series 66 with Series 7, a recognised designation or a recent registration is there."
    return _Found(("S65",), (told, *reasons, Reason("RG-02", False, text)))


def _series_66(facts: Facts, as_of: date) -> tuple[bool, tuple[Reason, ...]]:
    """Whether Series 66 counts: it needs Series 7, or a registration that stands for it."""
    own = validity.best(facts, "S66", as_of)
    if own is None:
        return False, ()
    if not own.valid:
        return False, own.reasons
    for one in facts.registrations:
        if one.category in _AS_SERIES_7 and validity.in_force(one, as_of):
            return True, (*own.reasons, Reason("EX-07", True, f"{one.category} is held, which stands for Series 7."))
    seven, sie = _told(facts, "S7TO", as_of), _told(facts, SIE, as_of)
    return seven.holds and sie.holds, (*own.reasons, seven, sie)


def _category(facts: Facts, code: str, as_of: date) -> _Found:
    """The set of exams of which the fewest are missing; each exam with what must be passed beside it (EX-02)."""
    category = rulebook.on(as_of).categories[code]
    if not category.qualifying_exams:
        return _Found((), (Reason("RG-03", True, f"{category.name} needs no exam."),))
    found = [_set(facts, exams, as_of) for exams in category.qualifying_exams]
    return min(found, key=lambda one: len(one.missing))


def _set(facts: Facts, exams: tuple[str, ...], as_of: date) -> _Found:
    told = {exam: _told(facts, exam, as_of) for exam in exams}
    for exam in exams:
        alternatives = rulebook.on(as_of).exams[exam].corequisites if exam in rulebook.on(as_of).exams else ()
        if alternatives:
            beside = [[(code, _told(facts, code, as_of)) for code in one] for one in alternatives]
            told.update(min(beside, key=_lacking))
    missing = tuple(exam for exam, reason in told.items() if not reason.holds)
    reasons = tuple(told.values())
    if missing and len(missing) < len(told):
        reasons += (Reason("EX-02", False, "All of these are needed, in whichever order they are taken."),)
    return _Found(missing, reasons)


def _lacking(told: Iterable[tuple[str, Reason]]) -> int:
    return sum(not reason.holds for _code, reason in told)


def _told(facts: Facts, exam: str, as_of: date) -> Reason:
    """Whether the exam counts, and why: by its own result, or by a registration that cannot be had without it."""
    best = validity.best(facts, exam, as_of)
    if best is not None and best.valid:
        return best.reasons[-1]
    years = rulebook.on(as_of).number("sie_validity_years" if exam == SIE else "exam_validity_years")
    for one in facts.registrations:
        if one.category not in _granting(exam) or one.approved_on is None or one.approved_on > as_of:
            continue
        if validity.in_force(one, as_of):
            return Reason("EX-07", True, f"{one.category} with {one.regulator} is held, which stands for {exam}.")
        if one.ended_on is not None and as_of <= validity.years_after(one.ended_on, years):
            ended = f"{one.category} with {one.regulator} ended on {spelled(one.ended_on)}"
            text = f"{ended}, no more than {years} years ago: {exam} counts."
            return Reason("EX-04", True, text)
    return _not_there(exam, best)


def _not_there(exam: str, best: Standing | None) -> Reason:
    if best is not None:
        return best.reasons[-1]
    return Reason("EX-03", False, f"No pass of {exam}, nor credit for it, is on record.")


@lru_cache(maxsize=256)
def _granting(exam: str) -> frozenset[str]:
    """The categories that nobody has without this exam."""
    found = set()
    for category in rulebook.latest("categories").values():
        sets = getattr(category, "qualifying_exams", ())
        if sets and all(exam in exams for exams in sets):
            found.add(category.code)
    return frozenset(found)


def _beside(facts: Facts, wanted: RegistrationRequest, as_of: date) -> Reason | None:
    """RG-07: the category that must be held, or asked for together, besides the exam."""
    needed = rulebook.on(as_of).categories[wanted.category].with_categories
    if not needed:
        return None
    names = " or ".join(needed)
    held = any(one.category in needed and validity.in_force(one, as_of) for one in facts.registrations)
    asked = any(one.category in needed for one in facts.request.requests)
    if held or asked:
        return Reason("RG-07", True, f"{names} is {'held' if held else 'asked for'} besides.")
    return Reason("RG-07", False, f"{wanted.category} needs {names} besides, held or asked for.")
