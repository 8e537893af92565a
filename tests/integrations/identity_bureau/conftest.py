"""The bureaus that the contract tests run against, and somebody to ask about."""

from dataclasses import dataclass
from datetime import date

import pytest

from finpro.integrations.identity_bureau.http import Http
from finpro.integrations.identity_bureau.port import Applicant, Bureau
from finpro.integrations.identity_bureau.sandbox import Sandbox
from tests.integrations.identity_bureau import bureau_server
from tests.integrations.stub import Stub, serving

KEY = "a shared key"
SSN = "123456789"


def applicant(ending="0003", **given):
    """Mae Quill, with a phone that ends in these digits; "" is none."""
    phone = f"+1202555{ending}" if ending else None
    return Applicant(
        **{"first": "Mae", "last": "Quill", "born_on": date(1984, 5, 17), "ssn": SSN, "phone": phone} | given
    )


@dataclass
class Asking:
    """A bureau and the sandbox that knows its answers."""

    bureau: Bureau
    sandbox: Sandbox


@pytest.fixture
def sandbox(tmp_path):
    return Sandbox(secret=b"3" * 32, used=tmp_path / "bureau")


@pytest.fixture
def server(sandbox):
    with serving(bureau_server.Bureau(sandbox, KEY, "/finpro")) as stub:
        yield stub


@pytest.fixture
def http(server: Stub):
    return Http(url=f"{server.url}/finpro/", key=KEY, timeouts=(2, 2))


@pytest.fixture(params=["sandbox", "http"])
def asking(request, sandbox):
    return Asking(request.getfixturevalue(request.param), sandbox)
