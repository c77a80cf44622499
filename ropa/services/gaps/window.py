"""Some activities of a register, with all from which their gaps are worked out."""

from typing import Any

from django.db import models
from django.db.models import Q

from ropa.choices.retention import StorageClass
from ropa.models import RetentionRule, Transfer, TransferPurpose, Vendor
from ropa.resources import ActivitiesScope


class Window(ActivitiesScope):
    """Beside what is quoted: every transfer to a vendor in use, and every rule of cookies.

    So the gaps of an activity are the same in a window as in the whole register.
    """

    def _part_of(self, model: type[models.Model]) -> Q:
        part = super()._part_of(model)
        if model is RetentionRule:
            return part | Q(storage_class=StorageClass.COOKIES)
        if model is Transfer:
            return part | Q(importer_vendor_id__in=self._vendors())
        if model is TransferPurpose:
            return part | Q(transfer__importer_vendor_id__in=self._vendors())
        return part

    def _vendors(self) -> list[Any]:
        return [row.pk for row in self.rows(Vendor)]
