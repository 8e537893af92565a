"""The seal on a document: whole, provable from the file alone, and broken by a single byte."""

import re
import shutil
import subprocess
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pypdf import PdfReader

from finpro.documents import adapters
from finpro.documents.adapters import authority
from finpro.documents.adapters.identity import Unsealable
from finpro.kernel import clock
from tests.documents import outside_ca

PAPER = {
    "brand": "FinPro",
    "notice": "A test",
    "title": "A paper",
    "lead": "One sentence.",
    "made_on": [2026, 11, 23],
    "sections": [],
    "embedded": "{}",
}


@pytest.fixture(scope="module")
def plain():
    return adapters.typeset("record.typ", PAPER)


@pytest.fixture(scope="module")
def sealed(plain):
    return adapters.seal(plain, reason="Accepted", at=clock.now())


@pytest.fixture
def outside():
    with outside_ca.running() as found:
        yield found


def configured(monkeypatch, given):
    monkeypatch.setattr(settings, "FINPRO", settings.FINPRO | given)


def test_what_was_there_stays_and_the_seal_is_added(plain, sealed):
    assert sealed.startswith(plain)
    text = PdfReader(BytesIO(sealed)).pages[0].extract_text()
    assert "One sentence." in text


def test_it_is_genuine_by_the_file_alone(sealed, socket_disabled):
    verdict = adapters.verify(sealed, at=clock.now())
    assert (verdict.sealed, verdict.genuine) == (True, True)
    assert abs(clock.now() - verdict.stamped_at) < timedelta(minutes=5)


def test_it_is_still_genuine_when_every_certificate_has_run_out(sealed):
    assert adapters.verify(sealed, at=clock.now() + timedelta(days=9000)).genuine


def test_the_file_holds_certificates_and_what_was_revoked(sealed):
    store = DocumentSecurityStore.read_dss(PdfFileReader(BytesIO(sealed)))
    assert len(store.crls) == 2
    assert len(store.certs) >= 3


def test_one_byte_is_noticed_wherever_it_stands(plain, sealed):
    places = [10, len(plain) // 2, len(plain) - 20, len(plain) + 50, len(sealed) - 30]
    for place in places:
        changed = bytearray(sealed)
        changed[place] ^= 1
        assert not adapters.verify(bytes(changed), at=clock.now()).genuine, place


def test_nothing_can_be_added_behind_it(sealed, plain):
    assert not adapters.verify(sealed + b"\n% more", at=clock.now()).genuine


@pytest.mark.parametrize("content", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"%PDF-" + b"\0" * 500])
def test_what_is_no_sealed_pdf_is_no_error(content):
    assert adapters.verify(content, at=clock.now()) == adapters.Verdict(False, False)


def test_a_pdf_without_a_seal_is_not_sealed(plain):
    assert adapters.verify(plain, at=clock.now()) == adapters.Verdict(False, False)


def test_the_seal_of_another_installation_is_not_ours(plain, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        configured(patch, {"home": tmp_path})
        theirs = adapters.seal(plain, reason="Accepted", at=clock.now())
        assert adapters.verify(theirs, at=clock.now()).genuine
    assert not adapters.verify(theirs, at=clock.now()).genuine


def test_poppler_says_the_same(sealed, tmp_path):
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig is not installed (package poppler-utils)")
    path = tmp_path / "sealed.pdf"
    for content, told in ((sealed, "Signature is Valid."), (b"%PDF-1.6" + sealed[8:], "Digest Mismatch.")):
        path.write_bytes(content)
        said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False).stdout
        assert re.search(rf"Signature Validation: {re.escape(told)}", said), said
        assert "ETSI.CAdES.detached" in said
        assert "Total document signed" in said


def test_our_own_authority_is_made_once_and_read_by_its_owner_alone(tmp_path):
    first = authority.ensure(tmp_path, named="A registry", at=clock.now())
    assert authority.ensure(tmp_path, named="Another", at=clock.now()) == first
    assert (tmp_path / authority.FILE).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [authority.FILE]


@pytest.mark.parametrize("archive", [True, False], ids=["PKCS#12", "PEM"])
def test_with_a_certificate_from_outside_everything_is_fetched_once_and_kept_in_the_file(
    plain, outside, archive, tmp_path, monkeypatch
):
    configured(monkeypatch, {"home": tmp_path / "home"} | outside.settings(tmp_path, archive=archive))
    sealed = adapters.seal(plain, reason="Accepted", at=clock.now())
    assert {"/list", "/stamp"} <= set(outside.asked)
    asked = len(outside.asked)
    assert adapters.verify(sealed, at=clock.now()).genuine
    assert len(outside.asked) == asked
    assert not (tmp_path / "home" / authority.FILE).exists()


def test_a_revoked_certificate_seals_nothing(plain, outside, tmp_path, monkeypatch):
    configured(monkeypatch, {"home": tmp_path / "home"} | outside.settings(tmp_path, archive=True))
    outside.revoked.append(outside.seal)
    with pytest.raises(Unsealable):
        adapters.seal(plain, reason="Accepted", at=clock.now())


@pytest.mark.parametrize(
    "broken",
    [{"signing_passphrase": "wrong"}, {"signing_pkcs12": "/nowhere/seal.p12"}, {"timestamp_url": "http://127.0.0.1:9"}],
)
def test_what_does_not_fit_is_said_without_secrets(plain, outside, broken, tmp_path, monkeypatch):
    configured(monkeypatch, {"home": tmp_path / "home"} | outside.settings(tmp_path, archive=True) | broken)
    with pytest.raises(Unsealable) as refused:
        adapters.seal(plain, reason="Accepted", at=clock.now())
    assert outside_ca.PASSPHRASE not in str(refused.value)
    assert "wrong" not in str(refused.value)
