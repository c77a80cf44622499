"""What a row says of the vendor itself: who it is, its spellings, its places."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ropa.choices.register import LocationKind, VendorRole
from ropa.models import Vendor, VendorAlias, VendorLocation
from ropa.services.vendor_import import spellings
from ropa.services.vendor_import.cells import Cells, Refusal, Said
from ropa.services.vendor_import.customers import keep_the_gate_shut
from ropa.services.vendor_import.drafts import Dossier, Draft, Plan
from ropa.services.vendor_import.places import Place
from ropa.services.vendor_import.register import Register
from ropa.vendor_lists.names import is_own_product, normalise
from ropa.vendor_lists.spelling import one_line

_EXPORTED = ("locations", "countries")


def find_vendors(register: Register, plan: Plan, said: Said) -> list[Dossier]:
    """Find or make the vendors that the row names, each once."""
    found: list[Dossier] = []
    for name in said.names:
        dossier = register.find(name, plan)
        if dossier is None:
            dossier = _new(register, plan, name)
            plan.is_creating = True
            if said.is_doubtful:
                plan.messages.append(
                    _('"%(name)s" was taken as one name; look whether it is.') % {"name": name}
                )
        if dossier not in found:
            found.append(dossier)
    return found


def plan_vendor(register: Register, plan: Plan, dossier: Dossier, said: Said, cells: Cells) -> None:
    """Plan what the row says of the vendor itself."""
    plan.touch(dossier.vendor)
    for field, value in said.vendor.items():
        column = "own_product" if field == "is_own_product" else field
        plan.say(dossier.vendor, field, value, heading=cells.heading(column))
    _plan_own_product(register, plan, said, dossier)
    keep_the_gate_shut(register, plan, dossier)
    if said.backup_of:
        _plan_backup(register, plan, dossier, said.backup_of, cells.heading("backup_of"))
    _plan_places(plan, dossier, said, cells)


def plan_spellings(
    register: Register, plan: Plan, dossier: Dossier, said: Said, *, is_new: bool
) -> None:
    """Keep every spelling met. The vendor's own name is one where the vendor or its use is new.

    Another name that the row gives, and that means another vendor already, stays with that one.
    """
    met = [said.spelling, *_free(register, plan, dossier, said)]
    if len(said.names) > 1:
        met.append(dossier.name)
    known = {one_line(spelling) for spelling in dossier.spellings}
    known |= {one_line(use.row.spelling) for use in dossier.uses}
    for spelling in dict.fromkeys(filter(None, met)):
        if one_line(spelling) in known or (spelling == dossier.name and not is_new):
            continue
        row = VendorAlias(
            organisation=dossier.vendor.row.organisation,
            vendor=dossier.vendor.row,
            normalised=normalise(spelling),
        )
        alias = Draft(row)
        plan.say(alias, "spelling", spelling)
        plan.say(alias, "normalised", row.normalised)
        plan.add(dossier, alias, spelling)


def _free(register: Register, plan: Plan, dossier: Dossier, said: Said) -> Iterator[str]:
    for spelling in said.spellings:
        owner = register.owner(spelling)
        if owner is None or owner is dossier or spelling in dossier.spellings:
            yield spelling
        else:
            plan.messages.append(
                _('"%(spelling)s" means %(vendor)s and was not given to another vendor, too.')
                % {"spelling": spelling, "vendor": owner.name}
            )


def places_cell(dossier: Dossier) -> str:
    """The places of a vendor as an export lists them."""
    rows = sorted((each.row for each in dossier.locations), key=lambda row: (row.order, row.pk))
    return spellings.join(row.wording or row.country for row in rows)


def _new(register: Register, plan: Plan, name: str) -> Dossier:
    row = Vendor(organisation=register.organisation, name=name, normalised=normalise(name))
    dossier = Dossier(Draft(row))
    plan.say(dossier.vendor, "name", name)
    plan.say(dossier.vendor, "normalised", row.normalised)
    plan.dossiers.append(dossier)
    plan.add(dossier, dossier.vendor, name)
    return dossier


def _plan_own_product(register: Register, plan: Plan, said: Said, dossier: Dossier) -> None:
    """A role says so, or the name of a new vendor; what a column says goes before both."""
    stated = said.vendor.get("is_own_product")
    has_role = said.use.get("role") == VendorRole.OWN_PRODUCT
    if has_role and stated is False:
        plan.messages.append(_("The role is own product, and the list says that it is none."))
    if stated is not None or not dossier.vendor.is_new or register.is_denied(dossier):
        return
    if has_role or is_own_product(dossier.name, register.own_names):
        plan.assume(dossier.vendor, "is_own_product", True)
        plan.messages.append(
            _('"%(name)s" was taken as an own product, not as a third party.')
            % {"name": dossier.name}
        )


def _plan_backup(register: Register, plan: Plan, dossier: Dossier, name: str, heading: str) -> None:
    other = register.find(name, plan)
    if other is None:
        other = _new(register, plan, name)
        plan.messages.append(
            _('"%(name)s" was not known and is new, as the vendor that is backed up.')
            % {"name": name}
        )
    behind = other.vendor.row
    while behind is not None and behind is not dossier.vendor.row:
        behind = behind.backup_of
    if behind is not None:
        raise Refusal(
            _('%(column)s: "%(name)s" would be its own backup.')
            % {"column": heading, "name": dossier.name}
        )
    plan.say(dossier.vendor, "backup_of", other.vendor.row, heading=heading)


def _plan_places(plan: Plan, dossier: Dossier, said: Said, cells: Cells) -> None:
    planned: list[Place] = []
    given: dict[Draft, str] = {}  # the kinds that this row gives to places listed before
    stored = places_cell(dossier)
    places = (
        place
        for column, listed in said.places.items()
        # As exported; a wording with a semicolon would come back as two.
        if column not in _EXPORTED or cells.text(column) != stored
        for place in listed
    )
    for place in places:
        known = _known(dossier, place, given)
        if known is not None:
            _plan_kind(plan, known, place, given)
        elif not any(_is_same(each.wording, each.country, each.kind, place) for each in planned):
            planned.append(place)
            _plan_place(plan, dossier, place, order=len(dossier.locations) + len(planned))


def _plan_place(plan: Plan, dossier: Dossier, place: Place, *, order: int) -> None:
    draft = Draft(VendorLocation(vendor=dossier.vendor.row))
    plan.say(draft, "wording", place.wording)
    plan.say(draft, "country", place.country)
    plan.say(draft, "kind", place.kind or LocationKind.NOT_STATED)
    plan.say(draft, "order", order)
    plan.add(dossier, draft, place.wording)


def _plan_kind(plan: Plan, known: Draft, place: Place, given: dict[Draft, str]) -> None:
    """Give a place that is listed already its kind, where nobody has said one yet."""
    if _is_of_kind(place.kind) and not _is_of_kind(known.row.kind):
        plan.say(known, "kind", place.kind)
        given[known] = place.kind


def _is_of_kind(kind: str) -> bool:
    return bool(kind) and kind != LocationKind.NOT_STATED


def _known(dossier: Dossier, place: Place, given: Mapping[Draft, str]) -> Draft | None:
    """The location that is the place: of its kind, or else one whose kind is not stated."""
    same = [
        each
        for each in dossier.locations
        if _is_same(each.row.wording, each.row.country, given.get(each, each.row.kind), place)
    ]
    of_kind = (each for each in same if each.row.kind == place.kind)
    return next(of_kind, None) or next(iter(same), None)


def _is_same(wording: str, country: str, kind: str, place: Place) -> bool:
    """In the same words, or as the bare name of the country; of two kinds it is two places."""
    if _is_of_kind(kind) and _is_of_kind(place.kind) and kind != place.kind:
        return False
    in_words = bool(wording) and normalise(wording) == normalise(place.wording)
    return in_words or (place.is_bare and country == place.country)
