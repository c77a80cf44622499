"""What stands against making two vendors one: each a sentence that says what to do first."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ropa.choices.register import Role
from ropa.choices.vendors import VersionStatus
from ropa.models import (
    DistinctVendors,
    SubProcessing,
    SubProcessorList,
    SubProcessorListEntry,
    Transfer,
    Vendor,
    VendorUse,
)
from ropa.services.vendor_merging.doubles import doubles
from ropa.services.vendor_merging.relations import Relation

Sentences = Iterator[str]


def obstacles(kept: Vendor, merged: Vendor) -> list[str]:
    """Return why the two cannot be merged; empty when they can."""
    if kept.pk == merged.pk:
        return [_("A vendor cannot be merged into itself; choose another one.")]
    if kept.organisation_id != merged.organisation_id:
        return [_("Vendors of two organisations cannot be merged.")]
    return [sentence for each in _CHECKS for sentence in each(kept, merged)]


def behind_both(kept: Vendor, merged: Vendor) -> int | None:
    """Return the key of the vendor for which the merged pair stands in, if there is one."""
    for key in (kept.backup_of_id, merged.backup_of_id):
        if key not in (None, kept.pk, merged.pk):
            return key
    return None


def is_unlisted(*vendors: Vendor) -> bool:
    """Whether these vendors, as if they were one, may get no data of customers: Art. 28(2), (4).

    Once an organisation has published its list of sub-processors, such data reach listed vendors
    only. The database refuses the same by a trigger.
    """
    newest = SubProcessorList.objects.published().filter(organisation=vendors[0].organisation_id)
    version = newest.first()
    if version is None or vendors[0].is_own_product:
        return False
    return not version.entries.filter(vendor__in=vendors).exists()


def for_customers(uses: QuerySet[VendorUse]) -> QuerySet[VendorUse]:
    """Those of `uses` that give data to the vendor on behalf of customers."""
    return uses.filter(is_recipient=True, purpose__activity__role=Role.PROCESSOR)


def _ruled_different(kept: Vendor, merged: Vendor) -> Sentences:
    pair = sorted((kept.pk, merged.pk))
    for ruling in DistinctVendors.objects.filter(one=pair[0], other=pair[1]):
        words = {"day": date_format(ruling.decided_on, "j F Y"), "reason": ruling.reason}
        if ruling.reason:
            yield (
                _("They were found to be different on %(day)s: “%(reason)s” Remove that first.")
                % words
            )
        else:
            yield _("They were found to be different on %(day)s. Remove that first.") % words


def _transfers_between(kept: Vendor, merged: Vendor) -> Sentences:
    both = (kept, merged)
    between = Transfer.objects.filter(exporter_vendor__in=both, importer_vendor__in=both)
    for code in between.order_by("code").values_list("code", flat=True):
        yield _(
            "Transfer “%(code)s” goes from one to the other. Change or remove it first: a vendor "
            "does not pass data on to itself."
        ) % {"code": code}


def _circle(kept: Vendor, merged: Vendor) -> Sentences:
    below: defaultdict[int, set[int]] = defaultdict(set)
    links = SubProcessing.objects.filter(organisation=kept.organisation_id)
    for pair in links.values_list("vendor", "sub_processor"):
        upper, lower = (kept.pk if key == merged.pk else key for key in pair)
        if upper != lower:
            below[upper].add(lower)
    if path := _path(below, kept.pk):
        names = Vendor.objects.in_bulk(path)
        yield _("That would close a circle of sub-processors: %(names)s.") % {
            "names": " → ".join(str(names[key]) for key in path)
        }


def _path(below: dict[int, set[int]], start: int) -> list[int]:
    """The vendors from `start` down and back to it, if the chain comes back."""
    paths, seen = [[start]], set()
    while paths:
        path = paths.pop()
        for key in sorted(below.get(path[-1], ())):
            if key == start:
                return [*path, start]
            if key not in seen:
                seen.add(key)
                paths.append([*path, key])
    return []


def _circle_of_backups(kept: Vendor, merged: Vendor) -> Sentences:
    stands_in = dict(
        Vendor.objects.filter(organisation=kept.organisation_id, backup_of__isnull=False)
        .exclude(pk__in=(kept.pk, merged.pk))
        .values_list("pk", "backup_of")
    )
    key, seen = behind_both(kept, merged), set()
    while key is not None and key not in seen:
        if key in (kept.pk, merged.pk):
            yield _(
                "Each would stand in for the other: clear “backup of” of the vendor between them "
                "first."
            )
        seen.add(key)
        key = stands_in.get(key)


def _gate(kept: Vendor, merged: Vendor) -> Sentences:
    uses = for_customers(VendorUse.objects.filter(vendor=merged))
    if uses.exists() and is_unlisted(kept, merged):
        yield _(
            "“%(merged)s” is used for customers, and neither name is on the published list of "
            "sub-processors. Publish a list that names “%(kept)s” first."
        ) % {"merged": merged, "kept": kept}


def _listed_twice(kept: Vendor, merged: Vendor) -> Sentences:
    relation = Relation(SubProcessorListEntry, ("vendor",))
    twice = SubProcessorListEntry.objects.filter(
        Q(pk__in=doubles(relation, kept, merged)), version__status=VersionStatus.PUBLISHED
    )
    for entry in twice.select_related("version"):
        yield _(
            "Version %(number)s of the published list names both as “%(name)s” with one service. "
            "What is published stays as it is, so they cannot be one there."
        ) % {"number": entry.version.number, "name": entry.name}


_CHECKS: tuple[Callable[[Vendor, Vendor], Sentences], ...] = (
    _ruled_different,
    _transfers_between,
    _circle,
    _circle_of_backups,
    _gate,
    _listed_twice,
)
