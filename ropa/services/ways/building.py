"""Ways of data, from what the register holds: uses, places, sub-processors, recorded transfers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache, partial

from django.utils.translation import gettext as _

from ropa.choices.register import LocationKind
from ropa.memory import uncollected
from ropa.models import Organisation, ProcessingActivity, Vendor
from ropa.pictures.ways import Party, Place, Way
from ropa.resources import OrganisationScope
from ropa.services.chain import paths_below
from ropa.services.gaps.window import Window
from ropa.services.transfers.facts import facts_on_file
from ropa.services.ways.ground import NOBODY, Ground, Movement, read
from ropa.services.ways.judging import Handing, Judge

_fraction = lru_cache(maxsize=4096)(Fraction)
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
    scope = OrganisationScope(organisation.code)
    part = scope if activity is None else Window(scope, [activity.pk])
    with uncollected():
        judge = Judge(ground, facts_on_file(part, on=on))
        ways = list(_of_vendors(ground, judge, vendor))
        told = {code for way in ways for code in way.transfers}
        ways += _of_transfers(ground, judge, vendor, told)
    keys = {way.entity.key for way in ways}
    homes = {ground.countries[pk] for pk, party in ground.entities.items() if party.key in keys}
    return Found(ways, frozenset(homes - {""}), len(ground.left_out) if vendor is None else 0)


def _of_vendors(ground: Ground, judge: Judge, wanted: Vendor | None) -> Iterator[Way]:
    ends = _Ends(ground)
    divided = cache(partial(_by_category, ground))
    count = 0
    for (vendor, entity), lines in _users(ground):
        found = whole = ends.of(vendor, entity)
        if wanted is not None and wanted.pk != vendor:
            found = [end for end in found if wanted.pk in [party.pk for party in end.chain]]
        count += len(found)
        if count > MOST:
            raise TooManyWays(
                _("That is more than can be shown at once. Choose an activity or a vendor.")
            )
        share = Fraction(len(lines) or 1, len(whole))
        whose = frozenset(lines)
        by_category = divided(whose, share)
        for end in found:
            parties = (ground.vendors[vendor], *end.chain)
            handing = _handing(entity, parties, end.place)
            standing = judge.standing(handing, end.movements, whose)
            yield Way(
                entity=ground.entities[entity],
                vendor=ground.vendors[vendor],
                chain=end.chain,
                place=end.place,
                state=standing.state,
                lines=len(lines),
                share=share,
                by_category=by_category,
                transfers=tuple(each.code for each in end.movements),
                told=standing.told,
            )


def _users(ground: Ground) -> list[tuple[tuple[int, int], set[int]]]:
    """Who uses whom for which purpose lines, by the name of the vendor."""
    return sorted(ground.uses.items(), key=lambda use: (ground.vendors[use[0][0]].name, use[0]))


def _lines(ground: Ground, movement: Movement) -> Iterable[int]:
    return ground.lines if movement.covers_all else movement.purposes


class _Ends:
    """The ends of each vendor of each entity."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.by_importer: defaultdict[int, list[Movement]] = defaultdict(list)
        for movement in ground.movements:
            if movement.importer is not None and movement.importer.pk is not None:
                self.by_importer[movement.importer.pk].append(movement)

    def of(self, vendor: int, entity: int) -> list[End]:
        chains = (path.vendors for path in paths_below(vendor, self.ground.links))
        return [end for parties in ((vendor,), *chains) for end in self._at(parties, entity)]

    def _at(self, parties: tuple[int, ...], entity: int) -> Iterator[End]:
        """The places of the last of these: those it has, and those that transfers to it add."""
        holder, handed_on_by = parties[-1], (None, *parties[:-1][-1:])
        movements = [
            each
            for each in self.by_importer.get(holder, ())
            if each.exporter_vendor in handed_on_by and each.exporter_entity in (None, entity)
        ]
        places = list(self.ground.places.get(holder, ()))
        for movement in movements:
            if not any(movement.is_to(place) for place in places):
                places.append(movement.place)
        below = tuple(self.ground.vendors[pk] for pk in parties[1:])
        for place in places or NOWHERE:
            yield End(below, place, tuple(each for each in movements if each.is_to(place)))


def _of_transfers(
    ground: Ground, judge: Judge, wanted: Vendor | None, told: set[str]
) -> Iterator[Way]:
    """The recorded transfers on no way of a vendor in use, such as those to our own entities."""
    for movement in ground.movements:
        parties = _parties(ground, movement)
        if movement.code in told or (wanted and wanted.pk not in [each.pk for each in parties]):
            continue
        entity = movement.exporter_entity or NOBODY
        lines = frozenset(_lines(ground, movement))
        share = Fraction(len(lines) or 1)
        handing = _handing(entity, parties, movement.place)
        standing = judge.standing(handing, [movement], lines)
        yield Way(
            entity=movement.exporter or ground.entities[entity],
            vendor=parties[0],
            chain=parties[1:],
            place=movement.place,
            state=standing.state,
            lines=len(lines),
            share=share,
            by_category=_by_category(ground, lines, share),
            transfers=(movement.code,),
            told=standing.told,
        )


def _handing(entity: int, parties: tuple[Party, ...], place: Place) -> Handing:
    """The last step of a way: from the party before the last, where there is one, to the last."""
    above, holder = ("", *(party.name for party in parties))[-2:]
    return Handing(entity, above, holder, place)


def _parties(ground: Ground, movement: Movement) -> tuple[Party, ...]:
    """Who hands on, where it is a vendor, and who imports."""
    importer = movement.importer or Party("importer", _("importer not named"))
    by = movement.exporter_vendor
    return (ground.vendors[by], importer) if by else (importer,)


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
        parts[name] += _fraction(count, of)
    return tuple((name, _part(part, share, len(lines))) for name, part in sorted(parts.items()))


@lru_cache(maxsize=4096)
def _part(part: Fraction, share: Fraction, lines: int) -> Fraction:
    return part * share / lines
