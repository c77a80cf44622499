"""Who works for whom: the sub-processors of a vendor, to any depth, Art. 28(2) and (4)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ropa.audit import Record, Trail
from ropa.models.organisation import Organisation
from ropa.models.vendor import Vendor


class SubProcessing(Record):
    """One vendor that works for another one. A chain never comes back to where it began.

    The database refuses a circle by a trigger, whatever path a change takes.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sub_processings", editable=False
    )
    vendor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="sub_processings", verbose_name=_("vendor")
    )
    sub_processor = models.ForeignKey(
        Vendor, models.CASCADE, related_name="works_for", verbose_name=_("sub-processor")
    )
    service = models.CharField(_("service"), max_length=300, blank=True)
    data = models.CharField(_("which data"), max_length=300, blank=True)
    since_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(
        _("ended on"), null=True, blank=True, help_text=_("The first day without it.")
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    derived_fields = ("organisation",)
    history = Trail()

    class Meta:
        verbose_name = _("sub-processor of a vendor")
        verbose_name_plural = _("sub-processors of vendors")
        ordering = ("vendor", "sub_processor", "service")
        constraints = (
            models.UniqueConstraint(
                name="ropa_chain_unique",
                fields=("vendor", "sub_processor", "service"),
                violation_error_message=_("This sub-processor is listed already."),
            ),
            models.CheckConstraint(
                name="ropa_chain_not_itself",
                condition=~Q(vendor=F("sub_processor")),
                violation_error_message=_("A vendor cannot be its own sub-processor."),
            ),
            models.CheckConstraint(
                name="ropa_chain_ends_after_it_begins",
                condition=Q(since_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("since_on")),
                violation_error_message=_("It cannot end before it begins."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.vendor} → {self.sub_processor}"

    def clean_fields(self, exclude: object = None) -> None:
        self._follow_vendor()
        super().clean_fields(exclude=exclude)  # type: ignore[arg-type]

    def clean(self) -> None:
        super().clean()
        if not (self.vendor_id and self.sub_processor_id):
            return
        if self.vendor_id == self.sub_processor_id:
            raise ValidationError({"sub_processor": _("A vendor cannot be its own sub-processor.")})
        if self.sub_processor.organisation_id != self.vendor.organisation_id:
            raise ValidationError(
                {"sub_processor": _("Both vendors belong to the same organisation.")}
            )
        if circle := self._circle():
            names = " → ".join(str(each) for each in circle)
            raise ValidationError(
                {
                    "sub_processor": _("That would close a circle of sub-processors: %(names)s.")
                    % {"names": names}
                }
            )

    def save(self, *args: object, **kwargs: object) -> None:
        self._follow_vendor()
        super().save(*args, **kwargs)

    def _follow_vendor(self) -> None:
        if self.vendor_id:
            self.organisation_id = self.vendor.organisation_id

    def _circle(self) -> list[Vendor]:
        """The vendors from our vendor back to it, where this row would close a circle.

        One query for each step down, and none for what does not lie below.
        """
        others = SubProcessing.objects.exclude(pk=self.pk).order_by()
        above = {self.sub_processor_id: self.vendor_id}
        lowest = {self.sub_processor_id}
        while lowest and self.vendor_id not in above:
            links = others.filter(vendor__in=lowest).values_list("sub_processor", "vendor")
            found = {below: vendor for below, vendor in links if below not in above}
            above |= found
            lowest = set(found)
        return self._way(above) if self.vendor_id in above else []

    def _way(self, above: dict[int, int]) -> list[Vendor]:
        """The vendors from ours down to ours again; `above` says who stands over whom."""
        way = [self.vendor_id]
        while len(way) == 1 or way[-1] != self.vendor_id:
            way.append(above[way[-1]])
        vendors = Vendor.objects.in_bulk(way)
        return [vendors[pk] for pk in reversed(way)]
