"""`finpro seal` and `finpro firm-settings`: what they print, and the exit codes."""

import pytest
from typer.testing import CliRunner

from finpro.config import main
from finpro.documents import adapters
from finpro.firms.selectors import settings_of
from finpro.journeys import choose_settings
from finpro.kernel import clock, errors
from finpro.kernel.actor import system
from finpro.portals import console
from tests.documents.test_sealing import PAPER
from tests.registry import small_world as world


@pytest.fixture
def finpro():
    app = console.build(main.COMMANDS, lambda entry, rest: None)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


def test_a_file_is_genuine_changed_or_not_sealed(finpro, tmp_path):
    plain = adapters.typeset("record.typ", PAPER)
    sealed = adapters.seal(plain, reason="Accepted", at=clock.now())
    path = tmp_path / "form.pdf"
    changed = bytearray(sealed)
    changed[len(plain) // 2] ^= 1
    for content, code, told in ((sealed, 0, "Genuine."), (bytes(changed), 1, "Not genuine"), (plain, 1, "Not sealed")):
        path.write_bytes(content)
        answer = finpro("seal", "check", str(path))
        assert (answer.exit_code, told in answer.output) == (code, True), answer.output


def test_the_root_is_printed_and_no_key(finpro):
    answer = finpro("seal", "root")
    assert answer.output.startswith("-----BEGIN CERTIFICATE-----")
    assert "KEY" not in answer.output


@pytest.mark.django_db
def test_a_firm_turns_electronic_signatures_on_for_an_audience(finpro):
    firm = world.firm(501, "Alder Securities LLC")
    given = ("firm-settings", "e-signature", "on", "--firm", "501", "--audience", "employee")
    assert "Electronic signature on for employees" in finpro(*given).output
    assert "It is so already" in finpro(*given).output
    assert settings_of(firm.pk, on=clock.today(), audience="employee").e_signature
    shown = finpro("firm-settings", "show", "501").output
    assert shown.splitlines() == [
        "Employees: electronic signature on",
        "Independent contractors: electronic signature off",
    ]


@pytest.mark.django_db
def test_what_cannot_be_is_said(finpro):
    absent = finpro("firm-settings", "show", "999")
    assert isinstance(absent.exception, errors.NotFound)
    assert finpro("firm-settings", "e-signature", "maybe", "--firm", "501", "--audience", "employee").exit_code == 2


@pytest.mark.django_db
def test_the_demonstration_signs_electronically_until_its_firm_chooses_otherwise(at):
    firm = world.firm(501, "Alder Securities LLC")
    day = clock.legal_date(at)
    for _ in range(2):
        choose_settings.begin_demo(firm_id=firm.pk, by=system("demo"), at=at, on=day)
    assert settings_of(firm.pk, on=day, audience="contractor").e_signature
