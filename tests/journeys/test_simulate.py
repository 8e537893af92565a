"""`finpro simulate`: the drawn world is on the record, once, whatever happens in between."""

import json
from datetime import date
from typing import Any

import pytest
import typer
from django.conf import settings
from django.db import connection
from typer.testing import CliRunner

from finpro.audit.models import Event
from finpro.journeys import simulate
from finpro.journeys.simulation import firms, parameters, people, personal
from finpro.kernel import errors
from finpro.portals.console import simulate as command
from finpro.registry import models
from finpro.registry.policies import ssn
from finpro.registry.services import world as registry

ON = date(2026, 11, 23)
PLAN = simulate.Plan(people=45, seed=3, firms=5, on=ON)

TABLES = {
    **{name: (model, columns) for name, (model, columns) in registry.LAYOUT.items()},
    **registry.PARENTS,
    **{name: (model, columns[1:]) for name, (_, model, columns) in registry.CHILDREN.items()},
}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "BATCH", 20)


def drawn() -> tuple[people.Setting, Any]:
    setting = people.setting(
        parameters.world(), parameters.words(), seed=PLAN.seed, people=PLAN.people, firm_count=5, on=ON
    )
    return setting, people.batch(setting, 0, PLAN.people)


def counts() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'registry_%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def statuses_on_record() -> list[tuple[Any, ...]]:
    return sorted(
        models.RegistrationStatus.objects.values_list(
            "person__crd", "registration__regulator", "registration__category", "starts_on", "status"
        )
    )


def statuses_of(sheet: Any) -> list[tuple[Any, ...]]:
    crd = {row[0]: row[1] for row in sheet.people}
    return sorted(
        (crd[person], sheet.registrations[number][4], sheet.registrations[number][5], start, status)
        for person, number, start, _, status in sheet.statuses
    )


@pytest.mark.django_db
def test_every_drawn_row_is_on_the_record() -> None:
    outcome = simulate.simulate(PLAN)
    _, sheet = drawn()
    assert outcome.new
    assert outcome.rows == sheet.count()
    for name, (model, _) in TABLES.items():
        assert model.objects.count() == len(getattr(sheet, name)), name
    assert statuses_on_record() == statuses_of(sheet)
    names = models.PersonName.objects.values_list("person__crd", "kind", "full", "starts_on", "ends_on")
    crd = {row[0]: row[1] for row in sheet.people}
    assert sorted(names, key=repr) == sorted(((crd[r[0]], r[3], r[8], r[1], r[2]) for r in sheet.names), key=repr)


@pytest.mark.django_db
def test_firms_have_their_names_addresses_and_branches() -> None:
    simulate.simulate(PLAN)
    setting, _ = drawn()
    for firm in setting.industry.firms:
        row = models.Firm.objects.get(crd=firm.crd)
        assert not row.is_stub
        assert row.names.get(ends_on=None).name == firm.name
        assert row.addresses.get().city == firm.branches[0].city
        assert row.branches.count() == len(firm.branches)
        assert bool(row.bd_sec_number) is (firm.kind != "adviser")
    located = models.Office.objects.exclude(branch=None).values_list("firm_id", "branch__firm_id")
    assert located
    assert all(firm == owner for firm, owner in located)


@pytest.mark.django_db
def test_numbers_are_sealed_and_found_again() -> None:
    simulate.simulate(PLAN)
    keys = ssn.keys(settings.FINPRO["seal_keys"], settings.FINPRO["ssn_lookup_key"])
    number = personal.ssn(PLAN.seed, 7)
    person = models.Person.objects.get(ssn_lookup=ssn.lookup(number, keys))
    assert person.crd == people.FIRST_CRD + 7
    assert ssn.unseal(bytes(person.ssn_sealed), keys) == number


@pytest.mark.django_db
def test_without_a_key_nothing_is_written(settings: Any) -> None:
    settings.FINPRO = {**settings.FINPRO, "seal_keys": ""}
    with pytest.raises(errors.Refusal, match="FINPRO_SEAL_KEYS"):
        simulate.simulate(PLAN)
    assert not models.Person.objects.exists()


@pytest.mark.django_db
def test_every_row_names_its_source_and_history_has_a_copy_with_its_context() -> None:
    outcome = simulate.simulate(PLAN)
    assert set(models.Source.objects.values_list("run_id", "kind")) == {(outcome.run_id, "SIMULATION")}
    sources = models.Registration.objects.values_list("person__crd", "source__crd")
    assert all(person == source for person, source in sources)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT c.id), min(c.metadata->>'import_run') FROM registry_registrationevent e "
            "JOIN pghistory_context c ON c.id = e.pgh_context_id"
        )
        assert cursor.fetchone() == (models.Registration.objects.count(), 3, str(outcome.run_id))


