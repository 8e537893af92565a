"""The members of a zip archive, hostile until read: names, sizes and flags in it are claims."""

import re
import stat
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from finpro.integrations.archives import salvage, streams
from finpro.integrations.archives.limits import Limits
from finpro.integrations.archives.problems import Unreadable

# What macOS adds beside each file; never data.
RESOURCE_FORKS = ("._", "__MACOSX")
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A readable member: its name ("outer.zip/inner.json" where archives nest), claimed size, and how to open it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Refused:
    """A member, or with an empty name the archive, that is left out, and why."""

    name: str
    reason: str


def entries(
    handle: BinaryIO, packed: int, suffixes: Collection[str], limits: Limits, *, prefix: str = "", depth: int = 1
) -> Iterator[Entry | Refused]:
    """The members in order of name. Where the index at the end is missing (truncated), those before the cut in the
    order in which they lie, after a `Refused` that says so.
    """
    allowance = streams.Allowance(packed, limits)
    try:
        archive = zipfile.ZipFile(handle)
    except (*streams.FAILURES, ValueError):
        yield Refused(prefix.rstrip("/"), "the archive is damaged or truncated; what lies before the damage is read")
        members: Iterator[_Packed] = _salvaged(handle)
    else:
        members = _listed(archive, packed)
    for member in members:
        name = prefix + member.name
        lower = member.name.lower()
        refusal = _refusal(member)
        if member.name.startswith(RESOURCE_FORKS) or lower.rpartition("/")[2].startswith(RESOURCE_FORKS):
            continue
        if refusal:
            yield Refused(prefix + _shown(member.name), refusal)
        elif lower.endswith(".zip"):
            yield from _nested(member, name, allowance, suffixes, limits, depth)
        elif any(lower.endswith(suffix) for suffix in suffixes):
            yield Entry(name, member.size, partial(_open, member, allowance))


@dataclass(frozen=True, slots=True)
class _Packed:
    name: str
    size: int
    packed: int
    encrypted: bool
    mode: int
    open: Callable[[], streams.Source]


def _listed(archive: zipfile.ZipFile, whole: int) -> Iterator[_Packed]:
    for info in sorted(archive.infolist(), key=lambda info: (info.filename, info.header_offset)):
        if not info.is_dir():
            yield _Packed(
                name=info.orig_filename,
                size=info.file_size,
                packed=min(info.compress_size, whole),
                encrypted=bool(info.flag_bits & 0x1),
                mode=info.external_attr >> 16,
                open=partial(archive.open, info),
            )


def _salvaged(handle: BinaryIO) -> Iterator[_Packed]:
    for local in salvage.members(handle):
        if not local.name.endswith("/"):
            yield _Packed(local.name, local.size, local.packed, local.encrypted, 0, local.open)


def _refusal(member: _Packed) -> str | None:
    if _OUTSIDE.search(member.name):
        return "the name leads out of the archive; the member was left there"
    if member.encrypted:
        return "the member is encrypted; import it unencrypted"
    if stat.S_ISLNK(member.mode):
        return "the member is a link; it was not followed"
    return None


def _shown(name: str) -> str:
    return re.sub(r"[\x00-\x1f]", "?", name)[:200]


def _open(member: _Packed, allowance: streams.Allowance) -> BinaryIO:
    def spend(new: int, total: int) -> None:
        allowance.spend(new, member_packed=member.packed, member_unpacked=total)

    try:
        return streams.guard(member.open(), spend, member.size)
    except streams.FAILURES as error:
        raise Unreadable(streams.describe(error)) from error


def _nested(
    member: _Packed, name: str, allowance: streams.Allowance, suffixes: Collection[str], limits: Limits, depth: int
) -> Iterator[Entry | Refused]:
    if depth >= limits.depth:
        yield Refused(name, "archives lie too deep inside each other; this one was left unopened")
        return
    with tempfile.TemporaryFile("w+b") as unpacked:
        try:
            with _open(member, allowance) as stream:
                _copy(stream, unpacked, limits.nested_bytes)
        except Unreadable as error:
            yield Refused(name, error.reason)
            return
        size = unpacked.tell()
        unpacked.seek(0)
        yield from entries(unpacked, size, suffixes, limits, prefix=f"{name}/", depth=depth + 1)


def _copy(stream: BinaryIO, target: BinaryIO, limit: int) -> None:
    while chunk := stream.read(streams.CHUNK):
        if target.tell() + len(chunk) > limit:
            raise Unreadable("the archive inside the archive is larger than the limit; it was left there")
        try:
            target.write(chunk)
        except OSError as error:
            raise Unreadable("the disk for temporary files is full; free some space and import again") from error
