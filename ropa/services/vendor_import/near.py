"""New vendors whose names are nearly those of others: told to the officer, never merged."""

from collections.abc import Iterable

from ropa.services.vendor_import.drafts import Dossier
from ropa.services.vendor_import.report import Near
from ropa.vendor_lists.names import normalise
from ropa.vendor_lists.similar import suggest

_CANDIDATES = 50  # of which those are left out that come later in the file, or are the vendor's own
_SHOWN = 3


class Nearness:
    """The spellings known before the file, and the vendors it makes in the order of their lines."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = list(known)
        self._met: list[tuple[Dossier, int]] = []

    def meet(self, dossier: Dossier, line: int) -> None:
        self._met.append((dossier, line))

    def suggestions(self) -> list[Near]:
        """Return up to three near names for each new vendor, the nearest first."""
        before = dict.fromkeys(map(normalise, self._known), -1)
        spellings = list(self._known)
        for number, (dossier, _line) in enumerate(self._met):
            for spelling in (dossier.name, *dossier.spellings):
                spellings.append(spelling)
                before.setdefault(normalise(spelling), number)
        known = tuple(spellings)
        found = []
        for number, (dossier, line) in enumerate(self._met):
            near = [
                Near(line, dossier.name, each.similar_to, each.score)
                for each in suggest(dossier.name, known, limit=_CANDIDATES)
                if before[normalise(each.similar_to)] < number
            ]
            found += near[:_SHOWN]
        return found