@pytest.mark.django_db
def test_one_event_a_batch_and_one_for_beginning_and_end() -> None:
    outcome = simulate.simulate(PLAN)
    events = Event.objects.filter(subject=f"import_run:{outcome.run_id}").order_by("pk").values_list("tag", "data")
    assert [tag.rpartition(":")[2] for tag, _ in events] == ["firms_written", *["people_written"] * 3, "finished"]
    assert sum(data["people"] for tag, data in events if tag.endswith("people_written")) == PLAN.people


@pytest.mark.django_db
def test_the_same_plan_again_changes_nothing() -> None:
    first = simulate.simulate(PLAN)
    before = counts()
    again = simulate.simulate(PLAN)
    assert (again.new, again.rows, again.run_id) == (False, 0, first.run_id)
    assert counts() == before


@pytest.mark.django_db
def test_another_world_on_the_same_record_is_refused() -> None:
    simulate.simulate(PLAN)
    before = counts()
    with pytest.raises(errors.Refusal, match="Nothing was written"):
        simulate.simulate(simulate.Plan(people=45, seed=4, firms=5, on=ON))
    assert counts() == before


class Killed(BaseException):
    """Stands for a process that ends between two batches."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("after", [20, 40])
def test_an_interrupted_world_is_gone_on_with(after: int) -> None:
    def die(done: int, _wanted: int) -> None:
        if done == after:
            raise Killed

    with pytest.raises(Killed):
        simulate.simulate(PLAN, progress=die)
    assert models.Person.objects.count() == after
    assert models.ImportRun.objects.get().state == "RUNNING"
    outcome = simulate.simulate(PLAN)
    _, sheet = drawn()
    assert outcome.new
    run = models.ImportRun.objects.get()
    assert (run.state, run.counters["rows"]) == ("DONE", sheet.count())
    assert statuses_on_record() == statuses_of(sheet)
    assert models.Firm.objects.count() == 5
    assert models.Branch.objects.count() == len(set(models.Branch.objects.values_list("firm", "code")))
    offices = models.Office.objects.exclude(branch=None).values_list("firm_id", "branch__firm_id")
    assert all(firm == owner for firm, owner in offices)


@pytest.mark.django_db
def test_of_two_processes_that_write_one_world_the_second_is_told() -> None:
    def other(done: int, _wanted: int) -> None:
        """Moves the run on, as another process between our batches would."""
        models.ImportRun.objects.update(cursor=done + 5)

    with pytest.raises(errors.Refusal, match="Another process"):
        simulate.simulate(PLAN, progress=other)
    assert models.Person.objects.count() == 20


@pytest.mark.django_db(transaction=True)
def test_a_batch_is_whole_or_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    record = registry.audit.record

    def fail(**event: Any) -> Any:
        if event["tag"].endswith("people_written"):
            raise Killed
        return record(**event)

    monkeypatch.setattr(registry.audit, "record", fail)
    with pytest.raises(Killed):
        simulate.simulate(PLAN)
    assert not models.Person.objects.exists()
    assert models.Firm.objects.count() == 5
    assert models.ImportRun.objects.get().cursor == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "plan",
    [
        simulate.Plan(people=0, seed=1),
        simulate.Plan(people=simulate.MOST_PEOPLE + 1, seed=1),
        simulate.Plan(people=5, seed=1, firms=6),
        simulate.Plan(people=5, seed=-1),
    ],
)
def test_a_plan_that_cannot_be_is_refused(plan: simulate.Plan) -> None:
    with pytest.raises(errors.Invalid, match=r"Nothing was written|whole number"):
        simulate.simulate(plan)
    assert not models.ImportRun.objects.exists()


def test_a_day_that_is_not_named_is_not_part_of_what_tells_worlds_apart() -> None:
    assert simulate.fingerprint(simulate.Plan(5, 1)) == simulate.fingerprint(simulate.Plan(5, 1, firms=1))
    assert simulate.fingerprint(simulate.Plan(5, 1)) != simulate.fingerprint(simulate.Plan(5, 1, on=ON))
    assert simulate.fingerprint(simulate.Plan(5, 1)) != simulate.fingerprint(simulate.Plan(5, 1), {0: {"sros": 2}})


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    return app


@pytest.mark.django_db
def test_the_command_answers_as_json(app: typer.Typer) -> None:
    arguments = ["simulate", "--people", "12", "--seed", "9", "--firms", "2", "--on", "2026-11-23", "--json"]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (answer["people"], answer["firms"], answer["on"], answer["new"]) == (12, 2, "2026-11-23", True)
    assert models.Person.objects.count() == 12
    assert set(models.Firm.objects.values_list("crd", flat=True)) == {firms.FIRST_CRD, firms.FIRST_CRD + 1}


@pytest.mark.django_db
def test_the_command_shows_a_table_and_says_when_the_world_was_there(app: typer.Typer) -> None:
    arguments = ["simulate", "--people", "3", "--seed", "9"]
    first = CliRunner().invoke(app, arguments, catch_exceptions=False)
    again = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert "Rows a second" in first.stdout
    assert "this world was there already" in again.stdout
