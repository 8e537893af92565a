"""A feed cut into people without parsing it, so that a damaged person costs only itself and memory stays flat.

A person is what stands between `<Indvl` and `</Indvl>`; neither can occur inside an attribute. Since each person is
parsed alone and starts at its own tag, no document type and no entity declaration ever reaches the parser.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from finpro.integrations.values import Malformed

_CHUNK = 1024 * 1024
_HEADER_BYTES = 64 * 1024
_START = re.compile(rb"<Indvl(?=[\s>/])")
_END = b"</Indvl>"
_ROOT = re.compile(rb"<IAPDIndividualReport(?:\s[^>]*)?>")
_GENERATED = re.compile(rb"\sGenOn\s*=\s*[\"']([^\"']*)[\"']")
_ENCODING = re.compile(rb"<\?xml[^>]*\sencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_CLOSING = b"</IAPDIndividualReport>"
_ENCODINGS = {
    b"iso-8859-1": "iso-8859-1",
    b"latin-1": "iso-8859-1",
    b"windows-1252": "iso-8859-1",
    b"us-ascii": "iso-8859-1",
    b"utf-8": "utf-8",
}


@dataclass(frozen=True, slots=True)
class Header:
    """What the feed says about itself; `generated` is the text of GenOn."""

    encoding: str
    generated: str | None


def pieces(stream: BinaryIO, limit: int) -> Iterator[Header | bytes | Malformed]:
    """First the header, then each person's bytes, in order; a `Malformed` stands where something cannot be used.

    A person above `limit` bytes is passed over without being held. After a `Malformed` in place of the header nothing
    comes.
    """
    buffer = b""
    while not (found := _START.search(buffer)) and (chunk := stream.read(_CHUNK)):
        buffer += chunk
        if len(buffer) > _HEADER_BYTES and not _START.search(buffer):
            yield Malformed("this is no IAPD report of individuals: no person stands near its start")
            return
    try:
        yield _header(buffer[: found.start()] if found else buffer)
    except Malformed as error:
        yield error
        return
    yield from _people(stream, buffer[found.start() :] if found else buffer, limit)


def _header(raw: bytes) -> Header:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in raw:
        raise Malformed("the feed is not in ISO-8859-1 but in UTF-16; convert it first")
    if b"<!DOCTYPE" in raw or b"<!ENTITY" in raw:
        raise Malformed("the feed declares a document type or entities, which a real one never does; it was refused")
    root = _ROOT.search(raw)
    if root is None:
        raise Malformed("this is no IAPD report of individuals: its outer element is missing")
    named = _ENCODING.search(raw)
    encoding = _ENCODINGS.get(named[1].lower()) if named else "iso-8859-1"
    if encoding is None:
        raise Malformed("the feed names an encoding other than ISO-8859-1, Windows-1252 or UTF-8; convert it first")
    generated = _GENERATED.search(root[0])
    return Header(encoding, generated[1].decode("ascii", "replace") if generated else None)


def _people(stream: BinaryIO, buffer: bytes, limit: int) -> Iterator[bytes | Malformed]:
    position = 0
    told = False
    while True:
        found = _START.search(buffer, position)
        if found is None:
            tail = buffer[position:]
            chunk = stream.read(_CHUNK)
            if not chunk:
                yield from _last(tail)
                return
            buffer, position = tail + chunk, 0
            if len(tail) > _CHUNK:
                buffer = buffer[-_CHUNK:]
                if not told:
                    yield Malformed("a long stretch holds no person; it was passed over")
                told = True
            continue
        if buffer[position : found.start()].strip() and position:
            yield Malformed("there is something other than people between two people; it was passed over")
        position = found.start()
        end = buffer.find(_END, position)
        if end >= 0:
            # a person whose end is missing must not swallow the next one
            inner = _START.search(buffer, position + len(_END), end)
            stop = inner.start() if inner else end + len(_END)
            yield buffer[position:stop] if stop - position <= limit else _oversized(limit)
            position = stop
            continue
        chunk = stream.read(_CHUNK)
        if not chunk:
            yield Malformed("the feed ends inside a person (cut short)")
            return
        buffer, position = buffer[position:] + chunk, 0
        if len(buffer) > limit:
            yield _oversized(limit)
            buffer = _behind_end(stream, buffer)


def _behind_end(stream: BinaryIO, buffer: bytes) -> bytes:
    """Read away the rest of an oversized person; what follows it, or nothing where the feed ends first."""
    while (end := buffer.find(_END)) < 0:
        chunk = stream.read(_CHUNK)
        if not chunk:
            return b""
        buffer = buffer[-len(_END) :] + chunk
    return buffer[end + len(_END) :]


def _last(tail: bytes) -> Iterator[Malformed]:
    if _CLOSING not in tail:
        yield Malformed("the feed ends before its closing element (cut short); people may be missing")


def _oversized(limit: int) -> Malformed:
    return Malformed(f"the person's element is larger than {limit // (1024 * 1024)} MB; it was left out unread")
