"""The demo world: whom it holds, who may sign in, and that a second start changes nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import authenticate
from django.db import connection

from finpro.access import selectors as access
from finpro.access import services as access_services
from finpro.accounts import selectors as accounts
from finpro.accounts import services as accounts_services
from finpro.accounts.adapters import demo
from finpro.accounts.models import EmailAddress, User
from finpro.journeys import demo_world, simulate
from finpro.journeys.simulation import firms, people
from finpro.kernel import clock, errors
from finpro.kernel.actor import Hat
from finpro.registry import models
from finpro.registry.policies import ssn

pytestmark = pytest.mark.django_db
HIRED = 4  # people put on the record by the demonstration's firms


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small world, in a home of its own."""
    monkeypatch.setattr(demo_world, "PLAN", simulate.Plan(people=30, seed=1990, firms=6))
    settings.FINPRO = {**settings.FINPRO, "home": tmp_path, "demo_records": "", "demo": True}
    return tmp_path


def rows() -> dict[str, int]:
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def passwords(home: Path) -> dict[str, str]:
    found: dict[str, dict[str, str]] = json.loads((home / "demo" / "sign-in.json").read_text())
    return {email: kept["password"] for email, kept in found.items()}


def live_statuses(number: int) -> set[str]:
    found = models.RegistrationStatus.objects.filter(person__crd=people.FIRST_CRD + number, ends_on=None)
    return set(found.filter(registration__ends_on=None).values_list("status", flat=True))


def test_every_persona_signs_in_with_the_hat_that_is_promised(home: Path) -> None:
    demo_world.prepare()
    kept = passwords(home)
    for persona in demo_world.PERSONAS:
        user = authenticate(None, username=persona.email, password=kept[persona.email])
        assert user is not None, persona.email
        (grant,) = access.list_grants(user.pk)
        assert grant.hat is persona.hat
        if persona.hat is Hat.PERSON:
            assert persona.number is None or grant.crd == people.FIRST_CRD + persona.number
            assert user.name
        elif persona.hat is Hat.FIRM:
            assert grant.crd == firms.FIRST_CRD + persona.firm
        assert grant.entitlements == {item.value for item in persona.entitlements}


def test_the_administrator_may_do_what_the_filer_may_not(home: Path) -> None:
    assert set(demo_world.FILER) < set(demo_world.ADMINISTRATOR)
    assert not {item for item in demo_world.ADMINISTRATOR if item.value.startswith("record.")}


def test_the_individual_has_something_on_every_page() -> None:
    demo_world.prepare()
    person = models.Person.objects.get(crd=people.FIRST_CRD)
    assert live_statuses(0) >= {"APPROVED", "APP_PEND_IARCE"}
    assert person.names.filter(kind="LEGAL").count() == 2
    assert person.disclosures.count() == 1
    assert person.associations.count() == 3
    assert person.residences.exists()
    assert person.exams.exists()
    assert person.regulatory_elements.exists()
    assert person.ssn_sealed


def test_the_overdue_individual_is_inactive_and_works_where_the_filer_sees_it() -> None:
    demo_world.prepare()
    assert "CE_INACTIVE" in live_statuses(1)
    current = models.Association.objects.get(person__crd=people.FIRST_CRD + 1, ends_on=None)
    assert current.firm.crd == firms.FIRST_CRD


def test_the_former_individual_left_within_two_years() -> None:
    demo_world.prepare()
    associations = models.Association.objects.filter(person__crd=people.FIRST_CRD + 2)
    assert not associations.filter(ends_on=None).exists()
    last = max(associations.values_list("ends_on", flat=True))
    assert 0 < (clock.today() - last).days < 730
    assert live_statuses(2) == set()


def test_a_second_start_changes_nothing(home: Path) -> None:
    demo_world.prepare()
    before, kept = rows(), passwords(home)
    demo_world.prepare()
    assert rows() == before
    assert passwords(home) == kept


@pytest.mark.parametrize("keeps", [True, False])
def test_a_persona_with_another_personal_address_is_not_opened_anew(home: Path, keeps: bool) -> None:
    demo_world.prepare()
    mae = demo_world.PERSONAS[0]
    user_id = accounts.user_id(mae.email)
    assert user_id is not None
    EmailAddress.objects.filter(user=user_id).update(personal=False)
    EmailAddress.objects.create(
        user_id=user_id, email="mae@home.example", personal=True, added_at=clock.now(), confirmed_at=clock.now()
    )
    User.objects.filter(pk=user_id).update(email="mae@home.example")
    if not keeps:
        EmailAddress.objects.filter(user=user_id, personal=False).delete()
    before = rows()
    demo_world.prepare()
    assert rows() == before
    assert demo.account_of(mae.email) == (user_id if keeps else None)


def test_a_start_that_was_cut_off_is_gone_on_with(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulate, "BATCH", 10)

    class Killed(BaseException):
        """Stands for Ctrl-C between two batches."""

    def die(done: int, _wanted: int) -> None:
        if done == 20:
            raise Killed

    with pytest.raises(Killed):
        demo_world.prepare(progress=die)
    demo_world.prepare()
    assert models.Person.objects.count() == 30 + HIRED
    assert models.ImportRun.objects.get().state == "DONE"
    assert len(passwords(home)) == len(demo_world.PERSONAS)


