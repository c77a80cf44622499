"""What an officer says of two vendors that look alike: different ones, or of one family."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ropa.audit import acting
from ropa.models import DistinctVendors, Vendor
from ropa.services.vendor_merging.run import locked
from ropa.vendor_lists.names import normalise


@transaction.atomic
def keep_apart(one: Vendor, other: Vendor, *, reason: str = "", on: date) -> DistinctVendors:
    """Record that two vendors are different, so that they are not suggested again."""
    one, other = _both(one, other)
    ruling = DistinctVendors.objects.filter(one=one, other=other).first()
    if ruling is not None:
        return ruling
    with acting(reason=_("Found to be different vendors")):
        return DistinctVendors.objects.create(
            one=one, other=other, decided_on=on, reason=reason.strip()
        )


@transaction.atomic
def make_family(one: Vendor, other: Vendor) -> str:
    """Put two vendors into one family, and return its name.

    It is the family of either, or else the name of the one with fewer words, which is the company
    then. Raises `ValidationError` where the two have different families already.
    """
    base, product = sorted(_both(one, other), key=lambda each: len(each.name.split()))
    families = {normalise(each.family): each.family for each in (base, product) if each.family}
    if len(families) > 1:
        raise ValidationError(
            _("“%(one)s” is of the family “%(first)s” and “%(other)s” of “%(second)s”.")
            % {"one": base, "first": base.family, "other": product, "second": product.family}
        )
    family = next(iter(families.values()), base.name)
    with acting(reason=_("Of one family: %(family)s") % {"family": family}):
        for each in (base, product):
            if not each.family and each.normalised != normalise(family):
                each.family = family
                each.save()
    return family


def _both(one: Vendor, other: Vendor) -> list[Vendor]:
    """The two as they stand now, locked, the lower key first."""
    if one.pk == other.pk or one.organisation_id != other.organisation_id:
        raise ValidationError(_("Choose two vendors of one organisation."))
    return sorted(locked(one, other), key=lambda each: each.pk)
