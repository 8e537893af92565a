"""Folders, archives and JSON lines from outside: order, limits, and what is refused."""

import io
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from finpro.integrations import archives

JSON = {".json"}


def collect(
    *paths: Path, suffixes: set[str] = JSON, limits: archives.Limits = archives.DEFAULT
) -> tuple[dict[str, bytes], list[archives.Problem]]:
    """Contents by shown name in order, and problems; a stream that fails counts as a problem."""
    contents: dict[str, bytes] = {}
    problems = []
    for found in archives.open_members(paths, suffixes=suffixes, limits=limits):
        if isinstance(found, archives.Problem):
            problems.append(found)
            continue
        try:
            with found.open() as stream:
                contents[f"{found.file}!{found.member}".rstrip("!")] = stream.read()
        except archives.Unreadable as error:
            problems.append(archives.Problem(found.file, found.member, "", error.reason))
    return contents, problems


def zipped(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def streamed(entries: dict[str, bytes]) -> bytes:
    """A zip as a writer makes it that cannot go back: sizes stand behind the data."""

    class Forward(io.RawIOBase):
        def __init__(self) -> None:
            self.data = b""

        def writable(self) -> bool:
            return True

        def write(self, data: object) -> int:
            piece = bytes(data)  # type: ignore[call-overload]  # any buffer
            self.data += piece
            return len(piece)

    target = Forward()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.data


def test_a_folder_is_read_in_order_of_name_with_its_folders_and_only_wanted_suffixes(tmp_path: Path) -> None:
    top = tmp_path / "captures"
    (top / "b").mkdir(parents=True)
    (top / "c.json").write_bytes(b"3")
    (top / "a.JSON").write_bytes(b"1")
    (top / "b" / "x.json").write_bytes(b"2")
    (top / "LICENSE").write_bytes(b"no")
    contents, problems = collect(top)
    assert list(contents.items()) == [
        ("captures/a.JSON", b"1"),
        ("captures/b/x.json", b"2"),
        ("captures/c.json", b"3"),
    ]
    assert problems == []


def test_a_file_named_by_hand_is_read_whatever_its_suffix_and_shows_no_machine_path(tmp_path: Path) -> None:
    (tmp_path / "answer.txt").write_bytes(b"x")
    contents, problems = collect(tmp_path / "answer.txt")
    assert contents == {"answer.txt": b"x"}
    assert problems == []


def test_a_path_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    contents, problems = collect(tmp_path / "nowhere.json")
    assert contents == {}
    assert problems[0].reason == "the file cannot be read (FileNotFoundError)"


def test_a_link_that_leaves_the_folder_is_refused_and_one_inside_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_bytes(b"secret")
    top = tmp_path / "in"
    (top / "sub").mkdir(parents=True)
    (top / "real.json").write_bytes(b"1")
    (top / "inside.json").symlink_to(top / "real.json")
    (top / "outside.json").symlink_to(tmp_path / "secret.json")
    (top / "loop").symlink_to(top)
    (top / "away").symlink_to(tmp_path)
    contents, problems = collect(top)
    assert contents == {"in/inside.json": b"1", "in/real.json": b"1"}
    assert {(problem.file, problem.reason.partition(";")[0]) for problem in problems} == {
        ("in/outside.json", "the link leaves the folder"),
        ("in/away", "the link leaves the folder"),
        ("in/loop", "the link leads to another folder of the same import"),
    }


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    contents, problems = collect(tmp_path)
    assert contents == {}
    assert problems[0].reason == "this is no regular file; it was not opened"


def test_what_macos_adds_beside_files_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "._a.json").write_bytes(b"\x00\x05")
    (tmp_path / "a.json").write_bytes(b"1")
    (tmp_path / "b.zip").write_bytes(zipped({"__MACOSX/._x.json": b"\x00", "in/._y.json": b"\x00", "in/y.json": b"2"}))
    contents, problems = collect(tmp_path)
    assert list(contents.values()) == [b"1", b"2"]
    assert problems == []


