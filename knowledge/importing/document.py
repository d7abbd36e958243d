"""A document as every format is read: headings, paragraphs and tables in their order, each with its place."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class BlockKind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document; `level` is a heading's (1 the highest), `rows` a table's, `anchor` its place."""

    kind: BlockKind
    anchor: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost to read; bytes, seconds, counts."""

    file_bytes: int = 10_000_000
    unpacked_bytes: int = 100_000_000
    entries: int = 2_000
    pages: int = 200
    cells: int = 200_000
    characters: int = 1_000_000
    depth: int = 200
    seconds: int = 20
    memory_bytes: int = 1_500_000_000


def as_rows(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Return the blocks as plain values that `from_rows` reads back."""
    return [asdict(block) for block in blocks]


def from_rows(rows: Iterable[dict[str, Any]]) -> tuple[Block, ...]:
    """Read what `as_rows` wrote; raises KeyError, TypeError or ValueError on anything else."""
    return tuple(
        Block(
            BlockKind(row["kind"]),
            str(row["anchor"]),
            str(row["text"]),
            int(row["level"]),
            tuple(tuple(map(str, cells)) for cells in row["rows"]),
        )
        for row in rows
    )
