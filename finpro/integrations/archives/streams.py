"""A stream that counts what it hands out and turns every failure of unpacking into `Unreadable`."""

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from finpro.integrations.archives.limits import Limits
from finpro.integrations.archives.problems import Unreadable

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

CHUNK = 256 * 1024

# RuntimeError: encrypted; NotImplementedError: a compression method that zipfile does not know.
FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)


class Allowance:
    """What may still come out of one archive; shared by its members, so that overlapping ones are caught too."""

    def __init__(self, packed: int, limits: Limits) -> None:
        self._limits = limits
        self._packed = max(packed, 1)
        self._unpacked = 0

    def spend(self, size: int, *, member_packed: int, member_unpacked: int) -> None:
        """Count `size` more bytes; raises `Unreadable` where a limit is passed."""
        self._unpacked += size
        if member_unpacked > self._limits.member_bytes:
            raise Unreadable("the member is larger than the limit for one member; it was left there")
        if self._bomb(member_unpacked, max(member_packed, 1)):
            self._unpacked -= member_unpacked  # the others are not to pay for it
            raise Unreadable("the member unpacks to far more than it holds (a zip bomb); it was left there")
        if self._bomb(self._unpacked, self._packed):
            raise Unreadable("the archive unpacks to far more than it holds (a zip bomb); it was left there")

    def _bomb(self, unpacked: int, packed: int) -> bool:
        return unpacked > self._limits.ratio_after_bytes and unpacked > packed * self._limits.ratio


class Source(Protocol):
    """What is read from: a file, a member of zipfile, a salvaged member."""

    def read(self, size: int = ..., /) -> bytes | None: ...

    def close(self) -> None: ...


class _Guarded(io.RawIOBase):
    def __init__(self, source: Source, spend: Callable[[int, int], None]) -> None:
        self._source = source
        self._spend = spend
        self._seen = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        try:
            data = self._source.read(len(view)) or b""
        except FAILURES as error:
            raise Unreadable(describe(error)) from error
        self._seen += len(data)
        self._spend(len(data), self._seen)
        view[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._source.close()
        super().close()


def guard(source: Source, spend: Callable[[int, int], None], size: int) -> io.BufferedReader:
    """`source` buffered, as far as its claimed `size` makes that worth while. `spend(new, total)` is told of every
    read and may raise `Unreadable`.
    """
    return io.BufferedReader(_Guarded(source, spend), min(CHUNK, max(size + 1, 8 * 1024)))


def describe(error: BaseException) -> str:
    """A sentence of ours for a failure of the machine or of the archive; quotes nothing."""
    if isinstance(error, EOFError):
        return "the archive ends inside this member (truncated)"
    if isinstance(error, NotImplementedError):
        return "the member is packed with a method that cannot be read here; pack it again with deflate"
    if isinstance(error, RuntimeError):
        return "the member is encrypted; import it unencrypted"
    if isinstance(error, OSError) and error.errno is not None:
        return f"the file cannot be read ({type(error).__name__})"
    return "the packed data is damaged (check sum or structure)"
