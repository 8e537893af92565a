"""The members of folders, archives and single files, in one deterministic order and within limits."""

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from finpro.integrations.archives import streams, zips
from finpro.integrations.archives.limits import DEFAULT, Limits
from finpro.integrations.archives.problems import Problem, Unreadable


@dataclass(frozen=True, slots=True)
class Member:
    """One file, or one member of an archive.

    `file` starts with the name of the path that was asked for and never shows where that lies; `member` is "" for a
    plain file. `size` (bytes, unpacked) is a claim, for progress only. `open()` works until the next member is asked
    for, and its stream raises `Unreadable`.
    """

    file: str
    member: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def name(self) -> str:
        """The last part of the name: what patterns in file names are read from."""
        return (self.member or self.file).rpartition("/")[2]


def open_members(
    paths: Iterable[Path | str], *, suffixes: Collection[str], limits: Limits = DEFAULT
) -> Iterator[Member | Problem]:
    """Every file under `paths` that ends in one of `suffixes` (lower case, with dot), archives unpacked as they come.

    Paths come in the order given and names in a folder in order: the same input gives the same order. A path that is
    itself a file, and no archive, is read whatever its suffix. What may not be read (leaves the folder, is no regular
    file, encrypted, truncated, a bomb) comes as a `Problem` and the rest goes on. Holds the names of one folder at a
    time, about 0.1 kB each, and the index of one archive, about 0.6 kB a member.
    """
    for given in paths:
        path = Path(given)
        label = path.name or path.resolve().name
        if path.is_dir():
            yield from _folder(path, label, os.path.realpath(path), suffixes, limits)
        else:
            yield from _file(path, label, suffixes, limits, by_hand=True)


def _folder(
    folder: Path, label: str, root: str, suffixes: Collection[str], limits: Limits
) -> Iterator[Member | Problem]:
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        yield Problem(label, "", "", streams.describe(error))
        return
    for name in names:
        if name.startswith(zips.RESOURCE_FORKS):
            continue
        path, shown = folder / name, f"{label}/{name}"
        refusal = _refusal(path, root)
        if refusal:
            yield Problem(shown, "", "", refusal)
        elif path.is_dir():
            yield from _folder(path, shown, root, suffixes, limits)
        else:
            yield from _file(path, shown, suffixes, limits)


def _refusal(path: Path, root: str) -> str | None:
    if not path.is_symlink():
        return None
    target = os.path.realpath(path)
    if os.path.commonpath([root, target]) != root:
        return "the link leaves the folder; it was not followed"
    if os.path.isdir(target):
        return "the link leads to another folder of the same import; it was not followed"
    return None


def _file(
    path: Path, label: str, suffixes: Collection[str], limits: Limits, *, by_hand: bool = False
) -> Iterator[Member | Problem]:
    """`by_hand`: the path itself was asked for, so its suffix is no reason to leave it out."""
    archive = path.suffix.lower() == ".zip"
    if not (archive or by_hand or path.suffix.lower() in suffixes):
        return
    try:
        found = path.stat()
    except OSError as error:
        yield Problem(label, "", "", streams.describe(error))
        return
    if not stat.S_ISREG(found.st_mode):
        yield Problem(label, "", "", "this is no regular file; it was not opened")
    elif archive:
        yield from _archive(path, label, found.st_size, suffixes, limits)
    else:
        yield Member(label, "", found.st_size, lambda: _plain(path, found.st_size, limits))


def _archive(
    path: Path, label: str, size: int, suffixes: Collection[str], limits: Limits
) -> Iterator[Member | Problem]:
    try:
        handle = path.open("rb")
    except OSError as error:
        yield Problem(label, "", "", streams.describe(error))
        return
    with handle:
        for entry in zips.entries(handle, size, suffixes, limits):
            if isinstance(entry, zips.Refused):
                yield Problem(label, entry.name, "", entry.reason)
            else:
                yield Member(label, entry.name, entry.size, entry.open)


def _plain(path: Path, size: int, limits: Limits) -> BinaryIO:
    def spend(_new: int, total: int) -> None:
        if total > limits.member_bytes:
            raise Unreadable("the file is larger than the limit for one file; it was left there")

    try:
        return streams.guard(path.open("rb", buffering=0), spend, size)
    except OSError as error:
        raise Unreadable(streams.describe(error)) from error
