"""Ways of data, from what the register holds: uses, places, sub-processors, recorded transfers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, partial

from django.utils.translation import gettext as _

from ropa.choices.register import LocationKind
from ropa.memory import uncollected
from ropa.models import Organisation, ProcessingActivity, Vendor
from ropa.pictures.ways import Party, Place, Way
from ropa.services.chain import paths_below
from ropa.services.ways.ground import NOBODY, Ground, Movement, read
from ropa.services.ways.judging import Judge

MOST = 100_000  # ways of one register; a picture of more is none
NOWHERE = (Place(LocationKind.NOT_STATED),)


class TooManyWays(Exception):
    """The register has more ways than can be shown at once; its text says what to do."""


@dataclass(frozen=True)
class Found:
    """The ways, the countries of the entities, and how many vendors in use get no data."""

    ways: list[Way]
    homes: frozenset[str]
    left_out: int


@dataclass(frozen=True)
class End:
    """Where data of a vendor end up: below whom, where, and by which recorded transfers."""

    chain: tuple[Party, ...]
    place: Place
    movements: tuple[Movement, ...]


def ways_of(
    organisation: Organisation,
    *,
    on: date,
    activity: ProcessingActivity | None = None,
    vendor: Vendor | None = None,
) -> Found:
    """Return the ways of the data of a register on a day, or of one activity or one vendor.

    The ways of a vendor are those on which it stands, at whatever depth. Raises `TooManyWays`.
    """
    ground = read(organisation, on=on, activity=activity)
    with uncollected():
        ways = [*_of_vendors(ground, vendor), *_of_other_importers(ground, vendor)]
    keys = {way.entity.key for way in ways}
    homes = {ground.countries[pk] for pk, party in ground.entities.items() if party.key in keys}
    return Found(ways, frozenset(homes - {""}), len(ground.left_out) if vendor is None else 0)


def _of_vendors(ground: Ground, wanted: Vendor | None) -> Iterator[Way]:
    ends = _Ends(ground)
    judge = Judge(ground)
    divided = cache(partial(_by_category, ground))
    count = 0
    for (vendor, entity), lines in _users(ground):
        found = ends.of(vendor)
        if wanted is not None and wanted.pk != vendor:
            found = [end for end in found if wanted.pk in [party.pk for party in end.chain]]
        count += len(found)
        if count > MOST:
            raise TooManyWays(
                _("That is more than can be shown at once. Choose an activity or a vendor.")
            )
        share = Fraction(len(lines) or 1, len(ends.of(vendor)))
        by_category = divided(frozenset(lines), share)
        for end in found:
            movements = [each for each in end.movements if each.exporter_entity in (None, entity)]
            holder = end.chain[-1].pk if end.chain else vendor
            yield Way(
                entity=ground.entities[entity],
                vendor=ground.vendors[vendor],
                chain=end.chain,
                place=end.place,
                state=judge.state(entity, holder, end.place, movements),
                lines=len(lines),
                share=share,
                by_category=by_category,
                transfers=tuple(each.code for each in movements),
                mechanisms=_mechanisms(movements),
            )


def _users(ground: Ground) -> list[tuple[tuple[int, int], set[int]]]:
    """Who uses whom, by name; a vendor of a recorded transfer is used, too, if only by that."""
    users = dict(ground.uses)
    known = {vendor for vendor, _entity in users}
    known |= {each.sub_processor for links in ground.links.values() for each in links}
    for movement in ground.movements:
        importer = movement.importer
        if importer is None or importer.pk is None or movement.exporter_vendor:
            continue
        if importer.pk not in known:
            key = (importer.pk, movement.exporter_entity or NOBODY)
            users[key] = users.get(key, set()) | set(_lines(ground, movement))
    return sorted(users.items(), key=lambda user: (ground.vendors[user[0][0]].name, user[0]))


def _lines(ground: Ground, movement: Movement) -> Iterable[int]:
    return ground.lines if movement.covers_all else movement.purposes


class _Ends:
    """The ends of each vendor, worked out once."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.by_importer: defaultdict[int, list[Movement]] = defaultdict(list)
        for movement in ground.movements:
            if movement.importer is not None and movement.importer.pk is not None:
                self.by_importer[movement.importer.pk].append(movement)
        self.places: dict[int, list[Place]] = {}
        self.found: dict[int, list[End]] = {}

    def of(self, vendor: int) -> list[End]:
        if vendor not in self.found:
            self.found[vendor] = [
                self._end((vendor, *chain), place)
                for chain in ((), *self._chains(vendor))
                for place in self._places(chain[-1] if chain else vendor)
            ]
        return self.found[vendor]

    def _end(self, parties: tuple[int, ...], place: Place) -> End:
        below = tuple(self.ground.vendors[pk] for pk in parties[1:])
        return End(below, place, tuple(self._movements(parties, place)))

    def _chains(self, vendor: int) -> list[tuple[int, ...]]:
        return [path.vendors[1:] for path in paths_below(vendor, self.ground.links)]

    def _movements(self, parties: tuple[int, ...], place: Place) -> Iterator[Movement]:
        exporters = (None, *parties[:-1][-1:])
        for movement in self.by_importer[parties[-1]]:
            if movement.exporter_vendor in exporters and movement.is_to(place):
                yield movement

    def _places(self, vendor: int) -> list[Place]:
        """Those that the register names, and those that recorded transfers add."""
        if vendor not in self.places:
            places = list(self.ground.places.get(vendor, ()))
            for movement in self.by_importer[vendor]:
                if not any(movement.is_to(place) for place in places or ()):
                    places.append(movement.place)
            self.places[vendor] = places or list(NOWHERE)
        return self.places[vendor]


def _of_other_importers(ground: Ground, wanted: Vendor | None) -> Iterator[Way]:
    """Recorded transfers to those who are no vendors: our own entities, and importers in words."""
    if wanted is not None:
        return
    judge = Judge(ground)
    for movement in ground.movements:
        if movement.importer is not None and movement.importer.pk is not None:
            continue
        entity = movement.exporter_entity or NOBODY
        lines = set(_lines(ground, movement))
        share = Fraction(len(lines) or 1)
        yield Way(
            entity=movement.exporter or ground.entities[entity],
            vendor=movement.importer or Party("importer", _("importer not named")),
            chain=(),
            place=movement.place,
            state=judge.state(entity, None, movement.place, [movement]),
            lines=len(lines),
            share=share,
            by_category=_by_category(ground, frozenset(lines), share),
            transfers=(movement.code,),
            mechanisms=movement.mechanisms,
        )


def _by_category(
    ground: Ground, lines: frozenset[int], share: Fraction
) -> tuple[tuple[str, Fraction], ...]:
    """Divide a share over the categories of the lines, each line counting the same."""
    if not lines:
        return (("", share),)
    counts: Counter[tuple[str, int]] = Counter()
    for line in lines:
        names = ground.categories.get(line) or [""]
        counts.update((name, len(names)) for name in names)
    parts: defaultdict[str, Fraction] = defaultdict(Fraction)
    for (name, of), count in counts.items():
        parts[name] += Fraction(count, of)
    return tuple((name, part * share / len(lines)) for name, part in sorted(parts.items()))


def _mechanisms(movements: Iterable[Movement]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in movements for name in each.mechanisms))
