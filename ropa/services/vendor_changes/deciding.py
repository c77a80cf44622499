"""The decision on an announced change: accepted, objected, or none of our business."""

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.choices.vendors import ChangeKind, ChangeStatus
from ropa.models import SubProcessing, VendorChange

MAKES_A_LINK = (ChangeKind.ADDS, ChangeKind.REPLACES)


@transaction.atomic
def decide(
    change_id: int, status: str, *, note: str, by: User, on: date, makes_link: bool = False
) -> VendorChange:
    """Decide on the day `on`, with the reason and where the evidence is.

    With `makes_link`, a sub-processor that is accepted takes its place in the chain of the vendor.
    Raises `ValidationError` for what is decided already, for a decision without a reason or before
    the notice came, and where the link would close a circle.
    """
    change = VendorChange.objects.select_for_update().get(pk=change_id)
    if change.status != ChangeStatus.OPEN:
        raise ValidationError(_("This was decided already."))
    if status not in ChangeStatus.values or status == ChangeStatus.OPEN:
        raise ValidationError(_("Choose a decision."))
    if not note.strip():
        raise ValidationError(_("Say why, and where the evidence is kept."))
    if on < change.received_on:
        raise ValidationError(_("Nothing is decided before the notice came."))
    change.status, change.decided_on, change.decided_by = status, on, by
    change.decision_note = note.strip()
    with acting(user=by, reason=_("Decided.")):
        change.full_clean()
        change.save()
        if makes_link:
            _link(change)
    return change


def may_be_linked(change: VendorChange) -> bool:
    """Tell whether an acceptance can put the sub-processor into the chain of the vendor."""
    return (
        change.kind in MAKES_A_LINK
        and change.sub_processor_id is not None
        and not SubProcessing.objects.filter(
            vendor=change.vendor_id, sub_processor=change.sub_processor_id
        ).exists()
    )


def is_late(change: VendorChange, *, on: date) -> bool:
    """Tell whether it was, or on that day would be, decided after the last day to object."""
    return change.object_until is not None and (change.decided_on or on) > change.object_until


def _link(change: VendorChange) -> None:
    if change.status != ChangeStatus.ACCEPTED or not may_be_linked(change):
        raise ValidationError(
            _("Only a sub-processor that is accepted, and not in the chain yet, is put there.")
        )
    link = SubProcessing(
        vendor=change.vendor,
        sub_processor=change.sub_processor,
        since_on=change.effective_on,
        source=_("Notice received on %(day)s") % {"day": date_format(change.received_on, "j F Y")},
    )
    link.full_clean()
    link.save()
