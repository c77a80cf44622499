"""In which order merges of vendors can be taken apart: what was done last is undone first."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ropa.models import Vendor, VendorMerge
from ropa.vendor_lists.names import normalise

Rows = set[tuple[str, int]]


def refuse_out_of_order(merge: VendorMerge) -> Vendor:
    """Return the vendor that was kept, locked. Raises `ValidationError` with what to do first."""
    if merge.undone_at is not None:
        raise ValidationError(_("This merge is undone already."))
    later = VendorMerge.objects.filter(
        organisation=merge.organisation_id, undone_at=None, pk__gt=merge.pk
    )
    ours = _rows(merge)
    for each in later.order_by("-pk"):
        if each.entry["id"] in _vendors(merge) or ours & _rows(each):
            raise ValidationError(
                _("“%(merged)s” was merged into “%(kept)s” later; take that merge apart first.")
                % {"merged": each.merged_name, "kept": each.kept_name}
            )
    kept = Vendor.objects.select_for_update().filter(pk=merge.kept_id_was).first()
    if kept is None:
        raise ValidationError(
            _("“%(kept)s” was removed; nothing can be taken from it.") % {"kept": merge.kept_name}
        )
    _refuse_taken_name(merge)
    return kept


def _refuse_taken_name(merge: VendorMerge) -> None:
    name = merge.merged_name
    taken = Vendor.objects.filter(
        organisation=merge.organisation_id, normalised=normalise(name)
    ).exists()
    if taken:
        raise ValidationError(
            _("There is a new vendor “%(name)s”; merge it or rename it first.") % {"name": name}
        )
    behind = merge.entry["backup_of_id"]
    if behind is not None and not Vendor.objects.filter(pk=behind).exists():
        raise ValidationError(
            _("The vendor for which “%(name)s” stood in was removed; it cannot come back so.")
            % {"name": name}
        )


def _vendors(merge: VendorMerge) -> set[Any]:
    """The vendors without which the merge cannot be taken apart."""
    return {merge.kept_id_was, merge.entry["backup_of_id"]} - {None}


def _rows(merge: VendorMerge) -> Rows:
    """Every row that the merge changed, dropped, made, or that stands for a dropped one."""
    moved = merge.moved
    found = {(each["model"], each["before"]["id"]) for each in moved["changed"]}
    for each in (*moved["dropped"], *moved["made"]):
        found.add((each["model"], each["values"]["id"]))
        if "twin" in each:
            found.add((each["model"], each["twin"]))
    return found
