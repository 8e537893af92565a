"""Members of a zip whose index is missing, found by walking the headers that stand before each member."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

_HEADER = struct.Struct("<4s5H3L2H")
_SIGNATURE = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_STORED, _DEFLATED = 0, 8
_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class Local:
    """A member as its own header describes it; sizes are 0 where they stand behind the data."""

    name: str
    size: int
    packed: int
    encrypted: bool
    open: Callable[[], io.RawIOBase]


def members(handle: BinaryIO) -> Iterator[Local]:
    """The members from the start of `handle` as far as headers follow one another. The last may be cut short:
    its stream then raises EOFError.
    """
    offset = 0
    while True:
        handle.seek(offset)
        header = handle.read(_HEADER.size)
        if len(header) < _HEADER.size or not header.startswith(_SIGNATURE):
            return
        _, _, flags, method, _, _, _, packed, size, name_length, extra_length = _HEADER.unpack(header)
        raw = handle.read(name_length)
        start = offset + _HEADER.size + name_length + extra_length
        streamed = bool(flags & 0x8)
        if method not in (_STORED, _DEFLATED) or (streamed and method == _STORED) or packed == 0xFFFFFFFF:
            return
        known = None if streamed else packed
        name = raw.decode("utf-8" if flags & 0x800 else "cp437", "replace")
        yield Local(name, size, packed, bool(flags & 0x1), partial(_Unpacked, handle, start, method, known))
        if known is None:
            after = _end_of_deflated(handle, start)
            if after is None:
                return
            offset = _behind_descriptor(handle, after)
        else:
            offset = start + known


def _end_of_deflated(handle: BinaryIO, start: int) -> int | None:
    """Where the deflate stream ends; None where the file ends first or the data is damaged."""
    handle.seek(start)
    unpack = zlib.decompressobj(-zlib.MAX_WBITS)
    used = 0
    while not unpack.eof:
        chunk = unpack.unconsumed_tail or handle.read(_CHUNK)
        if not chunk:
            return None
        try:
            unpack.decompress(chunk, _CHUNK)
        except zlib.error:
            return None
        used += len(chunk) - len(unpack.unconsumed_tail) - len(unpack.unused_data)
    return start + used


def _behind_descriptor(handle: BinaryIO, offset: int) -> int:
    handle.seek(offset)
    head = handle.read(24)
    length = 12 + (4 if head.startswith(_DESCRIPTOR) else 0)
    # zip64 writers use eight bytes for each size: the next header tells which of the two it is
    return offset + (length if head[length : length + 2] == b"PK" or len(head) < length + 2 else length + 8)


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of one member; keeps its own place, so the shared handle may move between reads."""

    def __init__(self, handle: BinaryIO, start: int, method: int, packed: int | None) -> None:
        self._handle = handle
        self._at = start
        self._left = packed
        self._unpack = zlib.decompressobj(-zlib.MAX_WBITS) if method == _DEFLATED else None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        limit = size if size > 0 else _CHUNK
        if self._unpack is None:
            return self._stored(limit)
        while not self._unpack.eof:
            packed = self._unpack.unconsumed_tail or self._packed(_CHUNK)
            data = self._unpack.decompress(packed, limit)
            if data:
                return data
        return b""

    def _stored(self, limit: int) -> bytes:
        return b"" if self._left == 0 else self._packed(limit)

    def _packed(self, limit: int) -> bytes:
        if self._left is not None:
            limit = min(limit, self._left)
        self._handle.seek(self._at)
        data = self._handle.read(limit)
        if not data:
            raise EOFError
        self._at += len(data)
        if self._left is not None:
            self._left -= len(data)
        return data
