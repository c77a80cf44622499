"""New vendors whose names are nearly those of others: told to the officer, never merged."""

from collections.abc import Iterable

from ropa.services.vendor_import.drafts import Dossier
from ropa.services.vendor_import.report import Near
from ropa.vendor_lists.similar import KnownNames


class Nearness:
    """The spellings known before the file, and the vendors it makes in the order of their lines."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = sorted(known)
        self._met: list[tuple[Dossier, int]] = []

    def meet(self, dossier: Dossier, line: int) -> None:
        self._met.append((dossier, line))

    def suggestions(self) -> list[Near]:
        """Return up to three near names for each new vendor, the nearest first.

        Compared are the spellings known before the file, and those of vendors that it makes
        further up.
        """
        known = KnownNames(self._known)
        found = []
        for dossier, line in self._met:
            found += [
                Near(line, dossier.name, each.similar_to, each.score, str(each.reason.label))
                for each in known.near(dossier.name)
            ]
            for spelling in (dossier.name, *dossier.spellings):
                known.add(spelling)
        return found
