"""What the text of a notice consists of; written as Markdown, shown as HTML."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Heading:
    """A title; `level` 1 is that of the notice."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Gap:
    """What the register does not answer and the law asks for: the drafter has to."""

    kind: ClassVar[str] = "gap"
    text: str


@dataclass(frozen=True)
class Items:
    """A list, an entry a text."""

    kind: ClassVar[str] = "items"
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What is said on several matters: pairs of a term and a text."""

    kind: ClassVar[str] = "facts"
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Table:
    """Rows under a header; the lines of a cell are parted by line feeds.

    `headings` are the 0-based indexes of rows that are headings of those below: their first cell
    alone says something.
    """

    kind: ClassVar[str] = "table"
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    headings: frozenset[int] = frozenset()

    @property
    def shown(self) -> list[tuple[bool, tuple[str, ...]]]:
        """Each row, and whether it is a heading."""
        return [(at in self.headings, row) for at, row in enumerate(self.rows)]


Block = Heading | Paragraph | Gap | Items | Facts | Table
