"""The entries of a source: what it said before, what it says now, and the difference.

Every row of the file is kept, also one that is refused. An entry that the source no longer has
is marked with the day, never deleted, and loses the mark when it comes back.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ropa.models import VendorListEntry
from ropa.services.vendor_import.cells import Said
from ropa.services.vendor_import.drafts import Dossier
from ropa.services.vendor_import.origin import Origin
from ropa.services.vendor_import.report import Difference, Listed
from ropa.services.vendor_import.rows import Reading
from ropa.vendor_lists.names import normalise
from ropa.vendor_lists.table import Row

CHUNK = 2_000  # entries in memory at once
_SPELLING = 300  # characters
_WRITTEN = ("key", "line", "spelling", "raw", "understood", "not_understood", "vendor")
_DAYS = ("last_changed_on", "removed_on")


@dataclass(frozen=True, slots=True)
class Met:
    """One row of the file as an entry; its vendor has a key once the register is written."""

    key: str
    row: Row
    understood: str  # JSON, for there may be very many
    spelling: str
    wrong: tuple[str, ...]
    dossier: Dossier | None

    @property
    def line(self) -> int:
        return self.row.line


class Listing:
    """All rows of one list by what makes each of them this row."""

    def __init__(self, origin: Origin, header: Sequence[str]) -> None:
        self._origin = origin
        self._header = [each or f"#{at}" for at, each in enumerate(header, start=1)]
        self._now: dict[str, Met] = {}
        self._again: Counter[str] = Counter()  # by the key of the first row that is this row
        self._new: list[Met] = []
        self._changed: list[tuple[int, Met]] = []
        self._gone: list[int] = []

    def meet(
        self, reading: Reading, *, wrong: Sequence[str], dossier: Dossier | None
    ) -> int | None:
        """Take note of a row; return the line of an earlier one that has the same identity.

        What makes a row this row: whom it names, for what, in which lines, and, where several
        rows say the same of these, which of them it is.
        """
        identity = _identity(reading)
        key = _key(identity, 0)
        first = self._now.get(key)
        if first is not None:
            self._again[key] += 1
            key = _key(identity, self._again[key])
        self._now[key] = Met(
            key,
            reading.row,
            json.dumps(understood(reading.said), ensure_ascii=False),
            spelling_of(reading)[:_SPELLING],
            (*reading.cells.not_understood, *wrong),
            dossier,
        )
        return first.line if first else None

    def settle(self) -> list[Difference]:
        """Compare with what the source said before; a list without rows takes nothing away."""
        known: set[str] = set()
        found: list[Difference] = []
        gone: dict[int, VendorListEntry] = {}
        for entry in self._before():
            met = self._now.get(entry.key)
            if met is not None:
                known.add(entry.key)
                found += self._compare(entry, met)
            elif entry.removed_on is None and self._now:
                gone[entry.pk] = entry
        new = [met for key, met in self._now.items() if key not in known]
        for entry, met in _paired(gone.values(), new):
            known.add(met.key)
            found += self._compare(entry, met)
            del gone[entry.pk]
        self._new = [met for met in new if met.key not in known]
        self._gone = list(gone)
        found += (Difference(Listed.ADDED, met.line, met.spelling) for met in self._new)
        found += (Difference(Listed.REMOVED, each.line, each.spelling) for each in gone.values())
        return sorted(found, key=lambda each: (each.kind is not Listed.REMOVED, each.line))

    def write(self) -> None:
        """Write what is new, changed or gone; call it once the register is written."""
        on = self._origin.on
        for chunk in _chunks(self._new):
            VendorListEntry.objects.bulk_create(
                VendorListEntry(
                    source=self._origin.source,
                    first_seen_on=on,
                    last_changed_on=on,
                    **self._values(met),
                )
                for met in chunk
            )
        for changed in _chunks(self._changed):
            by_pk = VendorListEntry.objects.in_bulk([pk for pk, _met in changed])
            for pk, met in changed:
                for name, value in self._values(met).items():
                    setattr(by_pk[pk], name, value)
                by_pk[pk].last_changed_on, by_pk[pk].removed_on = on, None
            VendorListEntry.objects.bulk_update(by_pk.values(), [*_WRITTEN, *_DAYS])
        for keys in _chunks(self._gone):
            VendorListEntry.objects.filter(pk__in=keys).update(removed_on=on)

    def _before(self) -> Iterator[Any]:
        if self._origin.source._state.adding:
            return iter(())
        return self._origin.source.entries.iterator(chunk_size=CHUNK)

    def _compare(self, entry: VendorListEntry, met: Met) -> list[Difference]:
        """The difference of one row; a line that only moved is none, or every row would change."""
        values = self._values(met)
        told = {
            heading: (str(entry.raw.get(heading, "")), values["raw"].get(heading, ""))
            for heading in {**entry.raw, **values["raw"]}
            if entry.raw.get(heading, "") != values["raw"].get(heading, "")
        }
        vendor = values["vendor"]
        is_same = (
            not told
            and entry.removed_on is None
            and entry.vendor_id == (vendor.pk if vendor else None)
            and all(getattr(entry, name) == values[name] for name in _WRITTEN[4:6])
        )
        if is_same:
            return []
        self._changed.append((entry.pk, met))
        if entry.removed_on is not None:
            return [Difference(Listed.BACK, met.line, met.spelling, told)]
        return [Difference(Listed.CHANGED, met.line, met.spelling, told)]

    def _values(self, met: Met) -> dict[str, Any]:
        row = met.row
        return {
            "key": met.key,
            "line": met.line,
            "spelling": met.spelling,
            "raw": {
                heading: text
                for heading, text in zip(self._header, row.raw or row.cells, strict=False)
                if text.strip()
            },
            "understood": json.loads(met.understood),
            "not_understood": "\n".join(met.wrong),
            "vendor": met.dossier.vendor.row if met.dossier else None,
        }


def understood(said: Said | None) -> dict[str, Any]:
    """What was made of a row: whom it names, and what of them; codes instead of words."""
    if said is None:
        return {}
    places = [place for listed in said.places.values() for place in listed]
    found = {
        "vendors": list(said.names),
        "nobody": said.nobody,
        "service": str(said.use.get("service", "")),
        "role": str(said.use.get("role", "")),
        "data": str(said.use.get("data_limitation", "")),
        "activities": list(said.activities),
        "countries": sorted({place.country for place in places if place.country}),
        "agreements": [str(kind) for kind in said.agreement.kinds] if said.agreement else [],
    }
    return {name: value for name, value in found.items() if value}


def spelling_of(reading: Reading) -> str:
    """How the source calls the vendor, without the number that it gives the entry."""
    said, cells = reading.said, reading.cells
    told = (said.spelling or said.master) if said else ""
    return told or cells.text("name") or cells.text("master_name")


def _identity(reading: Reading) -> tuple[str, ...]:
    said, cells = reading.said, reading.cells
    spelling = normalise(spelling_of(reading))
    if not spelling:
        return tuple(cells.texts.values())
    service = str(said.use.get("service", "")) if said else cells.text("service")
    lines = "; ".join(said.activities) if said else cells.text("activities")
    return spelling, normalise(service), normalise(lines)


def _key(identity: tuple[str, ...], nth: int) -> str:
    text = "\x1f".join((*identity, str(nth)))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _paired(gone: Iterable[Any], new: list[Met]) -> list[tuple[Any, Met]]:
    """Entries that changed in what made them this entry: one is gone and one new of that name."""
    before: defaultdict[str, list[Any]] = defaultdict(list)
    now: defaultdict[str, list[Met]] = defaultdict(list)
    for entry in gone:
        before[normalise(entry.spelling)].append(entry)
    for met in new:
        now[normalise(met.spelling)].append(met)
    pairs = ((before[name], now.get(name, [])) for name in before if name)
    return [(old[0], met[0]) for old, met in pairs if len(old) == len(met) == 1]


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
