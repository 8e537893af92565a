"""Forms U4 of the demo world, in several states, so that every list of forms shows something on the first visit.

Made once, by the journeys that people use, each verb by who would do it. The answers stand in demo_answers.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog

from finpro.access import selectors as access
from finpro.accounts.enums import Way
from finpro.casework.services import Written
from finpro.filings import services as filings
from finpro.filings.enums import Access
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors import signing
from finpro.journeys import (
    apply_filing,
    decide_registration,
    demo_answers,
    draft_filing,
    prove_identity,
    sign_filing,
    submit_filing,
)
from finpro.journeys.sign_filing import FirmSigns
from finpro.kernel import actor, clock, errors, jobs
from finpro.kernel.actor import Actor, Hat
from finpro.registry import selectors as record
from finpro.registry.enums import REQUEST_OPEN
from finpro.registry.policies.filed import LegalName
from finpro.registry.selectors import world
from finpro.signatures import selectors as envelopes
from finpro.signatures.policies import Shown

log = structlog.get_logger("finpro.demo")
BY = actor.system("demo")
KEY = "demo:forms"
# What is usually open to the person, less than that, so that little is left to do.
OPEN = ("identifying", "residences", "employments", "disclosure")
LETTER = Written(
    "PRINTS",
    "The fingerprints of the person have not come in. Please have them taken, and tell us here when the card was sent.",
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts, by key of the account. The persons are bound to no record yet; `amended` is the CRD number of somebody
    at the firm, about whom an amendment is begun."""

    filer: int
    on_paper: int
    staff: int
    fills_in: int
    signs: int
    waits: int
    firm: int
    paper_firm: int
    amended: int


def begin(cast: Cast) -> None:
    """Make the forms, unless that was done before. A world in which it cannot be done goes without them."""
    at = clock.now()
    try:
        with jobs.effect(KEY, at=at) as fresh:
            if fresh:
                _begin(cast, at)
    except errors.FinproError as refused:
        log.warning("demo without forms", code=refused.code)


def _begin(cast: Cast, at: datetime) -> None:
    filer = _member(cast.filer, cast.firm)
    _one_that_the_person_fills_in(cast, filer, at)
    _one_that_waits_for_the_signature(cast, filer, at)
    _one_whose_request_is_deficient(cast, filer, at)
    _one_to_sign_on_paper(cast, at)
    draft_filing.create(crd=cast.amended, last=world.given_name(cast.amended).rpartition(" ")[2], by=filer, at=at)


def _one_that_the_person_fills_in(cast: Cast, filer: Actor, at: datetime) -> None:
    """Nearly done: a home, two answers on looks, and the bar code of the prints are left."""
    crd, filing = _hire(demo_answers.FILLS_IN, filer, at)
    _bind(cast.fills_in, crd, at)
    _answer(filing, demo_answers.FILLS_IN, filer, at)
    draft_filing.give_access(filing_id=filing, access=Access.PARTIAL, chosen=OPEN, tell=True, by=filer, at=at)
    draft_filing.comment(filing_id=filing, section="residences", text=demo_answers.COMMENT, by=filer, at=at)


def _one_that_waits_for_the_signature(cast: Cast, filer: Actor, at: datetime) -> None:
    crd, filing = _hire(demo_answers.SIGNS, filer, at)
    _bind(cast.signs, crd, at)
    _answer(filing, demo_answers.SIGNS, filer, at)
    sign_filing.send(filing_id=filing, wish=Wish(), by=filer, at=at)


def _one_whose_request_is_deficient(cast: Cast, filer: Actor, at: datetime) -> None:
    """Filed and accepted; the rules have found what is missing, and the registry has written to the firm."""
    crd, filing = _hire(demo_answers.WAITS, filer, at)
    person = _bind(cast.waits, crd, at)
    _answer(filing, demo_answers.WAITS, filer, at)
    sign_filing.send(filing_id=filing, wish=Wish(), by=filer, at=at)
    _sign(filing, demo_answers.WAITS, cast.waits, filer, at)
    submit_filing.submit(filing_id=filing, key=KEY, by=filer, at=at)
    # Here and now, so that the first visit finds it; the jobs that were stored find it done.
    apply_filing.process(filing_id=filing)
    staff = _actor(cast.staff, Hat.STAFF)
    for request in record.waiting_requests(person, REQUEST_OPEN):
        apply_filing.decide_request(request_id=request)
        decide_registration.ask(request_id=request, written=LETTER, reason="PRINTS", about="", by=staff, at=clock.now())


def _one_to_sign_on_paper(cast: Cast, at: datetime) -> None:
    """Complete, at a firm that has not turned electronic signatures on."""
    filer = _member(cast.on_paper, cast.paper_firm)
    _crd, filing = _hire(demo_answers.ON_PAPER, filer, at)
    _answer(filing, demo_answers.ON_PAPER, filer, at)


def _hire(hire: demo_answers.Hire, filer: Actor, at: datetime) -> tuple[int, int]:
    """Put somebody on the record and begin a form about him or her: the CRD number, and the filing's key."""
    name = LegalName(hire.first, hire.middle, hire.last)
    who = draft_filing.Newcomer(name, hire.born_on, hire.ssn)
    crd = draft_filing.create_person(who=who, by=filer, at=at)
    return crd, draft_filing.create(crd=crd, last=hire.last, by=filer, at=at)


def _answer(filing: int, hire: demo_answers.Hire, filer: Actor, at: datetime) -> None:
    on = clock.legal_date(at)
    firm = record.names_of_firms([filer.firm_id or 0], on)[filer.firm_id or 0]
    for list_path, values in demo_answers.rows(hire, firm, on):
        draft_filing.add_row(filing_id=filing, list_path=list_path, values=values, by=filer, at=at)
    # None of these is answered by the record of somebody who is new.
    changes = [filings.Change(path, value, 0) for path, value in demo_answers.answers(hire, on).items()]
    draft_filing.save(filing_id=filing, changes=changes, by=filer, at=at)


def _sign(filing: int, hire: demo_answers.Hire, user_id: int, filer: Actor, at: datetime) -> None:
    person = _actor(user_id, Hat.PERSON)
    live = envelopes.live_envelope(person, signing.subject_of(filing))
    if live is None:
        raise errors.NotFound("Nothing waits for the signature.")
    shown = Shown(Way.DEMO.value, at, "127.0.0.1", "Demonstration")
    sign_filing.sign(
        filing_id=filing, envelope_id=live.id, name=hire.full_name, consent=True, shown=shown, by=person, at=at
    )
    signs = FirmSigns(name="Fay Filer", consent=True)
    sign_filing.sign_for_firm(filing_id=filing, wish=Wish(), signs=signs, shown=shown, by=filer, at=at)


def _bind(user_id: int, crd: int, at: datetime) -> int:
    person = world.person_id(crd)
    prove_identity.give(user_id=user_id, person_id=person, by=BY, at=at)
    return person


def _member(user_id: int, firm_crd: int) -> Actor:
    return _actor(user_id, Hat.FIRM, firm_crd)


def _actor(user_id: int, hat: Hat, firm_crd: int | None = None) -> Actor:
    found = access.actor(user_id, access.list_grants(user_id), hat, firm_crd)
    if found is None:
        raise errors.NotFound("The account of the demonstration acts for nobody any more.")
    return found
