"""How much a file from outside may cost, counted while reading: sizes in headers are claims."""

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one import.

    `record_bytes`: one JSON record or one person of a feed. `member_bytes`: one unpacked member.
    `ratio`: unpacked to packed, judged once `ratio_after_bytes` have come out (deflate reaches 1,030 on zeros;
    records packed together stay below 40). `nested_bytes`: an archive inside an archive, which is unpacked to a
    temporary file. `depth`: archives inside archives.
    """

    record_bytes: int = 20 * MB
    member_bytes: int = 16 * 1024 * MB
    ratio: int = 200
    ratio_after_bytes: int = 256 * MB
    nested_bytes: int = 2 * 1024 * MB
    depth: int = 3


DEFAULT = Limits()
