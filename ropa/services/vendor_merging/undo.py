"""Takes a merge of vendors apart: the vendor comes back with its key and what it had."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.choices.register import Role
from ropa.choices.vendors import VersionStatus
from ropa.models import (
    Organisation,
    Purpose,
    SubProcessorList,
    SubProcessorListEntry,
    Vendor,
    VendorMerge,
    VendorUse,
)
from ropa.services.remembered import Values, agrees, found, made_again, write_columns
from ropa.services.vendor_changes.window import follow
from ropa.services.vendor_merging.obstacles import for_customers, is_unlisted
from ropa.services.vendor_merging.order import refuse_out_of_order

Remembered = dict[str, Any]


@dataclass
class Undone:
    """What came back, and what stayed as the merge had left it, each in words."""

    vendor: Vendor
    back: int = 0
    stayed: list[str] = field(default_factory=list)


@transaction.atomic
def undo_merge(merge: VendorMerge, *, reason: str, at: datetime) -> Undone:
    """Make the merged vendor again and give it back what it had.

    Rows that were changed or removed since, and new ones, stay with the kept vendor, and so does
    a use that the published list of sub-processors would refuse. Raises `ValidationError` where
    the merge cannot be taken apart, or a later one has to be taken apart before.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the two are different vendors after all."))
    list(Organisation.objects.select_for_update().filter(pk=merge.organisation_id))
    merge = VendorMerge.objects.select_for_update().get(pk=merge.pk)
    kept = refuse_out_of_order(merge)
    names = {"merged": merge.merged_name, "kept": merge.kept_name, "reason": reason.strip()}
    with acting(reason=_("Merge of “%(merged)s” into “%(kept)s” undone: %(reason)s") % names):
        undone = Undone(made_again(Vendor, merge.entry))
        moved = merge.moved
        _give_back(undone, moved["changed"])
        _drop_made(undone, moved["made"])
        for each in moved["dropped"]:
            _make_dropped(undone, each)
        _empty_again(undone, kept, moved["filled"])
        follow(Q(vendor__in=(kept.pk, undone.vendor.pk)))
        merge.undone_at = at
        merge.save()
    return undone


def _give_back(undone: Undone, changed: list[Remembered]) -> None:
    """Give the rows their columns back, entries of lists first, for the gate looks at them."""
    by_model: defaultdict[Any, list[Remembered]] = defaultdict(list)
    for each in changed:
        by_model[apps.get_model(each["model"])].append(each)
    for model in sorted(by_model, key=lambda each: each is not SubProcessorListEntry):
        _give_back_rows(undone, model, by_model[model])


def _give_back_rows(undone: Undone, model: Any, changed: list[Remembered]) -> None:
    rows = {row.pk: row for row in found(model._base_manager, _keys(changed))}
    refused = _refused(undone.vendor, rows) if model is VendorUse else set()
    follows = getattr(model, "worked_out", ())  # moves by itself, and does so again
    back: list[tuple[int, Values]] = []
    for each in changed:
        before, after = each["before"], each["after"]
        row = rows.get(before["id"])
        # What the merge did not set may have changed since, and stays as it is now.
        stood = {name: value for name, value in after.items() if name not in follows}
        if row is None or row.pk in refused or not agrees(row, stood):
            undone.stayed.append(_in_words(model, row, before))
        else:
            back.append((row.pk, {name: before[name] for name in after}))
    write_columns(model, back)
    undone.back += len(back)


def _refused(vendor: Vendor, rows: dict[int, Any]) -> set[int]:
    """The uses that the published list would refuse, were they of the vendor again."""
    if not is_unlisted(vendor):
        return set()
    return {use.pk for use in found(for_customers(VendorUse.objects.all()), rows)}


def _drop_made(undone: Undone, made: list[Remembered]) -> None:
    """Remove the spellings that the merge had made, unless somebody changed them."""
    for each in made:
        model = apps.get_model(each["model"])
        for row in model._base_manager.filter(pk=each["values"]["id"]):
            if agrees(row, each["values"]):
                row.delete()
            else:
                undone.stayed.append(_in_words(model, row, each["values"]))


def _make_dropped(undone: Undone, dropped: Remembered) -> None:
    """Make a dropped row again, unless the one that doubled it no longer stands there."""
    model, values = apps.get_model(dropped["model"]), dropped["values"]
    stands = "twin" not in dropped or _stands(model, dropped["twin"], dropped["place"])
    if stands and _leads_somewhere(model, values) and _is_allowed(undone.vendor, model, values):
        made_again(model, values)
        undone.back += 1
    else:
        undone.stayed.append(_in_words(model, None, values))


def _stands(model: Any, key: int, place: Values) -> bool:
    row = model._base_manager.filter(pk=key).first()
    return row is not None and agrees(row, place)


def _leads_somewhere(model: Any, values: Values) -> bool:
    """Whether all that the row points at is still there."""
    return all(
        values.get(each.attname) is None
        or each.related_model._base_manager.filter(pk=values[each.attname]).exists()
        for each in model._meta.concrete_fields
        if each.is_relation
    )


def _is_allowed(vendor: Vendor, model: Any, values: Values) -> bool:
    """Whether neither a published list nor the gate stands against a row made again."""
    if model is SubProcessorListEntry:
        lists = SubProcessorList.objects.filter(pk=values["version_id"])
        return lists.filter(status=VersionStatus.DRAFT).exists()
    if model is VendorUse and values["is_recipient"] and is_unlisted(vendor):
        lines = Purpose.objects.filter(pk=values["purpose_id"])
        return not lines.filter(activity__role=Role.PROCESSOR).exists()
    return True


def _empty_again(undone: Undone, kept: Vendor, filled: dict[str, list[Any]]) -> None:
    """Empty what the merge had filled on the kept vendor, unless it says something else now."""
    kept.refresh_from_db()
    labels = {each.attname: each.verbose_name for each in Vendor._meta.concrete_fields}
    for name, (was, is_now) in filled.items():
        if getattr(kept, name) == is_now:
            setattr(kept, name, was)
            undone.back += 1
        else:
            undone.stayed.append(f"{kept}: {labels[name]}")
    if filled:
        kept.save()


def _keys(changed: Iterable[Remembered]) -> list[int]:
    return [each["before"]["id"] for each in changed]


def _in_words(model: Any, row: Any, values: Values) -> str:
    """Name a row that stayed; one that is gone is named by what is remembered of it."""
    named = str(row) if row is not None else _name_in(values)
    return f"{model._meta.verbose_name}: {named}"


def _name_in(values: Values) -> str:
    for name in ("spelling", "code", "title", "name", "service"):
        if values.get(name):
            return str(values[name])
    return str(values["id"])