def test_zip_members_come_in_order_of_name_and_archives_inside_archives_too(tmp_path: Path) -> None:
    inner = zipped({"z.json": b"3", "y.json": b"2"})
    (tmp_path / "a.zip").write_bytes(zipped({"n.json": b"4", "m.zip": inner, "b/k.json": b"1", "notes.txt": b"-"}))
    contents, problems = collect(tmp_path / "a.zip", suffixes=JSON)
    assert list(contents) == ["a.zip!b/k.json", "a.zip!m.zip/y.json", "a.zip!m.zip/z.json", "a.zip!n.json"]
    assert contents["a.zip!m.zip/y.json"] == b"2"
    assert problems == []


@pytest.mark.parametrize("name", ["../up.json", "/etc/x.json", "C:\\x.json", "a/../../b.json", "..\\up.json"])
def test_a_member_whose_name_leaves_the_archive_is_refused_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({name: b"bad", "good.json": b"1"}))
    contents, problems = collect(tmp_path)
    assert list(contents.values()) == [b"1"]
    assert [problem.reason for problem in problems] == ["the name leads out of the archive; the member was left there"]


def test_a_link_inside_an_archive_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.json")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    contents, problems = collect(tmp_path)
    assert contents == {}
    assert problems[0].reason == "the member is a link; it was not followed"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"secret.json": b"{}", "z.json": b"1"}))
    central = data.index(b"PK\x01\x02")
    data[6] |= 1
    data[central + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    contents, problems = collect(tmp_path)
    assert list(contents.values()) == [b"1"]
    assert problems[0].reason == "the member is encrypted; import it unencrypted"


def test_a_zip_bomb_is_left_while_reading_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"bomb.json": bytes(8_000_000), "good.json": b"1"}))
    limits = archives.Limits(ratio=100, ratio_after_bytes=1_000_000)
    contents, problems = collect(tmp_path, limits=limits)
    assert list(contents.values()) == [b"1"]
    assert [(problem.member, problem.reason) for problem in problems] == [
        ("bomb.json", "the member unpacks to far more than it holds (a zip bomb); it was left there")
    ]


def test_members_that_share_their_packed_bytes_are_counted_together(tmp_path: Path) -> None:
    bomb = zipped({"a.json": bytes(600_000)})
    central = bomb.index(b"PK\x01\x02")
    end = bomb.index(b"PK\x05\x06")
    count = 50
    tail = bytearray(bomb[end:])
    tail[8:12] = count.to_bytes(2, "little") * 2
    tail[12:16] = ((end - central) * count).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(bomb[:central] + bomb[central:end] * count + tail)
    limits = archives.Limits(ratio=1_000, ratio_after_bytes=1_000_000)
    _, problems = collect(tmp_path, limits=limits)
    assert problems
    assert {problem.reason for problem in problems} <= {
        "the archive unpacks to far more than it holds (a zip bomb); it was left there",
        "the packed data is damaged (check sum or structure)",
    }


def test_sizes_in_headers_are_not_believed(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.json": bytes(3_000_000)}))
    central = data.index(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    (tmp_path / "a.zip").write_bytes(data)
    contents, problems = collect(tmp_path, limits=archives.Limits(member_bytes=1_000_000))
    # zipfile stops at the claimed size and then finds the check sum wrong
    assert contents == {}
    assert "damaged" in problems[0].reason


def test_a_member_above_the_limit_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"a.json": os.urandom(300_000)}))
    (tmp_path / "b.json").write_bytes(bytes(300_000))
    _, problems = collect(tmp_path, limits=archives.Limits(member_bytes=200_000))
    assert [problem.file.rpartition("/")[2] for problem in problems] == ["a.zip", "b.json"]
    assert all("larger than the limit" in problem.reason for problem in problems)


