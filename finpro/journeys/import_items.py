"""Records of outside files on their way into the record, read in a process of its own where there are many.

Nothing here knows Django, so that the reading process starts at once and stays small.
"""

import fcntl
import gc
import os
import pickle
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, NamedTuple

from finpro.integrations import archives
from finpro.journeys.import_words import Words
from finpro.kernel import errors
from finpro.registry.policies.captures import Reject, Sealed

CHUNK = 250
_PIPE_BYTES = 1 << 20
_SET_PIPE_SIZE = 1031  # F_SETPIPE_SZ of Linux


class Item(NamedTuple):
    """A record of the files: a capture, or why there is none."""

    sealed: Sealed | None = None
    reject: Reject | None = None


Items = Generator[Item, None, None]
Read = Callable[[Words, Counter[str]], Items]


def reject_of(problem: archives.Problem) -> Reject:
    """A problem of a reader as a reject; its position is filled in by the run."""
    file = f"{problem.file}/{problem.member}" if problem.member else problem.file
    return Reject(0, file, problem.record, problem.pointer, problem.crd, problem.reason)


def beside(read: Read, words: Words, keys: Counter[str]) -> Items:
    """What `read` yields, read in another process while this one writes. `read` must be picklable; unknown words and
    keys are counted here when it is done. The process ends with this one, whatever ends it: its pipe breaks."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", "from finpro.journeys import import_items; import_items.serve()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:  # noqa: S603 - ourselves
        if process.stdin is None or process.stdout is None:
            raise AssertionError("both were asked for")
        try:
            _widen(process.stdout.fileno())
            pickle.dump(read, process.stdin)
            process.stdin.close()
            yield from _received(process.stdout, words, keys)
        finally:
            process.kill()


def _received(here: IO[bytes], words: Words, keys: Counter[str]) -> Iterator[Item]:
    while True:
        try:
            found = pickle.load(here)  # noqa: S301 - written by our own process
        except EOFError:
            raise errors.Refusal(
                "The process that reads the files has ended. What was imported is safe; run the command again."
            ) from None
        if isinstance(found, Exception):
            raise found
        items, unknown_words, unknown_keys = found
        yield from items
        if unknown_words is not None:
            words.unknown.update(unknown_words)
            keys.update(unknown_keys)
            return


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for cycles of garbage a hundred times less often: a batch makes a million objects and no cycle, and looking
    through them took a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def serve() -> None:
    """The other process: send what is read in chunks, the last one with what was not known."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the writing process, which ends this one
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    words, keys = Words(), Counter[str]()
    try:
        items = pickle.load(sys.stdin.buffer)(words, keys)  # noqa: S301 - written by our own process
        with seldom_collected():
            while chunk := list(islice(items, CHUNK)):
                _send(out, (chunk, None, None))
        _send(out, ([], words.unknown, keys))
    except errors.FinproError as error:
        _send(out, error)
    except BrokenPipeError:
        os._exit(0)  # the writing process is gone: there is nobody to tell


def _send(out: IO[bytes], value: object) -> None:
    pickle.dump(value, out, protocol=pickle.HIGHEST_PROTOCOL)
    out.flush()


def _widen(pipe: int) -> None:
    """Let the reader be a chunk ahead; where the system does not allow it, it is less so."""
    try:
        fcntl.fcntl(pipe, _SET_PIPE_SIZE, _PIPE_BYTES)
    except OSError:
        return
