"""Forms of the demo world: what each list holds on the first visit, and that little is left of one to finish."""

from pathlib import Path
from typing import Any

import pytest

from finpro.access import selectors as access
from finpro.accounts.adapters import demo
from finpro.casework.models import Letter
from finpro.filings.enums import State
from finpro.filings.models import Filing
from finpro.filings.policies.signing import Wish
from finpro.filings.selectors import signing
from finpro.journeys import apply_filing, demo_answers, demo_forms, demo_world, simulate
from finpro.journeys.simulation import firms
from finpro.kernel import clock
from finpro.kernel.actor import Hat
from finpro.registry.models import RegistrationRequest
from finpro.worklist import selectors as worklist

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small world with its forms."""
    monkeypatch.setattr(demo_world, "PLAN", simulate.Plan(people=30, seed=1990, firms=6))
    settings.FINPRO = {**settings.FINPRO, "home": tmp_path, "demo_records": "", "demo": True}
    demo_world.prepare()


def acting(mailbox: str) -> Any:
    """The actor that a persona is."""
    (persona,) = [one for one in demo_world.PERSONAS if one.mailbox == mailbox]
    user_id = demo.account_of(persona.email)
    assert user_id is not None
    grants = access.list_grants(user_id)
    return access.actor(user_id, grants, persona.hat, grants[0].crd if persona.hat is Hat.FIRM else None)


def form_of(hire: demo_answers.Hire) -> Filing:
    return Filing.objects.get(person__names__last=hire.last)


def plan_of(hire: demo_answers.Hire) -> Any:
    """The form as it would be signed now."""
    return signing.plan(form_of(hire), Wish(), clock.now())


def test_there_is_a_form_in_each_state_that_asks_somebody_for_something() -> None:
    at_firm = Filing.objects.filter(firm__crd=firms.FIRST_CRD).order_by("pk").values_list("state", flat=True)
    assert list(at_firm) == [State.REP_EDITING, State.PENDING_REP_SIGNATURE, State.ACCEPTED, State.DRAFT]
    elsewhere = Filing.objects.exclude(firm__crd=firms.FIRST_CRD)
    assert [(one.firm.crd, one.state) for one in elsewhere] == [(firms.FIRST_CRD + demo_world.PAPER_FIRM, State.DRAFT)]


def test_of_the_one_to_finish_little_is_left() -> None:
    left = {finding.pointer for finding in plan_of(demo_answers.FILLS_IN).open_points}
    assert left == {"/fingerprints/barcode", "/identifying/hair_color", "/identifying/eye_color", "/residences/0/from"}


def test_the_one_to_sign_on_paper_is_complete() -> None:
    plan = plan_of(demo_answers.ON_PAPER)
    assert not plan.open_points
    assert plan.on_paper
    assert plan.why_not_sign(on_paper=True) == ""


@pytest.mark.parametrize(
    ("mailbox", "task"),
    [
        ("newhire", "Complete Form U4"),
        ("signer", "Sign Form U4"),
        ("applicant", "Something is missing for your registration"),
    ],
)
def test_each_new_hire_has_a_task(mailbox: str, task: str) -> None:
    assert [one.title for one in worklist.list_tasks(acting(mailbox), clock.now())] == [task]


def test_the_registry_has_a_deficient_request_and_waits_for_an_answer() -> None:
    request = RegistrationRequest.objects.get()
    assert request.person.names.get(ends_on=None, kind="LEGAL").last == demo_answers.WAITS.last
    assert request.state == "DEFICIENT"
    letter = Letter.objects.get()
    assert letter.request == request
    assert letter.closed_at is None


def test_what_the_worker_finds_waiting_is_done_already() -> None:
    before = list(Filing.objects.order_by("pk").values_list("state", "receipt"))
    Filing.objects.get(state=State.ACCEPTED)
    apply_filing.process(filing_id=Filing.objects.get(state=State.ACCEPTED).pk)
    apply_filing.decide_request(request_id=RegistrationRequest.objects.get().pk)
    assert list(Filing.objects.order_by("pk").values_list("state", "receipt")) == before
    assert RegistrationRequest.objects.get().state == "DEFICIENT"


def test_a_world_in_which_it_cannot_be_done_goes_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    count = Filing.objects.count()
    monkeypatch.setattr(demo_forms, "KEY", "demo:forms:again")
    demo_world.prepare()
    assert Filing.objects.count() == count
