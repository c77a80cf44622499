"""The text of a notice as Markdown, and back.

Written are headings, paragraphs, lists, tables and quotations; a quotation is a gap. What else
Markdown knows is text like any other, so that nothing in a register can turn into markup.
"""

import re
from collections.abc import Iterable, Iterator

from ropa.export.notice.blocks import Block, Facts, Gap, Heading, Items, Paragraph, Table

BREAK = "<br>"  # a new line inside a cell
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#~&])")
_LIKE_A_LIST = re.compile(r"^([-+=]|\d+(?=[.)]))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_ITEM = re.compile(r"[-*+]\s+(.*)")
_FACT = re.compile(r"\*\*((?:[^*\\]|\\.)+):\*\*\s*(.*)")
_BOLD = re.compile(r"\*\*((?:[^*\\]|\\.)+)\*\*")
_RULE = re.compile(r"\|?[\s:|-]+\|?")
_CELLS = re.compile(r"(?<!\\)\|")


def write(blocks: Iterable[Block]) -> str:
    """Return the blocks as Markdown; `read` gives the same blocks back."""
    return "\n\n".join(_written(block) for block in blocks) + "\n"


def read(text: str) -> list[Block]:
    """Return the blocks of a text, also of one that was written or changed by hand."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [block for kind, part in _parts(lines) if (block := _block(kind, part)) is not None]


def _written(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * block.level} {_text(block.text)}"
    if isinstance(block, Gap):
        return f"> {_text(block.text)}"
    if isinstance(block, Items):
        return "\n".join(f"- {_text(text)}" for text in block.texts)
    if isinstance(block, Facts):
        return "\n".join(
            f"- **{_text(term)}:** {_text(text)}".rstrip() for term, text in block.pairs
        )
    if isinstance(block, Table):
        return "\n".join(_table(block))
    return _text(block.text)


def _table(table: Table) -> Iterator[str]:
    yield _row(map(_cell, table.header))
    yield _row("---" for _column in table.header)
    for is_heading, row in table.shown:
        cells = [_cell(text) for text in row]
        yield _row([f"**{cells[0]}**", *cells[1:]] if is_heading else cells)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    return BREAK.join(_text(line) for line in text.split("\n"))


def _text(text: str) -> str:
    """One line in which nothing is markup."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIKE_A_LIST.sub(lambda found: _guarded(found[1]), line)


def _guarded(start: str) -> str:
    """What begins like a list and is none; of a number, the point after it is escaped."""
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def _plain(text: str) -> str:
    return _ESCAPED.sub(r"\1", " ".join(text.split()))


def _parts(lines: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Lines that belong together, with what they are; a line without a mark goes on."""
    kind, part = "", list[str]()
    for line in lines:
        own = _kind(line)
        goes_on = part and kind != "heading" and own in (kind, "paragraph")
        if part and not goes_on:
            yield kind, part
            part = []
        if own:
            kind = kind if part else own
            part.append(line.strip())
    if part:
        yield kind, part


def _kind(line: str) -> str:
    text = line.strip()
    if not text:
        return ""
    for kind, is_one in (
        ("heading", _HEADING.fullmatch(text)),
        ("gap", text.startswith(">")),
        ("table", text.startswith("|")),
        ("items", _ITEM.fullmatch(text)),
    ):
        if is_one:
            return kind
    return "paragraph"


def _block(kind: str, part: list[str]) -> Block | None:
    if kind == "heading":
        found = _HEADING.fullmatch(part[0])
        assert found is not None  # noqa: S101
        return Heading(_plain(found[2]), len(found[1]))
    if kind == "gap":
        return Gap(_plain(" ".join(line.lstrip("> ") for line in part)))
    if kind == "table":
        return _read_table(part)
    if kind == "items":
        return _read_items(part)
    return Paragraph(_plain(" ".join(part)))


def _read_items(part: list[str]) -> Block:
    entries: list[str] = []
    for line in part:
        found = _ITEM.fullmatch(line)
        if found:
            entries.append(found[1])
        else:
            entries[-1] = f"{entries[-1]} {line}"
    facts = [_FACT.fullmatch(entry) for entry in entries]
    if all(facts):
        return Facts(tuple((_plain(fact[1]), _plain(fact[2])) for fact in facts if fact))
    return Items(tuple(_plain(entry) for entry in entries))


def _read_table(part: list[str]) -> Table:
    rows = [_cells(line) for line in part]
    header, body = rows[0], rows[1:]
    if body and _RULE.fullmatch(part[1]):
        body = body[1:]
    width = len(header)
    body = [[*row, *[""] * (width - len(row))][:width] for row in body]
    headings = frozenset(
        at for at, row in enumerate(body) if _BOLD.fullmatch(row[0]) and not any(row[1:])
    )
    return Table(
        header=tuple(map(_lines, header)),
        rows=tuple(
            tuple(_lines(cell[2:-2] if at in headings and cell else cell) for cell in row)
            for at, row in enumerate(body)
        ),
        headings=headings,
    )


def _cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [cell.strip() for cell in _CELLS.split(inner)]


def _lines(cell: str) -> str:
    return "\n".join(_plain(line) for line in cell.split(BREAK))
