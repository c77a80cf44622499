"""The pipe tables of a Markdown text, with the lines between them."""

import html
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from ropa.vendor_lists.decoding import LINE_END, Text
from ropa.vendor_lists.table import Mark, Record, Shape, Table, UnreadableFile

MAX_MARKED = 5_000  # characters; marks in a longer cell stay, their patterns would be slow

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\(<?([^\s()<>]*)>?[^()]*\)")
_BARE_LINK = re.compile(r"<(https?://[^<>\s]+)>")
_EMPHASIS = re.compile(r"(?<![\\\w])(\*\*|__|`+)(?=\S)(.+?)(?<=\S)\1(?![^\W\u00b2\u00b3\u00b9])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_CELL_END = re.compile(r"(?<!\\)\|")


def is_markdown(source: Text, *, suffix: str) -> bool:
    """Whether to look for a table: by the name of the file, or because one is there.

    In a file that calls itself CSV, only a table on its first filled line counts.
    """
    if suffix in (".md", ".markdown"):
        return True
    if "|" not in source.text or "-" not in source.text:
        return False
    lines = LINE_END.split(source.text)
    first = next(_headers(lines), None)
    if first is None:
        return False
    return suffix not in (".csv", ".tsv") or not any(map(str.strip, lines[:first]))


def read_markdown(source: Text, *, shape: Shape) -> Table:
    """Read every table, and hand on each line of text beside them as one.

    Raises `UnreadableFile` when there is no table, and as `shape` does.
    """
    lines = LINE_END.split(source.text)
    headers = frozenset(_headers(lines))
    if not headers:
        raise UnreadableFile(
            _("The file holds no table: a Markdown table has a line such as | --- | --- |.")
        )
    messages = list(source.messages)
    return shape(
        _records(lines, headers), encoding=source.encoding, separator="|", messages=messages
    )


def _headers(lines: list[str]) -> Iterator[int]:
    """The indexes of the lines that head a table."""
    for index in range(1, len(lines)):
        rule, above = lines[index], lines[index - 1]
        if _is_rule(rule) and "|" in above and len(_split(rule)) == len(_split(above)):
            yield index - 1


def _is_rule(line: str) -> bool:
    if not set("|-") <= set(line) <= set("|-: \t"):
        return False
    return all(re.fullmatch(r":?-+:?", cell.strip()) for cell in _split(line))


def _records(lines: list[str], headers: frozenset[int]) -> Iterator[Record]:
    """Every line that says something; within a table each is a row, a line without bars ends it."""
    in_table = False
    for index, text in enumerate(lines):
        if index in headers:
            in_table = True
            yield _record(index, lines, Mark.HEADER)
        elif index - 1 in headers:
            continue  # the line of dashes
        elif in_table and "|" in text:
            yield _record(index, lines, Mark.NONE)
        else:
            in_table = False
            if plain := _plain(text.lstrip("#> \t")):
                yield Record(index + 1, [plain], raw=(text,), mark=Mark.HEADING)


def _record(index: int, lines: list[str], mark: Mark) -> Record:
    cells = _split(lines[index])
    messages = [
        _("The link of %(text)s was left out: %(address)s") % {"text": text, "address": address}
        for cell in cells
        if len(cell) <= MAX_MARKED
        for text, address in _LINK.findall(cell)
        if text != address
    ]
    raw = tuple(each.strip() for each in cells)
    return Record(index + 1, [_plain(each) for each in cells], messages, raw, mark)


def _split(line: str) -> list[str]:
    body = line.strip().removeprefix("|")
    if body.endswith("|") and not body.endswith("\\|"):
        body = body[:-1]
    return _CELL_END.split(body)


def _plain(cell: str) -> str:
    """The text of a cell without the marks of Markdown."""
    if len(cell) > MAX_MARKED:
        return cell.strip()
    text = _BARE_LINK.sub(r"\1", _LINK.sub(r"\1", _BREAK.sub("\n", cell.strip())))
    text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", html.unescape(text))
