"""What the sandbox and Twilio do alike."""

import logging

import pytest

from finpro.integrations import sms

CODE = "Your FinPro code is 481920. It works for 10 minutes."


def message(to="+12025550143", channel="text", key="code:1"):
    return sms.Message(to=to, channel=channel, body=CODE, key=key)


@pytest.mark.parametrize("channel", ["text", "call"])
def test_a_message_is_taken(provider, channel):
    assert provider.send(message(channel=channel)).id


@pytest.mark.parametrize("channel", ["text", "call"])
def test_a_number_that_cannot_be_reached_is_refused(provider, channel):
    with pytest.raises(sms.Refused):
        provider.send(message(to="+12025550099", channel=channel))


@pytest.mark.parametrize("channel", ["text", "call"])
def test_a_provider_that_is_away_is_unavailable(provider, channel):
    with pytest.raises(sms.Unavailable):
        provider.send(message(to="+12025550098", channel=channel))


def outcome(provider, sent):
    """What came of it in words, and whether nothing of the provider's own words hangs on it."""
    try:
        return repr(provider.send(sent)), True
    except (sms.Unavailable, sms.Refused) as error:
        return f"{error!r} {error.reason}", error.__context__ is None or error.__suppress_context__


@pytest.mark.parametrize("to", ["+12025550143", "+12025550098", "+12025550099"])
def test_neither_number_nor_words_reach_a_log_or_an_error(provider, to, caplog):
    caplog.set_level(logging.DEBUG)
    told, suppressed = outcome(provider, message(to=to))
    assert suppressed
    for secret in (to, to[-7:], "481920"):
        assert secret not in told + caplog.text + repr(message(to=to))


@pytest.mark.parametrize(
    ("named", "kind"), [("sandbox", "finpro.integrations.sms.sandbox"), ("twilio", "finpro.integrations.sms.twilio")]
)
def test_the_settings_name_the_adapter(settings, named, kind):
    settings.FINPRO = settings.FINPRO | {"sms": named, "twilio_account": "AC00", "twilio_token": "a"}
    assert type(sms.adapter()).__module__ == kind
