"""Which page numbers a long list offers."""

from collections.abc import Sequence


def window(current: int, pages: int, around: int = 1) -> Sequence[int | None]:
    """Page numbers to show, with None where some are left out: (1, None, 6, 7, 8, None, 40).

    A gap of a single page is filled with that page, as the ellipsis would take the same room.
    """
    wanted = {1, pages, *range(max(1, current - around), min(pages, current + around) + 1)}
    shown: list[int | None] = []
    for number in sorted(wanted):
        last = shown[-1] if shown else 0
        gap = number - (last or 0)
        if gap == 2:
            shown.append(number - 1)
        elif gap > 2:
            shown.append(None)
        shown.append(number)
    return tuple(shown)
