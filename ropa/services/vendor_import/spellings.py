"""Spellings of a vendor in one cell, both ways, and an entry as its source spells it."""

from collections.abc import Iterable

from ropa.vendor_lists.spelling import is_legal_form, one_line

JOIN = "; "


def read_spellings(text: str) -> list[str]:
    """Return the spellings parted by semicolons, or else by commas that part no legal form."""
    if ";" in text or "\n" in text:
        parts = text.replace("\n", ";").split(";")
        return [each for each in map(one_line, parts) if each]
    found: list[str] = []
    for part in filter(None, map(one_line, text.split(","))):
        if found and is_legal_form(part):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


def join(texts: Iterable[str]) -> str:
    """Return a cell that is read back as `texts`: a lone text with a comma ends in a semicolon."""
    cell = JOIN.join(texts)
    return f"{cell};" if "," in cell and ";" not in cell else cell


def span(text: str, names: tuple[str, ...]) -> str:
    """Return the part of an entry that holds its names, as spelled: `GCP, Firebase`."""
    if len(names) < 2:
        return "".join(names)
    line = one_line(text)
    start, end = line.find(names[0]), line.rfind(names[-1])
    found = line[start : end + len(names[-1])] if 0 <= start < end else ""
    return found or JOIN.join(names)
