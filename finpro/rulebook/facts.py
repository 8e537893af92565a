"""Facts in, decisions out: one JSON object that puts a case to the system without a database.

Every key is optional. An unknown key or code, a value of the wrong kind or an impossible date is a finding that points
at it; `from_json` gathers them all and raises one `errors.Invalid`. Dates are legal dates, money is USD.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from finpro.kernel import errors
from finpro.rulebook import facts_reader
from finpro.rulebook.decisions import Decision, Decisions, Reason

__all__ = [
    "Credit",
    "Decision",
    "Decisions",
    "Disqualification",
    "Enrolment",
    "ExamResult",
    "Extension",
    "Facts",
    "FirmSettings",
    "Person",
    "PlanDone",
    "Reason",
    "Registration",
    "RegistrationRequest",
    "Request",
    "from_json",
]


@dataclass(frozen=True, slots=True)
class Person:
    date_of_birth: date | None = None
    designations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registration:
    """One registration or request; dates are inclusive and open where None."""

    regulator: str
    category: str
    id: str = ""
    firm: int | None = None
    approved_on: date | None = None
    ended_on: date | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class ExamResult:
    code: str
    on: date
    result: str


@dataclass(frozen=True, slots=True)
class PlanDone:
    """A yearly plan completed for one category: of the Regulatory Element, or of MQP."""

    year: int
    category: str
    completed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    program: str
    year: int
    until: date


@dataclass(frozen=True, slots=True)
class Credit:
    """IAR credits of one course; `component` is PP or EPR."""

    provider: str
    course: str
    component: str
    credits: Decimal
    completed_on: date
    reported_on: date | None = None


@dataclass(frozen=True, slots=True)
class Disqualification:
    kind: str
    from_: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    program: str
    elected_on: date | None = None
    categories: tuple[str, ...] = ()
    paid_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FirmSettings:
    firm: int
    ce_due_on: date | None = None
    reminder_days: tuple[int, ...] | None = None
    pays_iar_ce_fee: bool = False
    flex_balance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RegistrationRequest:
    regulator: str
    category: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a topic asks about. Which of these a topic reads is in the table of topics; the others stay None."""

    year: int | None = None
    accept_risk: bool | None = None
    jurisdiction: str | None = None
    category: str | None = None
    on: date | None = None
    requests: tuple[RegistrationRequest, ...] = ()
    exam: str | None = None
    processed_on: date | None = None
    flex_deficient: bool | None = None
    appointment_on: date | None = None
    changed_at: datetime | None = None
    learned_on: date | None = None
    terminated_on: date | None = None
    filed_on: date | None = None
    statutory_disqualification: bool | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One case. `as_of` is None where the file gives none: the caller says which day then."""

    as_of: date | None = None
    person: Person = Person()
    registrations: tuple[Registration, ...] = ()
    exams: tuple[ExamResult, ...] = ()
    regulatory_element: tuple[PlanDone, ...] = ()
    extensions: tuple[Extension, ...] = ()
    iar_ce: tuple[Credit, ...] = ()
    disqualifications: tuple[Disqualification, ...] = ()
    enrolments: tuple[Enrolment, ...] = ()
    mqp_plans: tuple[PlanDone, ...] = ()
    acknowledgements: tuple[str, ...] = ()
    firms: tuple[FirmSettings, ...] = ()
    request: Request = Request()


def from_json(document: object) -> Facts:
    """Facts of a parsed JSON document. Raises `errors.Invalid` with a JSON Pointer and a reason for each fault."""
    findings: list[errors.Finding] = []
    node = facts_reader.Node(document, "", findings)
    facts = _facts(node)
    if findings:
        raise errors.Invalid("These facts cannot be used. Nothing was decided; correct what is named here.", findings)
    return facts


def _facts(node: facts_reader.Node) -> Facts:
    facts = Facts(
        as_of=node.day("as_of"),
        person=_person(node.child("person")),
        registrations=tuple(map(_registration, node.children("registrations"))),
        exams=tuple(map(_exam, node.children("exams"))),
        regulatory_element=tuple(map(_plan, node.children("regulatory_element"))),
        extensions=tuple(map(_extension, node.children("extensions"))),
        iar_ce=tuple(map(_credit, node.children("iar_ce"))),
        disqualifications=tuple(map(_disqualification, node.children("disqualifications"))),
        enrolments=tuple(map(_enrolment, node.children("enrolments"))),
        mqp_plans=tuple(map(_plan, node.children("mqp_plans"))),
        acknowledgements=node.codes("acknowledgements", "acknowledgements"),
        firms=tuple(map(_firm, node.children("firms"))),
        request=_request(node.child("request")),
    )
    node.close()
    return facts


def _person(node: facts_reader.Node) -> Person:
    person = Person(node.day("date_of_birth"), node.codes("designations", "designations"))
    node.close()
    return person


def _registration(node: facts_reader.Node) -> Registration:
    registration = Registration(
        regulator=node.regulator("regulator"),
        category=node.code("category", "categories"),
        id=node.text("id", required=False),
        firm=node.count("firm"),
        approved_on=node.day("approved_on"),
        ended_on=node.day("ended_on"),
        status=node.code("status", "statuses", required=False),
    )
    node.in_order(registration.approved_on, registration.ended_on, "ended_on")
    node.close()
    return registration


def _exam(node: facts_reader.Node) -> ExamResult:
    exam = ExamResult(node.code("code", "exams"), node.must_day("on"), node.code("result", "exam_results"))
    node.close()
    return exam


def _plan(node: facts_reader.Node) -> PlanDone:
    plan = PlanDone(node.must_count("year"), node.code("category", "categories"), node.day("completed_on"))
    node.close()
    return plan


def _extension(node: facts_reader.Node) -> Extension:
    extension = Extension(node.code("program", "programs"), node.must_count("year"), node.must_day("until"))
    node.close()
    return extension


def _credit(node: facts_reader.Node) -> Credit:
    credit = Credit(
        provider=node.text("provider"),
        course=node.text("course"),
        component=node.code("component", "credit_components"),
        credits=node.must_number("credits"),
        completed_on=node.must_day("completed_on"),
        reported_on=node.day("reported_on"),
    )
    node.close()
    return credit


def _disqualification(node: facts_reader.Node) -> Disqualification:
    event = Disqualification(node.code("kind", "disqualifications"), node.must_day("from"), node.day("until"))
    node.in_order(event.from_, event.until, "until")
    node.close()
    return event


def _enrolment(node: facts_reader.Node) -> Enrolment:
    enrolment = Enrolment(
        program=node.code("program", "programs"),
        elected_on=node.day("elected_on"),
        categories=node.codes("categories", "categories"),
        paid_years=node.counts("paid_years") or (),
    )
    node.close()
    return enrolment


def _firm(node: facts_reader.Node) -> FirmSettings:
    firm = FirmSettings(
        firm=node.must_count("firm"),
        ce_due_on=node.day("ce_due_on"),
        reminder_days=node.counts("reminder_days"),
        pays_iar_ce_fee=bool(node.flag("pays_iar_ce_fee")),
        flex_balance=node.money("flex_balance"),
    )
    node.close()
    return firm


def _wanted(node: facts_reader.Node) -> RegistrationRequest:
    wanted = RegistrationRequest(node.regulator("regulator"), node.code("category", "categories"))
    node.close()
    return wanted


def _request(node: facts_reader.Node) -> Request:
    request = Request(
        year=node.count("year"),
        accept_risk=node.flag("accept_risk"),
        jurisdiction=node.code("jurisdiction", "jurisdictions", required=False) or None,
        category=node.code("category", "categories", required=False) or None,
        on=node.day("on"),
        requests=tuple(map(_wanted, node.children("requests"))),
        exam=node.code("exam", "exams", required=False) or None,
        processed_on=node.day("processed_on"),
        flex_deficient=node.flag("flex_deficient"),
        appointment_on=node.day("appointment_on"),
        changed_at=node.moment("changed_at"),
        learned_on=node.day("learned_on"),
        terminated_on=node.day("terminated_on"),
        filed_on=node.day("filed_on"),
        statutory_disqualification=node.flag("statutory_disqualification"),
    )
    node.close()
    return request
