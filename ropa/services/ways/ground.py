"""All that the ways of an organisation are worked out from, read with few queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ropa.choices.register import (
    DestinationKind,
    FacetState,
    LocationKind,
    TransferKind,
    VendorRole,
)
from ropa.models import (
    LegalEntity,
    Organisation,
    ProcessingActivity,
    Purpose,
    PurposeDataCategory,
    Transfer,
    TransferPurpose,
    Vendor,
    VendorLocation,
    VendorUse,
)
from ropa.pictures.ways import Party, Place
from ropa.services.chain import Links, links_of

NO_MOVEMENT = (TransferKind.CONSTRAINT, TransferKind.SAFEGUARD)
# A recorded transfer as something that the importer has in its country.
KINDS = {
    TransferKind.STORAGE: LocationKind.HOSTING,
    TransferKind.ACCESS: LocationKind.ACCESS,
}
NOBODY = 0  # the entity of an activity that names none


@dataclass(frozen=True)
class Movement:
    """A recorded transfer that moves data."""

    code: str
    place: Place
    importer: Party | None
    exporter_vendor: int | None
    exporter_entity: int | None
    exporter: Party | None  # in words, where it is none of our entities
    covers_all: bool
    purposes: frozenset[int]

    def is_to(self, place: Place) -> bool:
        """Tell whether its destination is this place; one without a destination is nowhere."""
        if self.place.country or place.country:
            return self.place.country == place.country
        return self.place.wording.casefold() == place.wording.casefold()


@dataclass
class Ground:
    organisation: Organisation
    on: date
    entities: dict[int, Party]
    entity_codes: dict[int, str]
    countries: dict[int, str]  # of the entities
    vendors: dict[int, Party]
    links: Links[int]
    uses: dict[tuple[int, int], set[int]]  # vendor, entity -> purpose lines
    left_out: frozenset[int]  # vendors in use that get no data from us
    lines: dict[int, int]  # purpose line -> entity
    codes: dict[int, str]  # of the purpose lines
    places: dict[int, list[Place]]
    movements: list[Movement]
    categories: dict[int, list[str]] = field(default_factory=dict)  # by purpose line


def read(
    organisation: Organisation, *, on: date, activity: ProcessingActivity | None = None
) -> Ground:
    """Read the whole organisation, or what one activity needs of it."""
    lines, codes = _lines(organisation, activity)
    uses, left_out = _uses(organisation, lines, whole=activity is None)
    vendors = {
        pk: Party(f"vendor-{pk}", name, pk)
        for pk, name in Vendor.objects.filter(organisation=organisation).values_list("pk", "name")
    }
    entities = {NOBODY: Party("organisation", organisation.name)}
    countries = {NOBODY: organisation.country}
    entity_codes = {}
    rows = LegalEntity.objects.filter(organisation=organisation)
    for pk, code, name, country in rows.values_list("pk", "code", "legal_name", "country"):
        entity_codes[pk], entities[pk] = code, Party(f"entity-{pk}", name)
        countries[pk] = country
    return Ground(
        organisation=organisation,
        on=on,
        entities=entities,
        entity_codes=entity_codes,
        countries=countries,
        vendors=vendors,
        links=links_of([organisation.pk], on=on),
        uses=uses,
        left_out=left_out,
        lines=lines,
        codes=codes,
        places=_places(organisation),
        movements=_movements(organisation, vendors, entities, lines, activity),
        categories=_categories(organisation),
    )


def _lines(
    organisation: Organisation, activity: ProcessingActivity | None
) -> tuple[dict[int, int], dict[int, str]]:
    """The entity of each purpose line, and its code."""
    rows = Purpose.objects.filter(organisation=organisation)
    if activity is not None:
        rows = rows.filter(activity=activity)
    found = list(rows.order_by().values_list("pk", "activity__entity", "code"))
    return {pk: entity or NOBODY for pk, entity, _code in found}, {
        pk: code for pk, _entity, code in found
    }


def _uses(
    organisation: Organisation, lines: dict[int, int], *, whole: bool
) -> tuple[dict[tuple[int, int], set[int]], frozenset[int]]:
    """Purpose lines by vendor and entity, and the vendors that are named but get no data."""
    rows = VendorUse.objects.filter(vendor__organisation=organisation).order_by()
    uses: defaultdict[tuple[int, int], set[int]] = defaultdict(set)
    given, named = set(), set()
    for vendor, purpose, role, is_recipient, is_own in rows.values_list(
        "vendor", "purpose", "role", "is_recipient", "vendor__is_own_product"
    ):
        if purpose not in lines and not (whole and purpose is None):
            continue
        named.add(vendor)
        if not is_recipient or is_own or role in (VendorRole.DATA_SOURCE, VendorRole.OWN_PRODUCT):
            continue
        given.add(vendor)
        found = uses[vendor, lines.get(purpose, NOBODY)]
        if purpose is not None:
            found.add(purpose)
    return dict(uses), frozenset(named - given)


def _places(organisation: Organisation) -> dict[int, list[Place]]:
    """The places of each vendor, a country once for each thing that is there."""
    rows = VendorLocation.objects.filter(vendor__organisation=organisation)
    found: defaultdict[int, dict[Any, Place]] = defaultdict(dict)
    for vendor, kind, country, wording in rows.order_by("vendor", "order", "pk").values_list(
        "vendor", "kind", "country", "wording"
    ):
        key = (kind, country or wording.casefold())
        found[vendor].setdefault(key, Place(kind, country, wording))
    return {vendor: list(places.values()) for vendor, places in found.items()}


def _movements(
    organisation: Organisation,
    vendors: dict[int, Party],
    entities: dict[int, Party],
    lines: dict[int, int],
    activity: ProcessingActivity | None,
) -> list[Movement]:
    rows = Transfer.objects.filter(organisation=organisation).exclude(kind__in=NO_MOVEMENT)
    purposes = _grouped(
        TransferPurpose.objects.filter(transfer__organisation=organisation).values_list(
            "transfer", "purpose"
        )
    )
    found = []
    for row in rows.order_by("code"):
        linked = frozenset(purposes.get(row.pk, ()))
        if activity is not None and not row.covers_all and not linked & lines.keys():
            continue
        found.append(
            Movement(
                code=row.code,
                place=_destination(row),
                importer=_importer(row, vendors, entities),
                exporter_vendor=row.exporter_vendor_id,
                exporter_entity=row.exporter_entity_id,
                exporter=_exporter(row),
                covers_all=row.covers_all,
                purposes=linked & lines.keys(),
            )
        )
    return found


def _destination(row: Transfer) -> Place:
    kind = KINDS.get(TransferKind(row.kind), LocationKind.NOT_STATED)
    is_country = row.destination_kind == DestinationKind.COUNTRY
    return Place(kind, row.country if is_country else "", row.destination)


def _exporter(row: Transfer) -> Party | None:
    """Who exports, where the register says it in words that are not the name of a record."""
    if row.exporter_entity_id or not row.exporter:
        return None
    return Party(f"exporter-{row.exporter.casefold()}", row.exporter)


def _importer(row: Transfer, vendors: dict[int, Party], entities: dict[int, Party]) -> Party | None:
    if row.importer_vendor_id:
        return vendors.get(row.importer_vendor_id)
    if row.importer_entity_id:
        return entities.get(row.importer_entity_id)
    return Party(f"importer-{row.importer.casefold()}", row.importer) if row.importer else None


def _grouped(rows: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for key, value in rows:
        found[key].append(value)
    return found


def _categories(organisation: Organisation) -> dict[int, list[str]]:
    """The categories of each line; those of the line it inherits from, where it does."""
    own = _grouped(
        PurposeDataCategory.objects.filter(purpose__organisation=organisation)
        .order_by("purpose", "category__name")
        .values_list("purpose", "category__name")
        .distinct()
    )
    heirs = dict(
        Purpose.objects.filter(
            organisation=organisation, data_categories_state=FacetState.INHERITED
        ).values_list("pk", "inherits_from")
    )
    found = dict(own)
    for pk in heirs:
        seen = {pk}
        at = heirs[pk] or pk
        while at in heirs and at not in seen:
            seen.add(at)
            at = heirs[at] or at
        found[pk] = own.get(at, [])
    return found