def test_archives_may_not_lie_ever_deeper_nor_unpack_without_bound(tmp_path: Path) -> None:
    data = zipped({"x.json": b"1"})
    for _ in range(4):
        data = zipped({"inner.zip": data})
    (tmp_path / "deep.zip").write_bytes(data)
    (tmp_path / "wide.zip").write_bytes(zipped({"big.zip": os.urandom(200_000)}))
    contents, problems = collect(tmp_path, limits=archives.Limits(nested_bytes=100_000))
    assert contents == {}
    assert "too deep" in problems[0].reason
    assert "larger than the limit" in problems[1].reason


@pytest.mark.parametrize("writer", [zipped, streamed])
def test_of_a_truncated_archive_whole_members_are_read_and_the_cut_one_is_a_problem(
    tmp_path: Path, writer: Callable[[dict[str, bytes]], bytes]
) -> None:
    noise = os.urandom(50_000)
    data = writer({"a.json": b"first" * 1000, "b.json": noise, "c.json": os.urandom(50_000)})
    (tmp_path / "cut.zip").write_bytes(data[:70_000])
    contents, problems = collect(tmp_path)
    assert list(contents.values()) == [b"first" * 1000, noise]
    assert [problem.member for problem in problems] == ["", "c.json"]
    assert "damaged or truncated" in problems[0].reason
    assert "truncated" in problems[1].reason


def test_a_damaged_member_costs_only_itself(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.json": os.urandom(5_000), "b.json": b"2"}, zipfile.ZIP_STORED))
    data[100] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    contents, problems = collect(tmp_path)
    assert list(contents.values()) == [b"2"]
    assert problems[0].reason == "the packed data is damaged (check sum or structure)"


def test_a_file_that_is_no_zip_at_all_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"hello")
    contents, problems = collect(tmp_path)
    assert contents == {}
    assert "damaged or truncated" in problems[0].reason


def records(path: Path, limits: archives.Limits = archives.DEFAULT) -> list[archives.Record | archives.Problem]:
    (member,) = archives.open_members([path], suffixes=archives.SUFFIXES)
    assert isinstance(member, archives.Member)
    return list(archives.json_records(member, limits=limits))


def test_a_document_is_one_record_and_lines_are_many(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_bytes(b'\xef\xbb\xbf{\n "a": 1\n}\n')
    (tmp_path / "many.jsonl").write_bytes(b'{"a": 1}\r\n\n{"a": 2}')
    (tmp_path / "lines.json").write_bytes(b'{"a": 1}\n{"a": 2}\n')
    assert records(tmp_path / "one.json") == [archives.Record(0, b'{\n "a": 1\n}\n')]
    assert records(tmp_path / "many.jsonl") == [archives.Record(1, b'{"a": 1}'), archives.Record(3, b'{"a": 2}')]
    assert records(tmp_path / "lines.json") == [archives.Record(1, b'{"a": 1}'), archives.Record(2, b'{"a": 2}')]
    assert [record.place for record in records(tmp_path / "lines.json") if isinstance(record, archives.Record)] == [
        "line 1",
        "line 2",
    ]


def test_a_string_of_fifty_megabytes_is_refused_without_being_held_and_the_next_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.jsonl"
    with path.open("wb") as target:
        target.write(b'{"a": "')
        for _ in range(50):
            target.write(b"x" * 1024 * 1024)
        target.write(b'"}\n{"a": 2}\n')
    tracemalloc.start()
    try:
        found = records(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    problem, record = found
    assert isinstance(problem, archives.Problem)
    assert problem.reason == "the record is larger than 20 MB; it was left out unread"
    assert problem.record == "line 1"
    assert record == archives.Record(2, b'{"a": 2}')
    assert peak < 50 * 1024 * 1024


def test_a_document_above_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big.json").write_bytes(b'"' + b"x" * 3_000_000 + b'"')
    (problem,) = records(tmp_path / "big.json", archives.Limits(record_bytes=2 * 1024 * 1024))
    assert isinstance(problem, archives.Problem)
    assert problem.reason == "the record is larger than 2 MB; it was left out unread"
