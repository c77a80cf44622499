"""Words of the Data Privacy Vocabulary 2.3: they are data, in the folder ropa/reference.

`dpv_context.json` names the classes and properties of the export, `dpv_mappings.csv` the terms
for values of closed lists; those of the catalogues stand in their column `dpv_iri`.
"""

import csv
import json
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ropa import periods

Node = dict[str, Any]

FOLDER = Path(__file__).resolve().parent.parent.parent / "reference"


@cache
def context() -> Node:
    """The context, which stands in the file itself: nothing is fetched to read it."""
    found: Node = json.loads((FOLDER / "dpv_context.json").read_text(encoding="utf-8"))
    return found


@cache
def _mappings() -> dict[tuple[str, str], list[tuple[str, str]]]:
    found: defaultdict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    with (FOLDER / "dpv_mappings.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["list"], row["value"]].append((row["property"], row["term"]))
    return dict(found)


def mapped(of_list: str, value: str) -> list[tuple[str, str]]:
    """Property and term for each way in which the value is said; none where DPV has no term."""
    return _mappings().get((of_list, value), [])


def term(of_list: str, value: str) -> str:
    """The term for a value, "" where DPV has none."""
    return next((term for _property, term in mapped(of_list, value)), "")


class Names:
    """IRIs made of codes, the same in every export of the register."""

    def __init__(self, register: Node) -> None:
        website = address(register["website"]).rstrip("/")
        self._base = f"{website}/ropa/" if website else f"urn:ropa:{quote(register['code'])}:"

    def of(self, *path: str | int) -> str:
        return self._base + "/".join(quote(str(part), safe="") for part in path)


def node(iri: str, *types: str, **values: Any) -> Node:
    """A node without what is empty."""
    found: Node = {"id": iri, "type": [each for each in types if each], **values}
    return {name: value for name, value in found.items() if value not in ("", None, [], ())}


def add(to: Node, name: str, value: Any) -> None:
    """Put a value more into a property."""
    if value and value not in to.setdefault(name, []):
        to[name].append(value)


def address(url: str) -> str:
    """Return the address of a page, "" where the text is none."""
    return url if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", url) else ""


def xsd_duration(text: str) -> str:
    """Return an ISO 8601 period as XML Schema allows it: weeks are written as days."""
    period = periods.parse(text)
    months = period.months - 12 * period.years
    units = ((period.years, "Y"), (months, "M"), (period.days, "D"))
    return "P" + "".join(f"{count}{unit}" for count, unit in units if count)
