"""Tables for a terminal, with Chinese characters counted as two columns wide."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

Align = Literal["left", "right"]


def width(text: str) -> int:
    """The columns that a text takes up in a terminal."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@lru_cache(maxsize=2**16)
def _columns(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):  # drawn over the sign before it, or not at all
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def printable(text: str) -> str:
    """A text without the control characters that could move a terminal's cursor or split a line."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or unicodedata.category(one) == "Zs" else "�" for one in text)


def text_table(headers: Sequence[str], rows: Sequence[Sequence[str]], aligns: Sequence[Align]) -> Iterator[str]:
    """The lines of a table; the last column is not padded."""
    lines = [[printable(cell) for cell in line] for line in (headers, *rows)]
    widths = [max(width(line[column]) for line in lines) for column in range(len(headers))]
    for number, line in enumerate(lines):
        padded = [_padded(cell, size, align) for cell, size, align in zip(line, widths, aligns, strict=True)]
        yield "  ".join(padded).rstrip()
        if number == 0:
            yield "  ".join("─" * size for size in widths[:-1]) + "  " + "─" * min(widths[-1], 30)


def _padded(text: str, size: int, align: Align) -> str:
    space = " " * (size - width(text))
    return space + text if align == "right" else text + space
