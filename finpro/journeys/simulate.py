"""A synthetic industry written to the record: deterministic by seed, a batch in a transaction, resumed after a kill."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from finpro.journeys.simulation import firms as simulated_firms
from finpro.journeys.simulation import parameters, people
from finpro.journeys.simulation.people import Cast, Setting
from finpro.kernel import actor, clock, errors
from finpro.registry.services import world as registry
from finpro.registry.services import world_firms as registry_firms

KIND = "simulate"
BATCH = 500  # people in one transaction
MOST_PEOPLE = 5_000_000
DONE = "DONE"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What world is wanted. `firms` 0: as many as the proportions say. `on` None: seen today."""

    people: int
    seed: int
    firms: int = 0
    on: date | None = None

    @property
    def firm_count(self) -> int:
        """How many firms there will be, at least one."""
        return self.firms or max(1, round(self.people / parameters.world().people_per_firm))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run wrote. `new` is false where the same world was there already. `rows` counts this run's rows alone."""

    run_id: int
    people: int
    firms: int
    rows: int
    on: date
    new: bool


def simulate(plan: Plan, *, kind: str = KIND, cast: Cast | None = None, progress: Progress | None = None) -> Outcome:
    """Write the world of a plan, or go on with an interrupted one; done again, the same plan changes nothing.

    Memory stays flat: one batch of people at a time. `progress` is told people written and people wanted.
    Raises Refusal where another world is on the record already, Invalid for a plan that cannot be.
    """
    _check(plan)
    by = actor.system("simulate")
    with transaction.atomic():
        at = clock.now()
        day = plan.on or clock.today()
        run = registry.open_run(
            kind=kind,
            fingerprint=fingerprint(plan, cast),
            options={"people": plan.people, "firms": plan.firm_count, "seed": plan.seed, "on": day.isoformat()},
            by=by,
            at=at,
        )
        day = date.fromisoformat(run.counters["on"])
        setting = people.setting(
            parameters.world(),
            parameters.words(),
            seed=plan.seed,
            people=plan.people,
            firm_count=plan.firm_count,
            on=day,
        )
        if run.state == DONE:
            return Outcome(run.pk, plan.people, plan.firm_count, 0, day, new=False)
        _settle_firms(setting, plan, run.pk, day, by)
    rows = _write_people(setting, plan, run.pk, day, run.cursor, cast, progress, by)
    with transaction.atomic():
        registry.finish_run(run_id=run.pk, by=by, at=clock.now())
    return Outcome(run.pk, plan.people, plan.firm_count, rows, day, new=True)


def fingerprint(plan: Plan, cast: Cast | None = None) -> str:
    """What tells one world from another: the plan, the proportions, the cast; the day only where the plan names it."""
    parts: list[Any] = [
        plan.people,
        plan.seed,
        plan.firm_count,
        plan.on.isoformat() if plan.on else "",
        parameters.digest(),
        {str(number): dict(traits) for number, traits in (cast or {}).items()},
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _check(plan: Plan) -> None:
    if not 1 <= plan.people <= MOST_PEOPLE:
        raise errors.Invalid(f"A world has 1 to {MOST_PEOPLE:,} people. Nothing was written.")
    if not 0 <= plan.firms <= plan.people:
        raise errors.Invalid("A world has at least one firm, and no more firms than people. Nothing was written.")
    if plan.seed < 0:
        raise errors.Invalid("The seed is a whole number from 0. Nothing was written.")


def _settle_firms(setting: Setting, plan: Plan, run_id: int, day: date, by: actor.Actor) -> None:
    """Write the firms, or find those of an interrupted run; either way the industry then knows their keys."""
    firms = setting.industry.firms
    crds = [firm.crd for firm in firms]
    if registry_firms.has_firms(run_id=run_id):
        keys = registry_firms.firm_keys(crds)
    else:
        first = people.FIRST_CRD
        registry.refuse_taken(
            people=range(first, first + plan.people),
            firms=range(simulated_firms.FIRST_CRD, simulated_firms.FIRST_CRD + len(firms)),
        )
        keys = registry_firms.write_firms(run_id=run_id, on=day, firms=firms, by=by, at=clock.now())
    for firm, key, branches in zip(firms, keys.firms, keys.branches, strict=True):
        firm.id = key
        firm.branches = [branch._replace(id=own) for branch, own in zip(firm.branches, branches, strict=True)]


def _write_people(
    setting: Setting,
    plan: Plan,
    run_id: int,
    day: date,
    cursor: int,
    cast: Cast | None,
    progress: Progress | None,
    by: actor.Actor,
) -> int:
    rows = 0
    while cursor < plan.people:
        last = min(cursor + BATCH, plan.people)
        sheet = people.batch(setting, cursor, last, cast)
        with transaction.atomic():
            rows += registry.write_people(run_id=run_id, on=day, sheet=sheet, cursor=last, by=by, at=clock.now())
        cursor = last
        if progress:
            progress(cursor, plan.people)
    return rows
