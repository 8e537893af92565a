"""Statuses of one registration over time, and periods merged. Days are ordinals, both ends inclusive."""

from collections.abc import Iterable, Sequence

FAR = 4_000_000  # later than any date of a world

Piece = tuple[str, int, int | None]
Span = tuple[int, int | None]


def statuses(
    start: int,
    end: int | None,
    today: int,
    *,
    waits: Iterable[tuple[str, int]] = (),
    held: str = "APPROVED",
    cuts: Sequence[Piece] = (),
    ending: str = "TERMED",
) -> list[Piece]:
    """The status history of a registration that lives from `start` to `end`.

    `waits` are statuses before approval with their length in days, `held` the status once approved, `cuts` other
    statuses in between, in order. A registration that ends while it waits is closed as never registered (T_NOREG).
    """
    pieces: list[Piece] = []
    at = start
    limit = FAR if end is None else end
    horizon = min(limit, today)
    for status, length in waits:
        if at + length > horizon:
            pieces.append((status, at, end))
            if end is not None:
                pieces.append(("T_NOREG", end + 1, None))
            return pieces
        pieces.append((status, at, at + length - 1))
        at += length
    for status, first, last in cuts:
        begin, stop = max(first, at), min(FAR if last is None else last, limit)
        if stop < begin:
            continue
        if begin > at:
            pieces.append((held, at, begin - 1))
        pieces.append((status, begin, None if stop == FAR else stop))
        at = stop + 1
    if at <= limit:
        pieces.append((held, at, end))
    if end is not None:
        pieces.append((ending, end + 1, None))
    return pieces


def merge(spans: Iterable[Span], gap: int) -> list[Span]:
    """Spans in order, those less than `gap` days apart made one."""
    merged: list[Span] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if merged and (merged[-1][1] is None or start - merged[-1][1] < gap):
            before, until = merged[-1]
            merged[-1] = (before, None if until is None or end is None else max(until, end))
        else:
            merged.append((start, end))
    return merged


def within(spans: Iterable[Span], day: int) -> bool:
    """Whether a span covers the day."""
    return any(start <= day and (end is None or day <= end) for start, end in spans)
