"""Makes two vendors one: all that points at the one is led to the other, and remembered."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.audit.records import CHUNK
from ropa.models import Organisation, Vendor, VendorAlias, VendorMerge
from ropa.services.remembered import values_of
from ropa.services.vendor_merging.doubles import place_of
from ropa.services.vendor_merging.plan import Dropped, Move, Plan, plan_merge
from ropa.services.vendor_merging.relations import relations

Remembered = dict[str, Any]


@transaction.atomic
def merge_vendors(
    kept: Vendor, merged: Vendor, *, reason: str, at: datetime, by: User | None, seen: str = ""
) -> VendorMerge:
    """Let `kept` stand for `merged` everywhere, and remove `merged`.

    `seen` is the fingerprint of the plan that was shown. What is needed to take the two apart
    again stands in the `VendorMerge`. Raises `ValidationError` where the two cannot be merged,
    where no reason is given, and where the register has changed since the plan was shown.
    """
    if not reason.strip():
        raise ValidationError(_("Say why the two are one vendor."))
    kept, merged = locked(kept, merged)
    plan = plan_merge(kept, merged)
    if plan.obstacles:
        raise ValidationError(plan.obstacles)
    if seen and seen != plan.fingerprint:
        raise ValidationError(_("The register has changed since you looked; look again."))
    names = {"merged": merged.name, "kept": kept.name, "reason": reason.strip()}
    with acting(reason=_("“%(merged)s” merged into “%(kept)s”: %(reason)s") % names):
        entry = values_of(merged)
        moved = _carry_out(plan)
        _remove(merged)
        return VendorMerge.objects.create(
            organisation_id=kept.organisation_id,
            kept_id_was=kept.pk,
            kept_name=kept.name,
            merged_name=merged.name,
            entry=entry,
            moved={"reason": reason.strip(), **moved},
            merged_at=at,
            merged_by=by,
        )


def locked(*vendors: Vendor) -> list[Vendor]:
    """Return the vendors as they stand now, locked in the order of their keys.

    Their organisations are locked before them, as by the trigger that refuses circles: two merges
    at once wait for one another and never block each other for good.
    """
    whose = {each.organisation_id for each in vendors}
    list(Organisation.objects.select_for_update().filter(pk__in=whose).order_by("pk"))
    rows = Vendor.objects.select_for_update().filter(pk__in=[each.pk for each in vendors])
    found = {each.pk: each for each in rows.order_by("pk")}
    for each in vendors:
        if each.pk not in found:
            raise ValidationError(_("“%(name)s” was removed or merged meanwhile.") % {"name": each})
    return [found[each.pk] for each in vendors]


def _carry_out(plan: Plan) -> Remembered:
    """Move, drop and fill, and return what was there before."""
    changed: list[Remembered] = []
    dropped: list[Remembered] = []
    for move in plan.moves:
        for each in move.dropped:
            dropped.append(_drop(move, each, changed))
        changed += _lead(move)
    return {
        "changed": changed,
        "dropped": dropped,
        "filled": _fill_vendor(plan),
        "made": [
            {"model": VendorAlias._meta.label, "values": values_of(each)}
            for each in _make_spellings(plan)
        ],
    }


def _drop(move: Move, dropped: Dropped, changed: list[Remembered]) -> Remembered:
    """Drop a row and give the one that stays what it says more."""
    remembered = {"model": move.relation.model._meta.label, "values": values_of(dropped.row)}
    if dropped.twin is not None:
        place = place_of(move.relation, dropped.twin)
        remembered |= {"twin": dropped.twin.pk, "place": place}
        fills = [each.name for each in dropped.pairs if each.fills]
        if fills:
            changed.append(_filled(dropped.twin, dropped.row, fills))
    move.relation.model._base_manager.filter(pk=dropped.row.pk).delete()
    return remembered


def _filled(stays: Any, goes: Any, names: list[str]) -> Remembered:
    before = values_of(stays)
    for name in names:
        setattr(stays, name, getattr(goes, name))
    stays.save()
    after = values_of(stays)
    return {
        "model": stays._meta.label,
        "before": before,
        "after": {name: after[name] for name in names},
    }


def _lead(move: Move) -> list[Remembered]:
    """Lead the rows to the kept vendor, with few statements however many they are."""
    rows: Any = move.relation.model._base_manager
    alike: defaultdict[tuple[tuple[str, int], ...], list[int]] = defaultdict(list)
    remembered = []
    for row, led in move.moved:
        alike[tuple(led.items())].append(row.pk)
        label = row._meta.label
        remembered.append({"model": label, "before": values_of(row), "after": led})
    for columns, keys in alike.items():
        for start in range(0, len(keys), CHUNK):
            rows.filter(pk__in=keys[start : start + CHUNK]).update(**dict(columns))
    return remembered


def _fill_vendor(plan: Plan) -> dict[str, Any]:
    """Give the kept vendor what it lacks; return each column as it was and as it is."""
    kept, before = plan.kept, values_of(plan.kept)
    for each in plan.pairs:
        if each.fills:
            setattr(kept, each.name, getattr(plan.merged, each.name))
    kept.backup_of_id = plan.backup_of
    after = values_of(kept)
    changed = {name: [was, after[name]] for name, was in before.items() if was != after[name]}
    if changed:
        kept.save()
    return changed


def _make_spellings(plan: Plan) -> list[VendorAlias]:
    return [plan.kept.aliases.create(spelling=text) for text in plan.spellings]


def _remove(merged: Vendor) -> None:
    """Remove the vendor, if nothing points at it any more: a row left would go with it."""
    for relation in relations():
        if relation.rows(merged).exists():
            raise ValidationError(_("The register has changed since you looked; look again."))
    merged.delete()
