"""Messages as files that the developer outbox lists."""

import threading
from datetime import UTC, datetime, timedelta

import time_machine

from finpro.integrations import sms
from finpro.integrations.sms import sandbox as module

FIRST = datetime(2026, 11, 23, 17, 0, 0, 123456, tzinfo=UTC)


def send(box, number):
    return box.send(sms.Message(f"+1202555014{number}", "text", f"Code {number}", f"key:{number}"))


def test_the_list_is_newest_first_and_as_long_as_asked(sandbox):
    for number in (1, 2, 3):
        with time_machine.travel(FIRST + timedelta(microseconds=number), tick=False):
            send(sandbox, number)
    newest, older = sandbox.list_messages(2)
    assert (newest.to, newest.channel, newest.body) == ("+12025550143", "text", "Code 3")
    assert newest.sent_at == FIRST + timedelta(microseconds=3)
    assert older.body == "Code 2"
    assert "Code" not in repr(newest)


def test_files_are_their_owners_alone(sandbox):
    send(sandbox, 1)
    (file,) = sandbox.folder.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert sandbox.folder.stat().st_mode & 0o777 == 0o700


def test_a_key_is_written_once_however_many_send_it(sandbox):
    receipts, ready = [], threading.Barrier(8)

    def sender():
        ready.wait()
        receipts.append(send(sandbox, 1))

    threads = [threading.Thread(target=sender) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(receipt.repeated for receipt in receipts) == [False] + [True] * 7
    assert len({receipt.id for receipt in receipts}) == 1
    assert len(list(sandbox.folder.iterdir())) == 1


def test_an_outbox_that_nothing_was_written_to_is_empty(sandbox):
    assert sandbox.list_messages(10) == ()


def test_the_installations_outbox_lies_under_its_home(settings, tmp_path):
    settings.FINPRO = settings.FINPRO | {"home": tmp_path}
    sms.adapter().send(sms.Message("+12025550143", "call", "Code 1", "key"))
    (found,) = module.list_messages()
    assert found.channel == "call"
    assert list((tmp_path / "outbox").iterdir())
