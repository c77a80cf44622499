"""Some activities of a register, with all from which their gaps are worked out."""

from typing import Any

from django.db import models
from django.db.models import Q

from ropa.choices.retention import StorageClass
from ropa.models import Agreement, RetentionRule, Safeguard, Transfer, TransferPurpose, Vendor
from ropa.resources import ActivitiesScope
from ropa.services.chain import links_of, paths_below


class Window(ActivitiesScope):
    """Beside what is quoted: vendors below those in use, every transfer to any of them, and rules.

    Agreements without a vendor or named by a safeguard come along, and every rule of cookies.

    So the gaps of an activity are the same in a window as in the whole register.
    """

    def _part_of(self, model: type[models.Model]) -> Q:
        part = super()._part_of(model)
        if model is RetentionRule:
            return part | Q(storage_class=StorageClass.COOKIES)
        if model is Vendor:
            return part | Q(id__in=self._below(part))
        if model is Agreement:
            return part | Q(vendor=None) | Q(safeguards__in=self.rows(Safeguard))
        if model is Transfer:
            return part | Q(importer_vendor_id__in=self._vendors())
        if model is TransferPurpose:
            return part | Q(transfer__importer_vendor_id__in=self._vendors())
        return part

    def _below(self, part: Q) -> set[Any]:
        """The sub-processors of the vendors in use, to any depth."""
        if self.organisation is None:
            return set()
        links = links_of([self.organisation.pk])
        in_use = [row.pk for row in self.register.rows(Vendor, part)] if links else ()
        return {path.sub_processor for pk in in_use for path in paths_below(pk, links)}

    def _vendors(self) -> list[Any]:
        return [row.pk for row in self.rows(Vendor)]
