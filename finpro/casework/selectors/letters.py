"""Letters about requests: for the registry with what can be done, for firm and person as they were sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from finpro.casework import permissions
from finpro.casework.models import Letter
from finpro.casework.policies import letters
from finpro.casework.selectors.conflicts import why_not_work
from finpro.casework.selectors.people import names_of
from finpro.kernel import errors
from finpro.kernel.actor import Actor, Hat
from finpro.kernel.clock import legal_date
from finpro.registry import selectors as registry
from finpro.registry.models import RegistrationRequest
from finpro.rulebook import lookup as rulebook
from finpro.ui.filters import as_date

PAGE = 25


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter in a list. `outcome` is "" while it is open; `answers` counts those of the firm."""

    number: str
    heading: str
    request: int
    firm_crd: int
    crd: int
    name: str
    sent_at: datetime
    answer_by: date
    answers: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the firm wrote. `who` is a name to the firm and the registry, "the firm" to the person."""

    at: datetime
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter. `deficiency` is what it is about; `why_not` says why the viewer may not act on it, "" where he or she
    may."""

    line: LetterLine
    text: str
    regulator: str
    category: str
    deficiency: int
    reason: str
    firm: str
    answers: Sequence[Answer]
    closed_at: datetime | None
    why_not: str


@dataclass(frozen=True, slots=True)
class Letters:
    """A page of a firm's letters, the latest first; `open` counts all that wait for an answer or its acceptance."""

    lines: Sequence[LetterLine]
    open: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter to begin with. `text` is filled in as far as the record tells; `open` are the names left in braces."""

    template: str
    title: str
    reason: str
    about: str
    text: str
    open: Sequence[str]


def letter_page(viewer: Actor, number: str, at: datetime) -> LetterPage:
    """One letter, for those of the registry, for the firm that got it, and for the person whom it is about.

    Raises NotFound for anybody else, and where there is none.
    """
    row = _rows().select_related("deficiency").filter(number=number.strip().upper()).first()
    if row is None or not _may_see(viewer, row):
        raise errors.NotFound(permissions.NO_LETTER)
    on = legal_date(at)
    request = row.request
    names = registry.legal_names([request.person_id], on)
    staff = viewer.hat is Hat.STAFF
    said = list(row.answers.order_by("id"))
    who = names_of(one.by for one in said)
    why_not = (
        why_not_work(viewer, request.person_id, request.firm_id)
        if staff
        else permissions.answer_letters.why_not(viewer) or ""
    )
    return LetterPage(
        _line(row, names),
        row.text,
        request.regulator,
        request.category,
        row.deficiency_id,
        row.deficiency.reason,
        registry.names_of_firms([request.firm_id], on)[request.firm_id],
        [Answer(one.at, "the firm" if viewer.hat is Hat.PERSON else who[one.by], one.text) for one in said],
        row.closed_at,
        why_not,
    )


def firm_letters(viewer: Actor, at: datetime, page: int = 1) -> Letters:
    """The letters to the viewer's firm, what is open first. Raises NotFound for whoever may not see them."""
    permissions.see_firm_registrations(viewer)
    found = Letter.objects.filter(request__firm=viewer.firm_id)
    total = found.aggregate(total=Count("id"), open=Count("id", filter=Q(closed_at=None)))
    pages = max(1, -(-total["total"] // PAGE))
    shown = min(max(page, 1), pages)
    rows = list(_rows().filter(request__firm=viewer.firm_id).order_by("outcome", "-id")[(shown - 1) * PAGE :][:PAGE])
    names = registry.legal_names({row.request.person_id for row in rows}, legal_date(at))
    return Letters([_line(row, names) for row in rows], total["open"], shown, pages)


def letters_of(requests: Iterable[int], on: date) -> Mapping[int, Sequence[LetterLine]]:
    """The letters about each request, the latest first, in two queries. For those who may see the requests."""
    rows = list(_rows().filter(request__in=list(requests)).order_by("-id"))
    names = registry.legal_names({row.request.person_id for row in rows}, on) if rows else {}
    found: dict[int, list[LetterLine]] = {}
    for row in rows:
        found.setdefault(row.request_id, []).append(_line(row, names))
    return found


def count_letters(viewer: Actor) -> int:
    """How many letters to the viewer's firm wait for a first answer; 0 for whoever cannot give it."""
    if not permissions.answer_letters.ok(viewer):
        return 0
    return Letter.objects.filter(request__firm=viewer.firm_id, closed_at=None, answers=None).count()


def draft_letter(viewer: Actor, request_id: int, template: str, about: str, at: datetime) -> Draft:
    """A letter about a request, filled in from a template. Raises Forbidden, NotFound where one of the two is none."""
    permissions.see_registrations(viewer)
    row = RegistrationRequest.objects.select_related("person", "firm").filter(pk=request_id).first()
    on = legal_date(at)
    rules = rulebook.on(on)
    found = rules.letters.get(template)
    if row is None or found is None:
        raise errors.NotFound(permissions.NO_WORK)
    category = rules.categories.get(row.category)
    values = {
        "person": registry.legal_names([row.person_id], on)[row.person_id],
        "crd": str(row.person.crd),
        "firm": registry.names_of_firms([row.firm_id], on)[row.firm_id],
        "firm_crd": str(row.firm.crd),
        "regulator": rulebook.regulator_name(row.regulator),
        "category": f"{category.name} ({row.category})" if category else row.category,
        "asked_on": as_date(row.requested_at),
        "about": letters.about(about),
        "answer_by": as_date(letters.answer_by(on)),
        "difference_days": str(rules.number("difference_days")),
    }
    text = letters.fill(found.text, values)
    return Draft(template, found.title, found.reason, about, text, letters.blanks(text))


def _rows() -> QuerySet[Letter]:
    return Letter.objects.select_related("request__person", "request__firm").annotate(said=Count("answers"))


def _line(row: Letter, names: Mapping[int, str]) -> LetterLine:
    request = row.request
    return LetterLine(
        row.number,
        row.heading,
        row.request_id,
        request.firm.crd,
        request.person.crd,
        names.get(request.person_id, ""),
        row.sent_at,
        row.answer_by,
        row.said,  # type: ignore[attr-defined]  # annotated by _rows
        row.outcome,
    )


def _may_see(viewer: Actor, row: Letter) -> bool:
    request = row.request
    return (
        permissions.see_registrations.ok(viewer)
        or (viewer.hat is Hat.FIRM and viewer.firm_id == request.firm_id and viewer.may("roster.view"))
        or (viewer.hat is Hat.PERSON and viewer.person_id == request.person_id)
    )