def test_a_lost_file_of_passwords_is_made_anew_for_the_same_accounts(home: Path) -> None:
    demo_world.prepare()
    ids = {persona.email: accounts.user_id(persona.email) for persona in demo_world.PERSONAS}
    old = passwords(home)
    (home / "demo" / "sign-in.json").unlink()
    demo_world.prepare()
    new = passwords(home)
    assert {persona.email: accounts.user_id(persona.email) for persona in demo_world.PERSONAS} == ids
    for email, secret in new.items():
        assert secret != old[email]
        assert authenticate(None, username=email, password=secret) is not None
        assert authenticate(None, username=email, password=old[email]) is None


def test_each_installation_has_its_own_passwords_kept_from_others(home: Path) -> None:
    demo_world.prepare()
    file = home / "demo" / "sign-in.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert len(set(passwords(home).values())) == len(demo_world.PERSONAS)
    assert all(len(secret) == 23 for secret in passwords(home).values())


def test_there_is_one_sign_in_line_for_each_persona(home: Path) -> None:
    demo_world.prepare()
    lines = demo_world.sign_in_lines("http://127.0.0.1:8000/")
    assert lines[0] == "Ready: http://127.0.0.1:8000/"
    kept = passwords(home)
    for persona in demo_world.PERSONAS:
        (line,) = [text for text in lines if text.startswith(persona.title)]
        assert persona.email in line
        assert line.endswith(kept[persona.email])
    assert "http://127.0.0.1:8000/dev/sign-in" in lines[1]
    assert lines[-1].endswith("http://127.0.0.1:8000/dev/outbox")


def app_code(home: Path, email: str) -> str:
    kept = json.loads((home / "demo" / "sign-in.json").read_text())
    return format_hotp_value(hotp_value(kept[email]["app"], int(clock.now().timestamp()) // 30))


def test_members_of_firm_and_registry_have_an_app_whose_secret_is_kept(home: Path) -> None:
    demo_world.prepare()
    for persona in demo_world.PERSONAS:
        factors = User.objects.get(email=persona.email).authenticator_set.all()
        if persona.hat is Hat.PERSON:
            assert not factors
        else:
            assert factors.get(type="totp").wrap().validate_code(app_code(home, persona.email))


def test_a_file_of_an_earlier_version_is_made_anew(home: Path) -> None:
    demo_world.prepare()
    flat = passwords(home)
    (home / "demo" / "sign-in.json").write_text(json.dumps(flat))
    demo_world.prepare()
    assert (
        authenticate(None, username="staff@demo.finpro.example", password=passwords(home)["staff@demo.finpro.example"])
        is not None
    )
    assert set(passwords(home).values()).isdisjoint(flat.values())


def test_there_are_people_to_open_an_account_as_who_fit_the_record(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(demo_world, "PLAN", simulate.Plan(people=60, seed=1990, firms=6))
    demo_world.prepare()
    found = demo_world.newcomers()
    assert [one.title for one in found] == [
        "Somebody at the administrator's firm, which can vouch",
        "Somebody at another firm",
        "Somebody without a Social Security number",
    ]
    for one in found:
        person = models.Person.objects.get(crd=one.crd)
        assert person.date_of_birth == one.born_on
        assert bool(person.ssn_sealed) == bool(one.ssn)
        if one.ssn:
            keys = ssn.keys(settings.FINPRO["seal_keys"], settings.FINPRO["ssn_lookup_key"])
            assert ssn.unseal(bytes(person.ssn_sealed), keys) == one.ssn
    at_firm = models.Association.objects.get(person__crd=found[0].crd, ends_on=None, firm__crd=firms.FIRST_CRD)
    lines = "\n".join(demo_world.sign_in_lines("http://127.0.0.1:8000/"))
    assert f"CRD {found[2].crd}" in lines
    user = accounts_services.open_account(
        email="new@example.org", name="", password=None, by=demo_world.BY, at=clock.now()
    )
    access_services.grant_claim(user_id=user.pk, person_id=at_firm.person_id, by=demo_world.BY, at=clock.now())
    assert [one.crd for one in demo_world.newcomers()] == [one.crd for one in found[1:]]


def test_progress_is_told_in_words_and_numbers() -> None:
    said: list[str] = []
    told: list[tuple[int, int]] = []
    demo_world.prepare(progress=lambda done, wanted: told.append((done, wanted)), say=said.append)
    assert said == ["Drawing a demo world of 30 fictitious people and 6 firms."]
    assert told == [(30, 30)]


RECORDS = Path(__file__).parents[3] / "shared" / "data" / "brokercheck" / "detail_2025"


@pytest.mark.skipif(not RECORDS.is_dir(), reason="the captured records are not beside this repository")
def test_records_of_the_operator_join_the_world_once(settings: Any) -> None:
    settings.FINPRO = {**settings.FINPRO, "demo_records": str(RECORDS)}
    demo_world.prepare()
    real = models.Source.objects.filter(kind="IMPORT").values("crd").distinct().count()
    assert real
    assert models.Person.objects.count() == 30 + HIRED + real
    before = rows()
    demo_world.prepare()
    assert rows() == before


def test_a_folder_of_records_that_is_not_there_is_said(settings: Any, tmp_path: Path) -> None:
    settings.FINPRO = {**settings.FINPRO, "demo_records": str(tmp_path / "nowhere")}
    with pytest.raises(errors.Invalid, match="nowhere"):
        demo_world.prepare()
