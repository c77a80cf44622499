"""Loads the catalogues that come with the product; what officers added or merged stays so."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from config.resources import RegisterResource, RowLoader
from ropa.resources.catalogue import CATALOGUES, CatalogueScope
from ropa.resources.merged import ENTRIES, merged_codes
from ropa.services import adequacy
from ropa.vendor_lists.reading import UnreadableFile, read_plain

FOLDER = Path(__file__).resolve().parent.parent / "reference"
SYNONYMS = "synonyms"
OUTCOMES = {"new": "added", "update": "changed", "skip": "unchanged"}

Rows = list[tuple[int, dict[str, str]]]
Counts = dict[str, int]


class Loaded(NamedTuple):
    """What loading did: counts by catalogue, and what became of each adequacy decision."""

    counts: dict[str, Counts]
    decisions: list[adequacy.Shipped]


@transaction.atomic
def load_reference(folder: Path = FOLDER) -> Loaded:
    """Write every catalogue of `folder` with its synonyms, and the adequacy decisions.

    The counts of synonyms stand under "synonyms", those of decisions under "adequacy".

    Raises `UnreadableFile` for a file or a row that is wrong, and then writes nothing.
    """
    scope = CatalogueScope()
    result: dict[str, Counts] = {}
    synonyms = Counter[str]()
    for catalogue, (kind, synonym_kind) in CATALOGUES.items():
        merged = merged_codes(ENTRIES[catalogue])
        rows = [each for each in _read(folder, catalogue) if each[1]["code"] not in merged]
        result[catalogue] = dict(_load(kind(scope), catalogue, rows))
        spellings = [
            (line, {"spelling": row["spelling"], "entry": row["code"]})
            for line, row in _read(folder, SYNONYMS)
            if row["catalogue"] == catalogue
        ]
        synonyms += _load(synonym_kind(scope), SYNONYMS, spellings)
    result[SYNONYMS] = {outcome: synonyms[outcome] for outcome in OUTCOMES.values()}
    rows = _read(folder, adequacy.FILE)
    decisions = adequacy.load_decisions(rows)
    outcomes = Counter(each.outcome for each in decisions)
    result[adequacy.FILE] = {outcome: outcomes[outcome] for outcome in adequacy.OUTCOMES}
    return Loaded(result, decisions)


def _read(folder: Path, name: str) -> Rows:
    path = folder / f"{name}.csv"
    try:
        table = read_plain(path.read_bytes(), filename=path.name)
    except OSError as wrong:
        raise UnreadableFile(
            _("%(path)s cannot be read: %(why)s.") % {"path": path, "why": wrong.strerror}
        ) from wrong
    return [(row.line, dict(zip(table.header, row.cells, strict=True))) for row in table.rows]


def _load(resource: RegisterResource, name: str, rows: Rows) -> Counter[str]:
    loader = RowLoader(resource, [row for _line, row in rows])
    found = Counter(dict.fromkeys(OUTCOMES.values(), 0))
    for line, row in rows:
        result = resource.import_row(row, loader, row_number=line)
        for sentence in resource.sentences(result):
            raise UnreadableFile(f"{name}.csv, {line}: {sentence}")
        found[OUTCOMES[result.import_type]] += 1
    return found
