"""Logs are JSON without personal data."""

import io
import json
import logging

import pytest
import structlog

from finpro.config import logs
from finpro.config.env import ConfigurationError
from finpro.kernel import trace


@pytest.fixture
def lines():
    """What is logged inside the test, as parsed lines."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure({"level": "INFO"})
    stream = io.StringIO()
    (handler,) = [kept for kept in root.handlers if isinstance(kept, logging.StreamHandler) and kept not in before[0]]
    handler.setStream(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:], root.level = before
    logs.configure({"level": "INFO"})


def fail():
    raise ValueError("Rowan Alder, 900-12-3456")


def test_a_line_is_json_with_the_requests_id(lines):
    with trace.following("request-7"):
        structlog.get_logger("finpro.tests").info("it happened", count=3)
        logging.getLogger("some.library").warning("it said %s", "so")
    ours, theirs = lines()
    assert (ours["event"], ours["count"], ours["request_id"], ours["level"]) == ("it happened", 3, "request-7", "info")
    assert (theirs["event"], theirs["request_id"], theirs["logger"]) == ("it said so", "request-7", "some.library")
    assert ours["at"].endswith("Z")


def test_an_error_is_logged_by_kind_and_place_and_not_by_what_it_says(lines):
    try:
        fail()
    except ValueError:
        structlog.get_logger("finpro.tests").exception("it broke")
        logging.getLogger("some.library").exception("it broke there")
    ours, theirs = lines()
    for line in (ours, theirs):
        assert line["error"]["kind"] == "builtins.ValueError"
        assert line["error"]["places"][-1].endswith("fail")
        assert "Rowan" not in json.dumps(line)


def test_addresses_of_pages_never_reach_the_log_by_django(lines):
    for name in ("django.request", "django.security.csrf", "django.security.DisallowedHost"):
        logging.getLogger(name).warning("Forbidden: %s", "/firm/1/people?q=rowan")
    assert lines() == []


def test_a_level_that_is_none_is_refused():
    with pytest.raises(ConfigurationError, match="FINPRO_LOG_LEVEL"):
        logs.configure({"level": "LOUD"})


def test_messages_are_told_only_where_it_was_asked_for():
    told = logs.Errors(with_messages=True)(None, "", {"exc_info": ValueError("what it says")})
    assert told["error"]["message"] == "what it says"
